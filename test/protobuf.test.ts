import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../fuzz/random.js";
import { MalformedProtobufError, wholeTracesProtobuf } from "../src/whole-traces/index.js";
import { isUtf8 } from "../src/wire/utf8.js";
import { otlpJson } from "./otlp-forms.js";
import { protobufEsRequest, protobufjsRequest } from "./otlp-proto.js";
import { recordedCase } from "./recorded-cases.js";

/** A length-delimited field. */
function field(number: number, ...contents: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const content = Buffer.concat(contents.map((each) => Uint8Array.from(each)));
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

const text = (value: string) => Buffer.from(value);
const TRACE_ID = field(1, Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex"));
const attribute = (key: string, ...value: readonly Uint8Array[]) => field(9, field(1, text(key)), field(2, ...value));
const inSpan = (...fields: readonly (Uint8Array | readonly number[])[]) => field(1, field(2, field(2, TRACE_ID, ...fields)));

const GROUP = (number: number, ...content: readonly Uint8Array[]) =>
  Buffer.concat([varint(number * 8 + 3), ...content, varint(number * 8 + 4)]);
const nested = (depth: number, wrap: (inner: Uint8Array) => Uint8Array) => {
  let inner: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level++) inner = wrap(inner);
  return inner;
};
const inList = (value: Uint8Array) => field(5, field(1, value));

describe("bytes that are not a request throw before anything of them is kept", () => {
  test.each<[string, Uint8Array | readonly number[], number, RegExp]>([
    ["a tag that is cut", [0x80], 1, /another byte of a number/],
    ["a length that is missing", [0x0a], 1, /another byte of a number/],
    ["a length that is cut", [0x0a, 0x80], 2, /another byte of a number/],
    ["content that is cut", [0x0a, 5, 1, 2], 1, /ends with its message, at byte 28 /],
    ["content beyond its message, inside the bytes", [0x0a, 2, 0x12, 3, 0, 0, 0], 3, /ends with its message, at byte 28 /],
    ["a length beyond 2^32", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 1], 1, /ends with its message/],
    ["a length beyond 2^63", [0x0a, ...Array(9).fill(0xff), 0x7f], 1, /ends with its message/],
    ["a number of 11 bytes", [...inSpan(varint(6 * 8), [...Array(10).fill(0x80), 0])], 25, /at most 10 bytes/],
    ["a tag of 11 bytes", [...Array(10).fill(0x80), 1], 0, /at most 10 bytes/],
    ["a field number of 0", [0x02, 0], 0, /field number between 1/],
    ["a field number beyond 2^29", [...varint(2 ** 32 + 2), 0], 0, /field number between 1/],
    ["wire type 6", [0x0e], 0, /wire type between 0 and 5, not 6/],
    ["wire type 7", [0x0f], 0, /wire type between 0 and 5, not 7/],
    ["the end of no group", [0x0c], 0, /no end of a group/],
    ["a group without an end", [0x13, 8, 1], 3, /another byte of a number/],
    ["a group with the end of another", [0x13, 0x1c], 1, /the end of the group that began last/],
    ["groups nested without end", nested(101, (inner) => GROUP(2, inner)), 99, /at most 100 messages and groups/],
    ["32 bits that are cut", inSpan([...varint(16 * 8 + 5), 1, 2, 3]), 26, /ends with its message/],
    ["64 bits that are cut", inSpan([...varint(7 * 8 + 1), 1, 2, 3, 4, 5, 6, 7]), 25, /ends with its message/],
    ["resource spans that are a number", [0x08, 1], 0, /a length and content in ExportTraceServiceRequest.resource_spans/],
    ["scope spans that are 32 bits", field(1, [0x15, 0, 0, 0, 0]), 2, /a length and content in ResourceSpans.scope_spans/],
    ["a trace id that is a number", field(1, field(2, field(2, [0x08, 1]))), 6, /a length and content in Span.trace_id/],
    ["a time that is a number", inSpan([0x38, 1]), 24, /64 bits in Span.start_time_unix_nano/],
    ["a kind that is a text", inSpan(field(6, text("x"))), 24, /a varint in Span.kind/],
    ["flags that are 64 bits", inSpan([...varint(16 * 8 + 1), ...Array(8).fill(0)]), 24, /32 bits in Span.flags/],
    ["an attribute that is cut", inSpan(field(9, [0x0a, 9])), 27, /ends with its message/],
    ["an event whose attribute is cut", inSpan(field(11, field(3, [0x0a, 9]))), 29, /ends with its message/],
    ["a link whose id is a number", inSpan(field(13, [0x08, 1])), 26, /Span.Link.trace_id/],
    ["a status whose code is a text", inSpan(field(15, field(3))), 26, /a varint in Status.code/],
    ["a resource whose attribute is cut", field(1, field(1, field(1, [0x0a, 9]))), 7, /ends with its message/],
    ["a scope whose name is a number", field(1, field(2, field(1, [0x08, 1]))), 6, /InstrumentationScope.name/],
    ["values nested without end", inSpan(attribute("a", nested(48, inList))), 258, /at most 100 messages and groups/],
  ])("%s", (_name, bytes, offset, expected) => {
    const traces = wholeTracesProtobuf();
    const request = Buffer.concat([inSpan(), Uint8Array.from(bytes)]);
    let thrown: unknown;
    try {
      traces.add(request, 0, "token");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MalformedProtobufError);
    const error = thrown as MalformedProtobufError;
    expect(error.name).toBe("MalformedProtobufError");
    expect(error.message).toBe(`The bytes are not a well-formed request: expected ${error.expected} at byte ${error.offset}.`);
    expect(error.expected).toMatch(expected);
    expect(error.offset - inSpan().length).toBe(offset);
    expect(traces.stats().held.spans).toBe(0);
    expect(traces.oldestToken()).toBeUndefined();
    expect([...traces.flush()]).toEqual([]);
  });
});

const UNKNOWN: readonly (readonly [string, Uint8Array])[] = [
  ["a number", Uint8Array.from([...varint(1000 * 8), 5])],
  ["a number of 10 bytes", Uint8Array.from([...varint(1000 * 8), ...Array(9).fill(0xff), 1])],
  ["64 bits", Uint8Array.from([...varint(1000 * 8 + 1), 1, 2, 3, 4, 5, 6, 7, 8])],
  ["32 bits", Uint8Array.from([...varint(1000 * 8 + 5), 1, 2, 3, 4])],
  ["bytes that are no message", field(1000, [0xff, 0xff])],
  ["the greatest number", field(536870911, text("x"))],
  ["a group", GROUP(1000, varint(8), varint(1), GROUP(2, field(3, text("x"))), GROUP(1000))],
];

describe("fields of later versions are kept byte for byte", () => {
  test.each(UNKNOWN)("%s", (_name, unknown) => {
    const span = Buffer.concat([TRACE_ID, unknown, field(5, text("name")), unknown]);
    const scope = Buffer.concat([unknown, field(1, field(1, text("litellm"))), unknown, field(3, text("https://example.com/"))]);
    const resource = Buffer.concat([field(1, unknown), field(3, text("https://example.com/")), unknown]);
    const request = field(1, resource, field(2, scope, field(2, span)));
    const traces = wholeTracesProtobuf();
    traces.add(request, 0);
    const [whole] = traces.flush();
    expect(Buffer.from(whole ?? []).toString("hex")).toBe(Buffer.from(request).toString("hex"));
  });

  test("in any order, and resources that come in parts", () => {
    const traces = wholeTracesProtobuf();
    const scopes = (name: string) => field(2, field(2, TRACE_ID), field(1, field(1, text(name))));
    const request = field(1, scopes("a"), field(3, text("one")), scopes("b"), field(1, text("")), field(3, text("two")));
    traces.add(request, 0);
    const [whole] = traces.flush();
    expect(fromBinary(protobufEsRequest, whole ?? new Uint8Array())).toEqual(
      fromBinary(protobufEsRequest, Uint8Array.from(request)),
    );
  });
});

describe("what is read in place", () => {
  const OTHER = Buffer.from("1af7651916cd43dd8448eb211c80319c", "hex");
  const text1 = field(1, text("one"));
  const CALL = "litellm.call_id";

  test.each<[string, readonly Uint8Array[], boolean]>([
    ["the call's id", [attribute(CALL, text1)], true],
    ["the value before the key", [field(9, field(2, text1), field(1, text(CALL)))], true],
    ["the last of several keys", [field(9, field(1, text("other")), field(1, text(CALL)), field(2, text1))], true],
    ["another key", [attribute("litellm.call_ix", text1)], false],
    ["the beginning of a key", [attribute("litellm.call_", text1)], false],
    ["no key", [field(9, field(2, text1))], false],
    ["no value", [field(9, field(1, text(CALL)))], false],
    ["an empty value", [attribute(CALL)], false],
    ["a text, then a number", [attribute(CALL, text1, Uint8Array.from([0x18, 1]))], false],
    ["a number, then a text", [attribute(CALL, Uint8Array.from([0x18, 1]), text1)], true],
    ["a text, then a later version's field", [attribute(CALL, text1, Uint8Array.from([0x40, 1]))], true],
    ["a value in two parts", [field(9, field(1, text(CALL)), field(2, text1), field(2))], true],
    ["an attribute that is repeated", [attribute(CALL, text1), attribute(CALL, field(1, text("two")))], false],
    ["a long text", [attribute(CALL, field(1, text("x".repeat(5000))))], false],
  ])("%s", (_name, attributes, joins) => {
    const traces = wholeTracesProtobuf({ quietMillis: 1000 });
    traces.add(field(1, field(2, field(2, field(1, OTHER), attribute(CALL, text1)))), 0);
    traces.add(inSpan(...attributes), 500);
    expect([...traces.takeReady(1000)]).toHaveLength(joins ? 0 : 1);
  });

  test("the last trace id counts", () => {
    const traces = wholeTracesProtobuf();
    traces.add(Buffer.concat([inSpan(field(1, OTHER)), inSpan()]), 0);
    expect(traces.stats().held.traces).toBe(2);
  });
});

test("values and groups nested as deep as decoders take them", () => {
  const request = inSpan(
    attribute("a", nested(47, inList)),
    nested(90, (inner) => GROUP(1000, inner)),
  );
  const traces = wholeTracesProtobuf();
  traces.add(request, 0);
  for (const whole of traces.flush()) {
    fromBinary(protobufEsRequest, whole);
    protobufjsRequest.decode(whole);
  }
  expect(() => fromBinary(protobufEsRequest, inSpan(attribute("a", nested(48, inList))))).toThrow(/recursion depth/);
});

test("whatever is held can be decoded; what holds a text that is not UTF-8 leaves by itself", () => {
  const bytes = otlpJson.encode(recordedCase("1.83.10-chat-tools").input);
  const random = randomFrom(7, 0);
  let taken = 0;
  let refusals = 0;
  for (let round = 0; round < 3000; round++) {
    const mutant = Uint8Array.from(bytes);
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      mutant[random.below(mutant.length)] = random.below(256);
    }
    const traces = wholeTracesProtobuf();
    try {
      traces.add(mutant, 0);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedProtobufError);
      continue;
    }
    taken++;
    const requests = [...traces.takeReady(0)];
    const refused = requests.filter((request) => !isDecoded(request));
    refusals += refused.length;
    // What is not held at all may be refused; it has no other trace's spans beside it.
    for (const request of traces.flush()) expect(isDecoded(request)).toBe(true);
  }
  expect(taken).toBeGreaterThan(300);
  expect(taken).toBeLessThan(2700);
  expect(refusals).toBeGreaterThan(10);
});

function isDecoded(request: Uint8Array): boolean {
  try {
    protobufjsRequest.decode(request);
    fromBinary(protobufEsRequest, request);
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/not valid for encoding utf-8/);
    return false;
  }
}

test("UTF-8 is what strict decoders take for it", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const heads = [
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
  ];
  const bytes = [...heads, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];
  const tails = [[], [0x80], [0xbf, 0x80], [0x80, 0x41], [0x41]];
  for (const first of bytes) {
    for (const second of bytes) {
      for (const tail of tails) {
        const text = Uint8Array.from([0x41, first, second, ...tail]);
        const strict = () => decoder.decode(text.subarray(1));
        if (isUtf8(text, 1, text.length)) expect(strict).not.toThrow();
        else expect(strict, String(text)).toThrow();
      }
    }
  }
});
