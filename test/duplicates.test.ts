import { describe, expect, test } from "vitest";
import { type AnyValue, type MappingIssue, mapLiteLLMSpan, mapLiteLLMTraces, type Span } from "../src/index.js";
import { recordedCase } from "./recorded-cases.js";
import { isOfType, litellmTraces, plainOf, saying, span, spansOf } from "./spans.js";

const START = 1795461211000000000n;
const SECOND = 1_000_000_000n;

/** A call that lasts from one second to another, counted from a fixed time. */
function call(
  attributes: Readonly<Record<string, string | number | AnyValue>>,
  from: number,
  to: number,
  members: Span = {},
): Span {
  return span(
    { "llm.request.type": "acompletion", "gen_ai.request.model": "gpt-4o-mini", "gen_ai.usage.input_tokens": 5, ...attributes },
    {
      startTimeUnixNano: String(START + BigInt(from) * SECOND),
      endTimeUnixNano: String(START + BigInt(to) * SECOND),
      ...members,
    },
  );
}

function typesOf(...spans: readonly Span[]): readonly unknown[] {
  return spansOf(mapLiteLLMTraces(litellmTraces(...spans))).map((mapped) => plainOf(mapped, "fiddler.span.type"));
}

const ID = { "litellm.call_id": "id-1" };
const OTHER_ID = { "litellm.call_id": "id-2" };
const RESPONSE = { "gen_ai.response.id": "chatcmpl-1" };
const MESSAGES = { "gen_ai.input.messages": '[{"role":"user","content":"U"}]' };
const MORE = { extra: "attribute" };

/** A raw request span that lasts from one second to another. */
function rawLasting(from: number, to: number): Span {
  const { startTimeUnixNano = "", endTimeUnixNano = "" } = call({}, from, to);
  return span({ "llm.openai.messages": "[]" }, { name: "raw_gen_ai_request", startTimeUnixNano, endTimeUnixNano });
}

function modelless(from: number, to: number): Span {
  const { attributes, ...members } = call(ID, from, to);
  return { ...members, attributes: attributes?.filter(({ key }) => key !== "gen_ai.request.model") ?? [] };
}

describe("spans that report one call", () => {
  test.each<[string, readonly Span[], readonly string[]]>([
    [
      "same call id, overlapping times: the one with more attributes stays",
      [call(ID, 0, 2), call({ ...ID, ...MORE }, 1, 3)],
      ["chain", "llm"],
    ],
    [
      "same response id, overlapping times: the first stays where both have as many",
      [call(RESPONSE, 0, 2), call(RESPONSE, 1, 3)],
      ["llm", "chain"],
    ],
    [
      "same start and messages, other ids",
      [call({ ...RESPONSE, ...MESSAGES }, 0, 2), call({ "gen_ai.response.id": "other", ...MESSAGES }, 0, 3)],
      ["llm", "chain"],
    ],
    [
      "same start and indexed prompts, in another order",
      [
        call({ "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "U" }, 0, 2),
        call({ "gen_ai.prompt.0.content": "U", "gen_ai.prompt.0.role": "user" }, 0, 3),
      ],
      ["llm", "chain"],
    ],
    [
      "same start and indexed prompts",
      [call({ "gen_ai.prompt.0.content": "U" }, 0, 2), call({ "gen_ai.prompt.0.content": "U" }, 0, 3)],
      ["llm", "chain"],
    ],
    ["three of them", [call(ID, 0, 4), call(ID, 1, 3), call(ID, 3, 5)], ["llm", "chain", "chain"]],
    [
      "connected by different ids two by two",
      [call({ ...ID, ...RESPONSE }, 0, 4), call(ID, 1, 3), call(RESPONSE, 2, 5)],
      ["llm", "chain", "chain"],
    ],
    [
      "one that joins two which share their call id",
      [call(RESPONSE, 0, 9), call({ ...ID, ...RESPONSE }, 1, 9), call(ID, 2, 9)],
      ["chain", "llm", "chain"],
    ],
    [
      "one behind the other, the middle one longer than the first",
      [call(ID, 0, 3), call(ID, 2, 6), call(ID, 5, 7)],
      ["llm", "chain", "chain"],
    ],
    ["one around two that follow each other", [call(ID, 0, 9), call(ID, 1, 2), call(ID, 5, 6)], ["llm", "chain", "chain"]],
    ["a pair after another call that ended", [call(ID, 0, 2), call(ID, 3, 5), call(ID, 4, 6)], ["llm", "llm", "chain"]],
    ["at one moment, without a length", [call(ID, 1, 1), call(ID, 1, 1)], ["llm", "chain"]],
    ["without a model", [modelless(0, 2), modelless(1, 3)], ["llm", "chain"]],
    [
      "same start and messages, one start a text and the other a number",
      [call(MESSAGES, 0, 2), call(MESSAGES, 0, 3, { startTimeUnixNano: Number(START) })],
      ["llm", "chain"],
    ],
    [
      "a redacted one and one in the clear: a placeholder is no message",
      [call({ ...ID, "gen_ai.input.messages": saying("user", "redacted-by-litellm") }, 0, 2), call({ ...ID, ...MESSAGES }, 1, 3)],
      ["llm", "chain"],
    ],
    [
      "one without messages, and one in the clear",
      [
        call({ ...ID, "gen_ai.input.messages": saying("user", "default-message-value") }, 0, 2),
        call({ ...ID, ...MESSAGES }, 1, 3),
      ],
      ["llm", "chain"],
    ],
    [
      "of one call id, which one of them has as its response id, for want of a response",
      [call({ ...ID, "gen_ai.response.id": "id-1" }, 0, 2), call({ ...ID, ...RESPONSE }, 1, 3)],
      ["llm", "chain"],
    ],
    [
      "same start and indexed prompts, one of them without the answer",
      [
        call({ "gen_ai.prompt.0.content": "U", "gen_ai.completion.0.content": "A" }, 0, 2),
        call({ "gen_ai.prompt.0.content": "U", extra: "attribute" }, 0, 3),
      ],
      ["llm", "chain"],
    ],
    ["of one call id, one of them without a response id", [call({ ...ID, ...RESPONSE }, 0, 2), call(ID, 1, 3)], ["llm", "chain"]],
    ["one of which lost its model to the attribute limit", [call({ ...ID, ...MORE }, 0, 2), modelless(0, 2)], ["llm", "chain"]],
    [
      "one span that came twice, as in a batch that was sent again",
      ["a", "a"].map((id) => call({}, 0, 2, { spanId: id.repeat(16) })),
      ["llm", "chain"],
    ],
    ["in different traces", [call(ID, 0, 2), call(ID, 0, 2, { traceId: "1".repeat(32) })], ["llm", "chain"]],
  ])("%s", (_what, spans, types) => {
    expect(typesOf(...spans)).toEqual(types);
  });

  test("a call on the proxy's root span, whose raw request span starts with the call in the other trace (1.80.17)", () => {
    const root = call({ ...MESSAGES, ...MORE }, 0, 4);
    const raw = span(
      { "llm.None.model": "m" },
      { name: "raw_gen_ai_request", parentSpanId: root.spanId ?? null, startTimeUnixNano: String(START + SECOND) },
    );
    const other = call(MESSAGES, 1, 4, { traceId: "1".repeat(32) });
    expect(typesOf(root, raw, other)).toEqual(["llm", "chain", "chain"]);
    expect(typesOf(root, raw, call({ "gen_ai.input.messages": "[]" }, 1, 4))).toEqual(["llm", "chain", "llm"]);
    expect(typesOf(root, { ...raw, parentSpanId: null }, other)).toEqual(["llm", "chain", "llm"]);
    const atZero = { startTimeUnixNano: "0" };
    expect(typesOf(root, { ...raw, ...atZero }, { ...other, ...atZero })).toEqual(["llm", "chain", "chain"]);
    expect(typesOf(root, { ...raw, startTimeUnixNano: String(START + 2n * SECOND) }, other)).toEqual(["llm", "chain", "llm"]);
  });

  test("redacted ones, of which one lies above the other, though one lost its tokens and ids differ", () => {
    const redacted = { "gen_ai.input.messages": saying("user", "redacted-by-litellm") };
    const root = call({ ...redacted, "gen_ai.response.id": "resp_1", "gen_ai.usage.input_tokens": "" }, 0, 4);
    const child = call({ ...redacted, "gen_ai.response.id": "resp_2" }, 1, 4, { parentSpanId: root.spanId ?? null });
    expect(typesOf(root, child)).toEqual(["chain", "llm"]);
  });

  test("of many models that a server gave one id, each under two traces", () => {
    const spans = Array.from({ length: 24 }, (_, at) =>
      call({ ...RESPONSE, ...MESSAGES, "gen_ai.request.model": `model ${at % 12}`, ...(at < 12 ? MORE : {}) }, at % 12, 400, {
        traceId: (at < 12 ? "1" : "2").repeat(32),
      }),
    );
    expect(typesOf(...spans).filter((type) => type === "llm")).toHaveLength(12);
  });

  test("a descendant stays before its ancestor, whatever they carry", () => {
    const root = call({ ...ID, ...MORE }, 0, 4);
    const between = span({}, { parentSpanId: root.spanId ?? null });
    const child = call(ID, 1, 2, { parentSpanId: between.spanId ?? null });
    expect(typesOf(root, between, child)).toEqual(["chain", "chain", "llm"]);
  });

  test("what one of two spans says of their call counts against a third", () => {
    const known = call({ ...RESPONSE, "metadata.user_api_key_hash": "a" }, 0, 9);
    const silent = call(RESPONSE, 1, 9);
    const other = call({ ...RESPONSE, "metadata.user_api_key_hash": "b" }, 2, 9);
    expect(typesOf(known, silent, other)).toEqual(["llm", "chain", "llm"]);
    expect(typesOf(silent, known, other)).toEqual(["chain", "llm", "llm"]);
  });

  test("spans that are each other's parents do not hang", () => {
    const first = call(ID, 0, 2, { spanId: "a".repeat(16), parentSpanId: "b".repeat(16) });
    const second = call(ID, 0, 2, { spanId: "b".repeat(16), parentSpanId: "a".repeat(16) });
    expect(typesOf(first, second)).toEqual(["chain", "llm"]);
  });
});

const NO_TIME = { startTimeUnixNano: "now" };

describe("calls of their own", () => {
  test.each<[string, readonly Span[]]>([
    ["a cached answer repeats the response id after the first call ended", [call(RESPONSE, 0, 2), call(RESPONSE, 3, 4)]],
    ["a retry repeats the call id after the first attempt ended", [call(ID, 0, 2), call(ID, 2, 3)]],
    ["a retry that is exported before the first attempt", [call(ID, 3, 4), call(ID, 0, 2)]],
    ["a retry between two others", [call(ID, 3, 4), call(ID, 6, 8), call(ID, 0, 2)]],
    [
      "other prompts at the same time",
      [call({ "gen_ai.prompt.0.content": "U" }, 0, 2), call({ "gen_ai.prompt.0.content": "V" }, 0, 2)],
    ],
    ["the same question at what is no time", [call(MESSAGES, 0, 2, NO_TIME), call(MESSAGES, 0, 2, NO_TIME)]],
    ["one without an end", [call(ID, 0, 2, { endTimeUnixNano: "soon" }), call(ID, 0, 2)]],
    ["no ids and no messages", [call({}, 0, 2), call({}, 0, 2)]],
    ["empty ids", [call({ "litellm.call_id": "" }, 0, 2), call({ "litellm.call_id": "" }, 1, 2)]],
    ["other models", [call(ID, 0, 2), call({ ...ID, "gen_ai.request.model": "gpt-4o" }, 0, 2)]],
    ["other operations", [call(ID, 0, 2), call({ ...ID, "llm.request.type": "aresponses" }, 0, 2)]],
    ["the same question twice at other times", [call(MESSAGES, 0, 2), call(MESSAGES, 1, 2)]],
    ["other questions at the same time", [call(MESSAGES, 0, 2), call({ "gen_ai.input.messages": "[]" }, 0, 2)]],
    ["one's call id is the other's response id", [call(ID, 0, 2), call({ "gen_ai.response.id": "id-1" }, 0, 2)]],
    [
      "names that only run together alike",
      [
        call({ "gen_ai.request.model": "m:1", "litellm.call_id": "x" }, 0, 2),
        call({ "gen_ai.request.model": "m", "litellm.call_id": "1:x" }, 0, 2),
      ],
    ],
    [
      "no times",
      [call(ID, 0, 2, { startTimeUnixNano: null, endTimeUnixNano: null }), call(ID, 0, 2, { startTimeUnixNano: null })],
    ],
    ["two call ids that share a response id", [call({ ...ID, ...RESPONSE }, 0, 9), call({ ...OTHER_ID, ...RESPONSE }, 1, 9)]],
    [
      "questions that differ in their middle",
      ["V", "W"].map((middle) =>
        call({ "gen_ai.input.messages": saying("user", `${"a".repeat(99)}${middle}${"a".repeat(99)}`) }, 0, 2),
      ),
    ],
    [
      "answers that differ",
      [
        call({ "gen_ai.prompt.0.content": "U", "gen_ai.completion.0.content": "A" }, 0, 2),
        call({ "gen_ai.prompt.0.content": "U", "gen_ai.completion.0.content": "B" }, 0, 2),
      ],
    ],
    ["a failed attempt and the next one", [call(ID, 0, 2, { status: { code: 2 } }), call(ID, 0, 2)]],
    [
      "keys that differ",
      [
        call({ ...RESPONSE, "metadata.user_api_key_hash": "a" }, 0, 2),
        call({ ...RESPONSE, "metadata.user_api_key_hash": "b" }, 0, 2),
      ],
    ],
    [
      "teams that differ, one in each mode",
      [call({ ...RESPONSE, "metadata.user_api_key_team_id": "a" }, 0, 2), call({ ...RESPONSE, "litellm.team.id": "b" }, 0, 2)],
    ],
    [
      "end users that differ",
      [
        call({ ...RESPONSE, "metadata.user_api_key_end_user_id": "a" }, 0, 2),
        call({ ...RESPONSE, "metadata.user_api_key_end_user_id": "b" }, 0, 2),
      ],
    ],
    ...[
      "metadata.user_api_key_alias",
      "litellm.metadata.user_api_key_alias",
      "metadata.user_api_key_team_alias",
      "litellm.team.alias",
      "litellm.metadata.user_api_key_team_alias",
      "litellm.metadata.user_api_key_hash",
      "litellm.metadata.user_api_key_team_id",
      "litellm.metadata.user_api_key_end_user_id",
      "llm.user",
    ].map((name): [string, readonly Span[]] => [
      `${name} differs`,
      ["a", "b"].map((caller) => call({ ...RESPONSE, [name]: caller }, 0, 2)),
    ]),
    [
      "redacted calls in one tick of the clock, with ids of their own",
      ["r1", "r2"].map((id) =>
        call(
          {
            "gen_ai.response.id": id,
            "gen_ai.usage.input_tokens": "",
            "gen_ai.input.messages": saying("user", "redacted-by-litellm"),
          },
          0,
          2,
        ),
      ),
    ],
    [
      "redacted calls in one tick of the clock, with tokens of their own",
      [5, 6].map((tokens) =>
        call({ "gen_ai.usage.input_tokens": tokens, "gen_ai.input.messages": saying("user", "redacted-by-litellm") }, 0, 2),
      ),
    ],
    [
      "two spans of one id in two traces",
      ["1", "2"].map((trace) => call({}, 0, 2, { spanId: "a".repeat(16), traceId: trace.repeat(32) })),
    ],
    [
      "two spans of one id, of other operations",
      ["acompletion", "aresponses"].map((operation) => call({ "llm.request.type": operation }, 0, 2, { spanId: "a".repeat(16) })),
    ],
    [
      "two spans of one id without times",
      [1, 2].map(() => call({}, 0, 2, { spanId: "a".repeat(16), startTimeUnixNano: null, endTimeUnixNano: null })),
    ],
    ["two spans of one id at other times", [0, 5].map((from) => call({}, from, from + 2, { spanId: "a".repeat(16) }))],
    [
      "a call id that a caller gave to several requests, whose responses differ",
      [call({ ...ID, ...RESPONSE }, 0, 9), call({ ...ID, "gen_ai.response.id": "other" }, 1, 9)],
    ],
  ])("%s", (_what, spans) => {
    expect(typesOf(...spans)).toEqual(spans.map(() => "llm"));
  });

  test("of many customers whose server repeats an id, none hides another, and each one's own two spans are one call", () => {
    const spans = Array.from({ length: 100 }, (_, at) =>
      call(
        { ...RESPONSE, "metadata.user_api_key_hash": `key ${at >> 1}`, "gen_ai.input.messages": `question of ${at >> 1}` },
        at,
        at + 400,
      ),
    );
    const types = typesOf(...spans.toSorted((a, b) => String(a.spanId).localeCompare(String(b.spanId))));
    expect(types.filter((type) => type === "llm")).toHaveLength(50);
  });
});

test("of 50 customers, whose calls come a second time after all the others, each one's two spans are one call", () => {
  const spans = Array.from({ length: 100 }, (_, at) =>
    call({ ...RESPONSE, "metadata.user_api_key_team_id": `team ${at % 50}` }, at, at + 400),
  );
  expect(typesOf(...spans).filter((type) => type === "llm")).toHaveLength(50);
});

test.each<[string, Span, Span, number]>([
  ["start and end at other times: a server gave one id to two calls", rawLasting(1, 4), rawLasting(6, 9), 2],
  ["start together", rawLasting(1, 4), rawLasting(1, 9), 1],
  ["end together", rawLasting(1, 9), rawLasting(6, 9), 1],
])("two spans with one response id, whose raw request spans %s", (_what, rawOfOne, rawOfOther, calls) => {
  const [one, other] = [call(RESPONSE, 0, 10), call(RESPONSE, 5, 12, { traceId: "1".repeat(32) })];
  const beneath = (raw: Span, { traceId = "", spanId = "" }: Span) => ({ ...raw, traceId, parentSpanId: spanId });
  const types = typesOf(one, beneath(rawOfOne, one), other, beneath(rawOfOther, other));
  expect(types.filter((type) => type === "llm")).toHaveLength(calls);
  expect(typesOf(one, beneath(rawOfOne, one), other).filter((type) => type === "llm")).toHaveLength(1);
});

describe("calls that are not of a text-generating model", () => {
  const embedding = { "llm.request.type": "aembedding", "gen_ai.input.messages": "[]" };
  const speech = { "llm.request.type": "aspeech" };
  const tokensOf = (...spans: readonly Span[]) =>
    spansOf(mapLiteLLMTraces(litellmTraces(...spans))).map((each) => plainOf(each, "gen_ai.usage.input_tokens"));

  test.each<[string, readonly Span[], readonly unknown[]]>([
    ["the same id", [call({ ...embedding, ...ID }, 0, 2), call({ ...embedding, ...ID }, 0, 2)], ["5", undefined]],
    ["no ids and no messages, start and end the same", [call(speech, 0, 2), call(speech, 0, 2)], ["5", undefined]],
    ["no ids and no messages, another end", [call(speech, 0, 2), call(speech, 0, 3)], ["5", "5"]],
    [
      "other tenants at one moment",
      [call({ ...speech, "litellm.team.id": "a" }, 0, 2), call({ ...speech, "litellm.team.id": "b" }, 0, 2)],
      ["5", "5"],
    ],
  ])("%s", (_what, spans, tokens) => {
    expect(tokensOf(...spans)).toEqual(tokens);
  });

  test("on the proxy's root span and the request's, which end together", () => {
    const root = call(embedding, 0, 4);
    const request = call(embedding, 1, 4, { parentSpanId: root.spanId ?? null });
    expect(tokensOf(root, request)).toEqual([undefined, "5"]);
    expect(tokensOf(root, { ...request, parentSpanId: null })).toEqual(["5", "5"]);
  });
});

const COSTS = { "gen_ai.cost.total_cost": { doubleValue: 0.5 }, "litellm.cost.input": { doubleValue: 0.1 } };
const USAGE = { "gen_ai.usage.output_tokens": 7, "gen_ai.usage.cache_read.input_tokens": 2, "llm.usage.total_tokens": 12 };

describe("an echo", () => {
  const echo = call({ ...ID, ...COSTS, ...USAGE, "metadata.a": "1", ...MESSAGES, "gen_ai.llm.output": "A" }, 0, 2);
  const kept = call({ ...ID, ...MORE, a: "1", b: "2", c: "3", d: "4", e: "5", f: "6", g: "7", h: "8" }, 0, 2);

  test("is a chain without tokens, cost and messages; the rest of it stays", () => {
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(echo, kept)));
    expect(mapped?.attributes?.map(({ key }) => key)).toEqual([
      "llm.request.type",
      "gen_ai.request.model",
      "litellm.call_id",
      "fiddler.span.user.metadata.a",
      "gen_ai.input.messages",
      "fiddler.span.type",
    ]);
  });

  test("is reported", () => {
    const issues: MappingIssue[] = [];
    mapLiteLLMTraces(litellmTraces(echo, kept), { onIssue: (issue) => issues.push(issue) });
    const message = "Another span reports this call; this one is a chain without tokens";
    expect(issues).toEqual([expect.objectContaining({ code: "duplicate-call", message, spanId: echo.spanId })]);
  });

  test('stays a call with duplicates: "keep"', () => {
    const [first] = spansOf(mapLiteLLMTraces(litellmTraces(echo, kept), { duplicates: "keep" }));
    expect(plainOf(first, "fiddler.span.type")).toBe("llm");
    expect(plainOf(first, "gen_ai.usage.input_tokens")).toBe("5");
    expect(plainOf(first, "fiddler.span.user.gen_ai.cost.total_cost")).toBe(0.5);
  });
});

describe("a raw request span", () => {
  const repeating = span({ "llm.openai.id": "x", "gen_ai.usage.input_tokens": 5, ...COSTS }, { name: "raw_gen_ai_request" });
  const plain = span({ "llm.openai.id": "x", "llm.openai.usage": "{}" }, { name: "raw_gen_ai_request" });

  const under = (raw: Span, parent: Span): Span => ({ ...raw, parentSpanId: parent.spanId ?? null });
  const parent = call(ID, 0, 2);

  test("loses the usage and cost it repeats of its parent, which is reported", () => {
    const issues: MappingIssue[] = [];
    const onIssue = (issue: MappingIssue) => issues.push(issue);
    const [, mapped] = spansOf(mapLiteLLMTraces(litellmTraces(parent, under(repeating, parent)), { onIssue }));
    expect(mapped?.attributes?.map(({ key }) => key)).toEqual(["llm.openai.id", "fiddler.span.type"]);
    expect(issues.map(({ code, severity }) => [code, severity])).toEqual([["duplicate-call", "info"]]);
  });

  test("keeps them where nothing else reports them", () => {
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(repeating)));
    expect(plainOf(mapped, "gen_ai.usage.input_tokens")).toBe("5");
    expect(plainOf(mapped, "fiddler.span.user.gen_ai.cost.total_cost")).toBe(0.5);
  });

  test("loses them where its parent is not among the spans: it may report the call", () => {
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(under(repeating, parent))));
    expect(mapped?.attributes?.map(({ key }) => key)).toEqual(["llm.openai.id", "fiddler.span.type"]);
  });

  test("without them is not reported", () => {
    const issues: MappingIssue[] = [];
    mapLiteLLMTraces(litellmTraces(plain), { onIssue: (issue) => issues.push(issue) });
    expect(issues).toEqual([]);
  });

  test('keeps them with duplicates: "keep", and is a chain all the same', () => {
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(repeating), { duplicates: "keep" }));
    expect(plainOf(mapped, "gen_ai.usage.input_tokens")).toBe("5");
    expect(plainOf(mapped, "fiddler.span.type")).toBe("chain");
  });
});

describe("what one call of the mapper sees", () => {
  const [first, second] = [call(ID, 0, 2), call(ID, 0, 2)];
  const [one] = litellmTraces(first).resourceSpans ?? [];
  const [other] = litellmTraces(second).resourceSpans ?? [];

  test("mapLiteLLMTraces: all LiteLLM spans of the request", () => {
    const types = spansOf(mapLiteLLMTraces({ resourceSpans: [one ?? {}, other ?? {}] })).map((each) =>
      plainOf(each, "fiddler.span.type"),
    );
    expect(types).toEqual(["llm", "chain"]);
  });

  test("mapLiteLLMSpan: one ResourceSpans", () => {
    const types = [one, other].flatMap((resourceSpans) =>
      spansOf({ resourceSpans: [mapLiteLLMSpan(resourceSpans ?? {}) ?? {}] }),
    );
    expect(types.map((each) => plainOf(each, "fiddler.span.type"))).toEqual(["llm", "llm"]);
  });
});

test.each(["llm", "chain"])("a span that came with the type %s stays as it is, and no other is a duplicate of it", (type) => {
  const issues: MappingIssue[] = [];
  const typed = call({ ...ID, ...MORE, "fiddler.span.type": type }, 0, 2);
  const traces = litellmTraces(typed, call(ID, 0, 2));
  const [before, after] = spansOf(mapLiteLLMTraces(traces, { onIssue: (issue) => issues.push(issue) }));
  expect(before).toBe(typed);
  expect(plainOf(after, "fiddler.span.type")).toBe("llm");
  expect(plainOf(after, "gen_ai.usage.input_tokens")).toBe("5");
  expect(issues).toEqual([]);
});

test.each(["1.81.14-flag-chat-tools", "1.81.14-flag-messages-tools", "1.81.14-flag-responses-stream", "1.83.10-messages-stream"])(
  "%s: tokens and cost are counted once",
  (name) => {
    const mapped = spansOf(mapLiteLLMTraces(recordedCase(name).input));
    expect(mapped.filter(isOfType("llm"))).toHaveLength(1);
    for (const key of ["gen_ai.usage.input_tokens", "fiddler.span.user.gen_ai.cost.total_cost"]) {
      expect(mapped.filter((each) => plainOf(each, key) !== undefined)).toHaveLength(1);
    }
  },
);
