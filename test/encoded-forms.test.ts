import { describe, expect, test } from "vitest";
import { mapLiteLLMTracesProtobuf } from "../src/protobuf/index.js";
import { OPTIONS, outcomeOfBytes, outcomeOfObjects } from "./both-carriers.js";
import { attribute, type Bytes, field, GROUP, TRACE_ID, text, UNKNOWN, varint } from "./wire.js";

const SPAN_ID = field(2, [1, 2, 3, 4, 5, 6, 7, 8]);
const string = (value: string) => field(1, text(value));
const integer = (value: number) => Uint8Array.from([0x18, ...varint(value)]);
const keyValue = (number: number, key: string, value: string) => field(number, field(1, text(key)), field(2, string(value)));
const RESOURCE = field(1, keyValue(1, "service.name", "litellm"), keyValue(1, "application.id", "an id"));
const messages = (role: string, content: string) => string(JSON.stringify([{ role, content }]));
const CALL = [
  attribute("gen_ai.operation.name", string("chat")),
  attribute("gen_ai.input.messages", messages("user", "Is this read?")),
  attribute("gen_ai.output.messages", messages("assistant", "It is.")),
  attribute("gen_ai.usage.prompt_tokens", integer(7)),
  attribute("metadata.user_api_key_team_alias", string("Blue")),
];
const inScope = (...spans: readonly Uint8Array[]) => field(2, field(1, field(1, text("litellm"))), ...spans);
const span = (...fields: readonly Bytes[]) => field(2, TRACE_ID, SPAN_ID, ...fields);
const request = (...fields: readonly Bytes[]) => field(1, RESOURCE, inScope(span(...fields)));
/** A number of more bytes than it needs, which decoders take. */
const long = (value: number, size: number) =>
  [...Array(size - 1).keys()].map((at) => ((value >> (7 * at)) & 127) | 128).concat(value >> (7 * (size - 1)));
/** A field whose tag and length are longer than they need be. */
const spread = (number: number, ...contents: readonly Bytes[]) => {
  const content = Buffer.concat(contents.map((each) => Uint8Array.from(each)));
  return Buffer.concat([Uint8Array.from(long(number * 8 + 2, 3)), Uint8Array.from(long(content.length, 5)), content]);
};

const FORMS: readonly (readonly [string, Uint8Array])[] = [
  ["as exporters write it", request(...CALL)],
  [
    "an application id without a value",
    field(
      1,
      field(1, keyValue(1, "service.name", "litellm"), field(1, field(1, text("application.id")))),
      inScope(field(2, ...CALL)),
    ),
  ],
  [
    "an application id with an empty value",
    field(
      1,
      field(1, keyValue(1, "service.name", "litellm"), field(1, field(1, text("application.id")), field(2))),
      inScope(field(2, ...CALL)),
    ),
  ],
  [
    "a raw request whose answer has no value",
    field(1, RESOURCE, inScope(span(field(5, text("raw_gen_ai_request")), field(9, field(1, text("llm.None.content")))))),
  ],
  ["ids behind the attributes", field(1, RESOURCE, inScope(field(2, ...CALL, SPAN_ID, TRACE_ID)))],
  [
    "the resource last, the scope last",
    field(1, field(2, field(2, TRACE_ID, ...CALL), field(1, field(1, text("litellm")))), RESOURCE),
  ],
  [
    "the resource in two parts",
    field(1, field(1, keyValue(1, "application.id", "an id")), inScope(field(2, TRACE_ID, ...CALL)), RESOURCE),
  ],
  [
    "the scope in two parts",
    field(1, RESOURCE, field(2, field(1, field(1, text("litellm"))), field(2, TRACE_ID, ...CALL), field(1))),
  ],
  [
    "resource, scope, span and value of no byte",
    Buffer.concat([field(1), field(1, field(1), field(2, field(1), field(2))), request(...CALL, field(9), field(9, field(2)))]),
  ],
  [
    "several ids, names, kinds and times",
    request(
      TRACE_ID,
      field(5, text("a")),
      field(5, text("raw_gen_ai_request")),
      [0x30, 1],
      [0x30, 3],
      [0x39, ...Array(8).fill(1)],
      [0x39, ...Array(8).fill(2)],
      ...CALL,
    ),
  ],
  [
    "a value before its key",
    request(...CALL.slice(1), field(9, field(2, string("chat")), field(1, text("gen_ai.operation.name")))),
  ],
  [
    "several keys",
    request(
      ...CALL.slice(1),
      field(9, field(1, text("other")), field(1, text("gen_ai.operation.name")), field(2, string("chat"))),
    ),
  ],
  ["a key and no value", request(...CALL, field(9, field(1, text("gen_ai.request.model"))))],
  [
    "a value of several fields",
    request(
      ...CALL.slice(1),
      attribute("gen_ai.operation.name", integer(1), string("chat")),
      attribute("metadata.user_api_key_alias", string("a"), integer(4)),
    ),
  ],
  [
    "a value in two parts",
    request(...CALL.slice(1), field(9, field(1, text("gen_ai.operation.name")), field(2, string("chat")), field(2))),
  ],
  [
    "a list in two parts",
    request(
      ...CALL,
      field(
        9,
        field(1, text("metadata.requester_metadata")),
        field(2, field(5, field(1, string("a")))),
        field(2, field(5, field(1, string("b")))),
      ),
    ),
  ],
  [
    "a map in two parts",
    request(...CALL, attribute("metadata.spend_logs_metadata", field(6, keyValue(1, "a", "b")), field(6, keyValue(1, "c", "d")))),
  ],
  [
    "an attribute that is repeated",
    request(
      ...CALL,
      attribute("gen_ai.operation.name", string("embeddings")),
      attribute("metadata.user_api_key_team_alias", string("Red")),
    ),
  ],
  [
    "messages as lists and maps",
    request(
      attribute("gen_ai.operation.name", string("chat")),
      attribute(
        "gen_ai.input.messages",
        field(5, field(1, field(6, keyValue(1, "role", "user"), keyValue(1, "content", "Listed?")))),
      ),
    ),
  ],
  [
    "bytes, doubles and flags",
    request(
      ...CALL,
      attribute("metadata.user_api_key_user_id", field(7, [1, 2, 3])),
      attribute("gen_ai.cost.total_cost", [0x21, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]),
      attribute("metadata.stream", [0x10, 1]),
    ),
  ],
  [
    "integers that are negative, and of more bytes than they need",
    request(
      ...CALL,
      attribute("gen_ai.usage.completion_tokens", [0x18, ...Array(9).fill(0xff), 1]),
      attribute("gen_ai.usage.total_tokens", [0x18, ...long(9, 6)]),
    ),
  ],
  [
    "lengths and tags of more bytes than they need",
    spread(
      1,
      RESOURCE,
      spread(
        2,
        spread(
          2,
          TRACE_ID,
          ...CALL.slice(1),
          spread(9, spread(1, text("gen_ai.operation.name")), spread(2, spread(1, text("chat")))),
        ),
      ),
    ),
  ],
  ["a status in two parts", request(...CALL, field(15, field(2, text("What was asked: a secret"))), field(15, [0x18, 2]))],
  [
    "ids, names, kind, status and counts with longer tags and lengths",
    field(
      1,
      RESOURCE,
      inScope(
        field(
          2,
          ...[
            spread(1, Buffer.alloc(16, 7)),
            spread(2, Buffer.alloc(8, 6)),
            spread(4, Buffer.alloc(8, 5)),
            spread(5, text("name")),
          ],
          [...long(6 * 8, 2), ...long(3, 2)],
          [...long(7 * 8 + 1, 2), ...Array(8).fill(1)],
          [...long(8 * 8 + 1, 2), ...Array(8).fill(2)],
          ...CALL,
          [...long(10 * 8, 2), ...long(3, 2)],
          field(11, field(2, text("exception")), keyValue(3, "exception.message", "What failed")),
          spread(15, field(2, text("It failed")), [0x18, 2]),
        ),
      ),
    ),
  ],
  [
    "a text that takes three times its length in bytes",
    request(
      attribute("gen_ai.operation.name", string("chat")),
      attribute("gen_ai.input.messages", messages("user", "\u65e5".repeat(20_000))),
    ),
  ],
  [
    "an escaped text that takes more bytes than the messages",
    request(
      attribute("gen_ai.operation.name", string("chat")),
      attribute("gen_ai.input.messages", string(`[{"role":"user","content":"${"\\u65e5".repeat(90)}"}]`)),
    ),
  ],
  [
    "lists and maps within lists",
    request(
      ...CALL,
      attribute(
        "metadata.requester_metadata",
        field(
          5,
          field(1, field(5, field(1, string("a")), field(1))),
          field(1, field(6, keyValue(1, "b", "c"), field(1, field(1, text("d"))))),
        ),
      ),
    ),
  ],
  [
    "several orders of names whose ends are the same",
    Buffer.concat(["aa", "ab", "ba", "bb", "ca", "cb"].map((name) => request(...CALL, attribute(`${name}.same`, string("x"))))),
  ],
  [
    "an added name that is longer than those that are remembered",
    request(...CALL, attribute(`metadata.user_api_key_${"long".repeat(100)}`, string("x"))),
  ],
  ["times of zero, and none", field(1, RESOURCE, inScope(field(2, TRACE_ID, ...CALL, [0x39, ...Array(8).fill(0)])))],
  ["names beyond ASCII", request(...CALL, attribute("metadata.größe", string("müßig – 日本語 🚀")))],
  ["a name of no byte", request(...CALL, attribute("", string("nameless")))],
  [
    "names of one to five letters",
    request(...CALL, ...["a", "ab", "abc", "abcd", "abcde"].map((name) => attribute(name, string(name)))),
  ],
];

describe("whatever form a request is encoded in, its bytes come out as it does when it is decoded first", () => {
  test.each(FORMS)("%s", (_name, encoded) => {
    for (const [options, given] of OPTIONS) {
      expect(outcomeOfBytes(encoded, given), options).toEqual(outcomeOfObjects(encoded, given));
    }
    expect(mapLiteLLMTracesProtobuf(encoded)).not.toBe(encoded);
  });
});

describe("texts that stay are copied whole, and all lengths around them are right, with texts of", () => {
  // Long ones are put in last. About 16,384 bytes a length takes one byte more: more or fewer than were left for it.
  const SIZES = [
    100, 159, 160, 161, 480, 511, 512, 513, 7900, 8000, 8190, 15_800, 15_950, 16_000, 16_100, 16_350, 16_384, 70_000,
  ];
  test.each(SIZES)("%i characters", (size) => {
    const stays = (key: string) => attribute(key, string(key.repeat(size).slice(0, size)));
    const encoded = field(
      1,
      RESOURCE,
      inScope(span(stays("before"), ...CALL), span(...CALL, stays("metadata.user_api_key_alias"), stays("after"))),
    );
    expect(outcomeOfBytes(encoded, {})).toEqual(outcomeOfObjects(encoded, {}));
  });
});

describe("texts that are added are written whole, and all lengths around them are right, with texts of", () => {
  // About 128 and 16,384 bytes a length takes one byte more, and a text may have more bytes than characters.
  const SIZES = [1, 31, 32, 33, 60, 64, 90, 110, 127, 128, 4096, 5461, 5462, 8191, 8192, 16_300, 16_384, 30_000];
  const CHARACTERS = ["a", "é", "語", "😀", '"'];
  const cases = SIZES.flatMap((size) => CHARACTERS.map((character): [number, string] => [size, character]));
  test.each(cases)("%i of %s", (size, character) => {
    const saying = (said: string) =>
      span(
        attribute("gen_ai.operation.name", string("chat")),
        attribute("gen_ai.input.messages", messages("user", said)),
        attribute("gen_ai.output.messages", messages("assistant", said)),
      );
    const spans = [character.repeat(size), `${"a".repeat(size)}${character}`].map(saying);
    const encoded = field(1, RESOURCE, inScope(...spans));
    expect(outcomeOfBytes(encoded, {})).toEqual(outcomeOfObjects(encoded, {}));
  });
});

describe("fields of later versions are kept in mapped requests, wherever they stand", () => {
  test.each(UNKNOWN)("%s", (_name, unknown) => {
    const renamed = field(
      9,
      unknown,
      field(1, text("metadata.user_api_key_alias")),
      unknown,
      field(2, unknown, string("key"), unknown),
      unknown,
    );
    const span = field(2, unknown, TRACE_ID, unknown, ...CALL, renamed, unknown);
    const before = Buffer.concat([unknown, field(1, unknown, RESOURCE, field(2, unknown, span, unknown), unknown), unknown]);
    const after = mapLiteLLMTracesProtobuf(before);
    expect(occurrences(after, unknown)).toBe(occurrences(before, unknown));
    expect(Buffer.from(after).includes("fiddler.span.user.metadata.user_api_key_alias")).toBe(true);
    expect(outcomeOfBytes(before, {})).toEqual(outcomeOfObjects(before, {}));
  });

  test("also in a status whose message is withheld", () => {
    const [, unknown] = UNKNOWN[4] as (typeof UNKNOWN)[number];
    const redacted = attribute("gen_ai.input.messages", messages("user", "redacted-by-litellm"));
    const raw = field(
      2,
      TRACE_ID,
      field(2, [8, 7, 6, 5, 4, 3, 2, 1]),
      field(4, [1, 2, 3, 4, 5, 6, 7, 8]),
      field(5, text("raw_gen_ai_request")),
      field(15, field(2, text("a secret")), unknown, [0x18, 2]),
    );
    const before = field(1, RESOURCE, inScope(span(attribute("gen_ai.operation.name", string("chat")), redacted), raw));
    const after = Buffer.from(mapLiteLLMTracesProtobuf(before));
    expect(after.includes("a secret")).toBe(false);
    expect(occurrences(after, unknown)).toBe(1);
    expect(outcomeOfBytes(before, {})).toEqual(outcomeOfObjects(before, {}));
  });
});

test("a text that is not UTF-8 is copied where it stays, and replaced where it is read", () => {
  const broken = [0x61, 0xff, 0x62];
  const prompt = Buffer.concat([text('[{"role":"user","content":"'), Uint8Array.from(broken), text('"}]')]);
  const after = Buffer.from(
    mapLiteLLMTracesProtobuf(
      request(
        attribute("gen_ai.operation.name", string("chat")),
        attribute("gen_ai.input.messages", field(1, prompt)),
        attribute("other", field(1, broken)),
      ),
    ),
  );
  expect(occurrences(after, attribute("gen_ai.input.messages", field(1, prompt)))).toBe(1);
  expect(occurrences(after, attribute("other", field(1, broken)))).toBe(1);
  expect(occurrences(after, attribute("gen_ai.llm.input.user", string("a\ufffdb")))).toBe(1);
});

test("a request within a larger buffer is read from where it begins", () => {
  const encoded = request(...CALL);
  const larger = Buffer.concat([GROUP(3), encoded, GROUP(4)]);
  const within = larger.subarray(GROUP(3).length, larger.length - GROUP(4).length);
  expect(Buffer.from(mapLiteLLMTracesProtobuf(within))).toEqual(Buffer.from(mapLiteLLMTracesProtobuf(encoded)));
});

function occurrences(bytes: Uint8Array, part: Uint8Array): number {
  const whole = Buffer.from(bytes);
  let count = 0;
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length)) count++;
  return count;
}
