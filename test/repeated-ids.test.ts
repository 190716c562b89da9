import { describe, expect, test } from "vitest";
import type { AnyValue, Span } from "../src/index.js";
import { lasting, mapped, plainOf, saying, span, under } from "./spans.js";

type Attributes = Readonly<Record<string, string | number | AnyValue>>;

const COST = "fiddler.span.user.gen_ai.cost.total_cost";

let callsMade = 0;

/** A customer's call in a trace of its own: everything on it is its own, but for what is given. */
function callOf(who: string | number, attributes: Attributes, from: number, duration: number): Span {
  const id = ++callsMade;
  return span(
    {
      "llm.request.type": "acompletion",
      "gen_ai.request.model": "llama3",
      "litellm.call_id": `call-${id}`,
      "gen_ai.response.id": `response-${id}`,
      "metadata.user_api_key_hash": `key-${who}`,
      "gen_ai.input.messages": saying("user", `question ${id}`),
      "gen_ai.usage.input_tokens": 10,
      "gen_ai.cost.total_cost": { doubleValue: 0.25 },
      ...attributes,
    },
    { traceId: id.toString(16).padStart(32, "0"), ...lasting(from, from + duration) },
  );
}

/** How many calls there are, and what they cost together. */
function billed(calls: readonly Span[]): { readonly calls: number; readonly cost: number } {
  const { spans, types } = mapped(calls);
  const cost = spans.map((each) => Number(plainOf(each, COST) ?? 0)).reduce((sum, each) => sum + each, 0);
  return { calls: types.filter((type) => type === "llm").length, cost };
}

const times = (count: number, make: (at: number) => Span) => Array.from({ length: count }, (_, at) => make(at));

describe("calls that share an id, a question or a moment are all billed", () => {
  const cached = { "gen_ai.response.id": "chatcmpl-cached", "gen_ai.input.messages": saying("user", "Opening hours?") };
  const redacted = {
    "gen_ai.input.messages": '[{"role": "user", "parts": [{"type": "text", "content": "redacted-by-litellm"}]}]',
  };
  test.each<[string, readonly Span[]]>([
    ["a cached answer for two customers, 2 ms apart", [callOf("A", cached, 0, 5), callOf("B", cached, 2, 5)]],
    [
      "a server whose answers all have one id, 50 customers at once",
      times(50, (at) => callOf(at, { "gen_ai.response.id": "chatcmpl-A1" }, at * 10, 1000)),
    ],
    [
      "a server that draws ids from a few, many calls at once",
      times(300, (at) => callOf(at % 7, { "gen_ai.response.id": `chatcmpl-${(at * 48271) % 99}` }, at * 50, 5000)),
    ],
    [
      "three questions of one customer to a server with short ids",
      times(3, (at) => callOf("A", { "gen_ai.response.id": "chatcmpl-7" }, at * 5, 300)),
    ],
    ["two redacted calls of two customers in one moment", [callOf("A", redacted, 0, 1000), callOf("B", redacted, 0, 1000)]],
    [
      "one question of two customers in one moment",
      [
        callOf("A", { ...cached, "gen_ai.response.id": "a" }, 0, 1000),
        callOf("B", { ...cached, "gen_ai.response.id": "b" }, 0, 1000),
      ],
    ],
    ["a caller that gives one call id to many requests", times(200, (at) => callOf("A", { "litellm.call_id": "x" }, at, 1000))],
    ["a failed attempt and the next one", [{ ...callOf("A", cached, 0, 5), status: { code: 2 } }, callOf("A", cached, 2, 5)]],
  ])("%s", (_what, calls) => {
    expect(billed(calls)).toEqual({ calls: calls.length, cost: calls.length / 4 });
    expect(billed(calls.toReversed())).toEqual({ calls: calls.length, cost: calls.length / 4 });
  });
});

describe("of two spans with one response id that overlap, one fact that differs makes two calls", () => {
  const telling = (attributes: Attributes, from: number) =>
    span(
      { "llm.request.type": "acompletion", "gen_ai.response.id": "r", ...attributes },
      { ...lasting(from, 100), traceId: `${from}`.repeat(32) },
    );

  test.each<[string, Attributes, Attributes]>([
    ["the question", { "gen_ai.input.messages": saying("user", "U") }, { "gen_ai.input.messages": saying("user", "V") }],
    [
      "the answer",
      { "gen_ai.output.messages": saying("assistant", "A") },
      { "gen_ai.output.messages": saying("assistant", "B") },
    ],
    ["the call id", { "litellm.call_id": "a" }, { "litellm.call_id": "b" }],
    ["the key, in the default mode", { "metadata.user_api_key_hash": "a" }, { "metadata.user_api_key_hash": "b" }],
    ["the key, in V2", { "litellm.api_key.hash": "a" }, { "litellm.api_key.hash": "b" }],
    ["the team, in V2", { "litellm.team.id": "a" }, { "litellm.team.id": "b" }],
    ["the end user, in V2", { "litellm.end_user.id": "a" }, { "litellm.end_user.id": "b" }],
    ["the key, one in each mode", { "litellm.api_key.hash": "a" }, { "metadata.user_api_key_hash": "b" }],
  ])("%s", (_fact, one, other) => {
    expect(mapped([telling(one, 1), telling(other, 2)]).types).toEqual(["llm", "llm"]);
    expect(mapped([telling(one, 1), telling(one, 2)]).types).toEqual(["llm", "chain"]);
    expect(mapped([telling(one, 1), telling({}, 2)]).types).toEqual(["llm", "chain"]);
  });
});

test("two answers with one id to one question, reported only by raw request spans, are two calls, and one that is reported twice is one", () => {
  const raw = (answer: string, traceId: string) =>
    span(
      {
        "llm.openai.id": "chatcmpl-A1",
        "llm.openai.messages": "[{'role': 'user', 'content': 'U'}]",
        "llm.openai.choices": `[{'text': '${answer}'}]`,
      },
      { name: "raw_gen_ai_request", traceId },
    );
  const typesOf = (...spans: readonly Span[]) => mapped(spans, { recoverFromRawRequest: true }).types;
  expect(typesOf(raw("A", "1".repeat(32)), raw("B", "2".repeat(32)))).toEqual(["llm", "llm"]);
  expect(typesOf(raw("A", "1".repeat(32)), raw("A", "2".repeat(32)))).toEqual(["llm", "chain"]);
});

describe("what is reported twice and three times is billed once", () => {
  const root = (call: Span) => ({ ...call, spanId: "a".repeat(16), parentSpanId: null });
  const beneath = (call: Span) => ({ ...call, spanId: "b".repeat(16), parentSpanId: "a".repeat(16) });
  const elsewhere = (call: Span) => ({ ...call, spanId: "c".repeat(16), traceId: "f".repeat(32) });

  test.each(["acompletion", "arerank", "aspeech", "atranscription", "aocr", "aembedding", "aimage_generation"])(
    "%s",
    (operation) => {
      const call = callOf("A", { "llm.request.type": operation }, 0, 1000);
      const told = [root(call), beneath(call), elsewhere(call)];
      expect(billed(told).cost).toBe(0.25);
      expect(billed(told.toReversed()).cost).toBe(0.25);
      expect(mapped(told).codes).toEqual(["duplicate-call", "duplicate-call"]);
    },
  );

  test("a span that was sent twice, after the answer to the first batch was lost", () => {
    const call = callOf("A", {}, 0, 1000);
    expect(billed([call, call])).toEqual({ calls: 1, cost: 0.25 });
    const raw = span({ "llm.openai.messages": "[]" }, { name: "raw_gen_ai_request", ...under(call) });
    expect(billed([call, raw, { ...call }, { ...raw }])).toEqual({ calls: 1, cost: 0.25 });
  });
});
