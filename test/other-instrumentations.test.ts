import { describe, expect, test } from "vitest";
import type { AnyValue, MappingOptions, Span } from "../src/index.js";
import { attribute, lasting, type Mapped, mapped, plainOf, resourceOf, saying, scopeOf, span, under } from "./spans.js";

type Attributes = Readonly<Record<string, string | number | AnyValue>>;

const USAGE = { "gen_ai.usage.input_tokens": 40, "gen_ai.usage.output_tokens": 20 };

/** A call as LiteLLM reports it. */
const call = (attributes: Attributes = {}, members: Span = {}) =>
  span(
    { "llm.request.type": "acompletion", "gen_ai.request.model": "gpt-4o-mini", hidden_params: "{}", ...USAGE, ...attributes },
    members,
  );

/** A call as another instrumentation reports it: its own operation, and the model by the provider's name. */
const theirs = (attributes: Attributes = {}, members: Span = {}) =>
  span(
    { "gen_ai.operation.name": "chat", "gen_ai.request.model": "openai/gpt-4o-mini", ...USAGE, ...attributes },
    { name: "chat gpt-4o-mini", ...members },
  );

/** A sum over calls, as agent frameworks report it. */
const sum = (operation: string, members: Span = {}) =>
  span({ "gen_ai.operation.name": operation, ...USAGE }, { name: operation, ...members });

/** The same span with an answer. */
const answering = (one: Span, answer: string): Span => ({
  ...one,
  attributes: [...(one.attributes ?? []), attribute("gen_ai.output.messages", saying("assistant", answer))],
});

const OTHER_TRACE = { traceId: "1".repeat(32) };

/** Spans of LiteLLM's scope and of another in one resource of LiteLLM's. */
function beside(ours: readonly Span[], others: readonly Span[], options: MappingOptions = {}, scope = "their.tracer"): Mapped {
  return mapped({ resourceSpans: [resourceOf("litellm", scopeOf("litellm", ...ours), scopeOf(scope, ...others))] }, options);
}

const tokensOf = ({ spans }: Mapped) => spans.map((each) => plainOf(each, "gen_ai.usage.input_tokens"));

describe("a span of another instrumentation that reports a call of LiteLLM's again is a chain without usage", () => {
  const ours = call({ "gen_ai.response.id": "r", "gen_ai.input.messages": saying("user", "U") });
  const root = span({}, { name: "agent run" });
  const between = span({}, { name: "step", ...under(root) });
  test.each<[string, readonly Span[], readonly Span[]]>([
    ["under the call, as OpenAI's own", [ours], [theirs({}, under(ours))]],
    ["deep under the call", [ours, { ...between, ...under(ours) }], [theirs({}, under(between))]],
    [
      "above the call, as ADK's and Strands'",
      [{ ...ours, parentSpanId: "a".repeat(16) }],
      [theirs({}, { spanId: "a".repeat(16) })],
    ],
    ["by the response id, in another trace", [ours], [theirs({ "gen_ai.response.id": "r" }, OTHER_TRACE)]],
    ["by the response id as Langtrace writes it", [ours], [theirs({ "gen_ai.response_id": "r" }, OTHER_TRACE)]],
    ["by what the user said", [ours], [theirs({ "gen_ai.input.messages": saying("user", "U") }, OTHER_TRACE)]],
    [
      "by the response id, though it counts the cache apart",
      [ours],
      [theirs({ "gen_ai.response.id": "r", "gen_ai.usage.input_tokens": 4 }, OTHER_TRACE)],
    ],
    [
      "by the response id, though it shows thoughts with the answer",
      [answering(ours, "A")],
      [answering(theirs({ "gen_ai.response.id": "r" }, OTHER_TRACE), "Hm. A")],
    ],
    ["with usage and no operation that is known", [ours], [theirs({ "gen_ai.operation.name": "their_chat" }, under(ours))]],
    ["that failed, without usage", [ours], [span({ "gen_ai.operation.name": "chat" }, { ...under(ours), status: { code: 2 } })]],
  ])("%s", (_where, own, others) => {
    const result = beside(own, others);
    expect(result.types.filter((type) => type === "llm")).toHaveLength(1);
    expect(plainOf(result.spans[own.indexOf(own[0] as Span)], "fiddler.span.type")).toBe("llm");
    expect(tokensOf(result).filter((tokens) => tokens !== undefined)).toEqual(["40"]);
    expect(result.codes.filter((code) => code !== "operation-unknown")).toEqual(["duplicate-call"]);
  });

  test.each<[string, Span, Span]>([
    ["before it", lasting(200, 300), lasting(0, 100)],
    ["after it", lasting(0, 100), lasting(200, 300)],
    ["at no time", lasting(0, 100), { startTimeUnixNano: null, endTimeUnixNano: null }],
  ])("not by the response id of a call that was %s: servers repeat ids", (_when, times, others) => {
    const id = { "gen_ai.response.id": "r" };
    expect(beside([call(id, times)], [theirs(id, { ...OTHER_TRACE, ...others })]).types).toEqual(["llm", "llm"]);
  });

  test.each<[string, Span, Span]>([
    ["ends as the other begins", lasting(0, 100), lasting(100, 200)],
    ["begins as the other ends", lasting(100, 200), lasting(0, 100)],
  ])("by the response id, where LiteLLM's call %s", (_when, times, others) => {
    const id = { "gen_ai.response.id": "r" };
    expect(beside([call(id, times)], [theirs(id, { ...OTHER_TRACE, ...others })]).types).toEqual(["llm", "chain"]);
  });

  test('stays as it is with duplicates: "keep"', () => {
    const result = beside([ours], [theirs({}, under(ours))], { duplicates: "keep" });
    expect(result.types).toEqual(["llm", "llm"]);
    expect(tokensOf(result)).toEqual(["40", "40"]);
  });

  test.each(["", "litellm"])("scope %j may be LiteLLM's own: its span is no other instrumentation's", (scope) => {
    expect(beside([ours], [theirs({}, { ...under(ours), ...lasting(1, 999) })], {}, scope).types).toEqual(["llm", "llm"]);
  });

  test("nor is one of a scope that the host named", () => {
    const request = {
      resourceSpans: [
        resourceOf("shop", scopeOf("gateway", ours), scopeOf("edge", theirs({}, { ...under(ours), ...lasting(1, 999) }))),
      ],
    };
    expect(mapped(request, { scopeNames: ["gateway", "edge"] }).types).toEqual(["llm", "llm"]);
  });

  test("a call that LiteLLM wrote onto the other's span is LiteLLM's", () => {
    const marked = call({}, under(ours));
    expect(beside([{ ...ours, ...lasting(0, 1) }], [{ ...marked, ...lasting(5, 6) }]).types).toEqual(["llm", "llm"]);
  });
});

describe("where no span of LiteLLM's reports the call, the other's stays", () => {
  const ours = call({ "gen_ai.response.id": "r", "gen_ai.input.messages": saying("user", "U") }, lasting(0, 1000));
  const root = span({}, { name: "agent run" });
  test.each<[string, readonly Span[], readonly Span[], number]>([
    ["alone", [], [theirs()], 1],
    ["beside a call under the same span", [{ ...ours, ...under(root) }, root], [theirs({}, under(root))], 2],
    ["under the call, with another response id", [ours], [theirs({ "gen_ai.response.id": "x" }, under(ours))], 2],
    [
      "under the call, where the user said something else",
      [ours],
      [theirs({ "gen_ai.input.messages": saying("user", "V") }, under(ours))],
      2,
    ],
    ["under the call, which failed", [{ ...ours, status: { code: 2 } }], [theirs({}, under(ours))], 2],
    [
      "with the same response id, after the call ended",
      [ours],
      [theirs({ "gen_ai.response.id": "r" }, { ...OTHER_TRACE, ...lasting(2000, 3000) })],
      2,
    ],
    [
      "with the same words, after the call ended",
      [ours],
      [theirs({ "gen_ai.input.messages": saying("user", "U") }, { ...OTHER_TRACE, ...lasting(2000, 3000) })],
      2,
    ],
    ["in another trace", [ours], [theirs({}, { ...OTHER_TRACE, ...under(ours) })], 2],
    [
      "with the same words in another trace, and other tokens",
      [ours],
      [theirs({ "gen_ai.input.messages": saying("user", "U"), "gen_ai.usage.input_tokens": 77 }, OTHER_TRACE)],
      2,
    ],
    [
      "with the same response id in another trace, another answer and other tokens",
      [answering(ours, "A")],
      [answering(theirs({ "gen_ai.response.id": "r", "gen_ai.usage.output_tokens": 55 }, OTHER_TRACE), "B")],
      2,
    ],
    [
      "with the same words in another trace, and another answer",
      [{ ...ours, attributes: [...(ours.attributes ?? []), attribute("gen_ai.output.messages", saying("assistant", "A"))] }],
      [theirs({ "gen_ai.input.messages": saying("user", "U"), "gen_ai.output.messages": saying("assistant", "B") }, OTHER_TRACE)],
      2,
    ],
    [
      "with the same words in another trace, where it failed",
      [ours],
      [theirs({ "gen_ai.input.messages": saying("user", "U") }, { ...OTHER_TRACE, status: { code: 2 } })],
      2,
    ],
  ])("%s", (_where, own, others, calls) => {
    const result = beside(own, others);
    expect(result.types.filter((type) => type === "llm")).toHaveLength(calls);
    expect(tokensOf(result).filter((tokens) => tokens !== undefined)).toHaveLength(calls);
    expect(result.codes).toEqual([]);
  });

  test("a raw request span of that call is then not reported as call-not-told", () => {
    const raw = span({ "llm.openai.id": "r", "llm.openai.choices": "[]" }, { name: "raw_gen_ai_request" });
    expect(beside([raw], [theirs({ "gen_ai.response.id": "r" }, { ...OTHER_TRACE, ...lasting(5000, 6000) })]).codes).toEqual([]);
  });
});

describe("two other instrumentations report a call of which LiteLLM has a raw request span alone", () => {
  const withoutUsage = (one: Span): Span => ({
    ...one,
    attributes: (one.attributes ?? []).filter(({ key }) => !(key ?? "").startsWith("gen_ai.usage.")),
  });
  const upper = theirs({ "gen_ai.input.messages": saying("user", "U") });
  const between = span({}, { name: "step", ...under(upper) });
  const lower = theirs({ "gen_ai.response.id": "r" }, under(upper));
  const raw = span({ "llm.openai.id": "r", "llm.openai.choices": "[]" }, { name: "raw_gen_ai_request", ...under(upper) });

  test.each<[string, readonly Span[], readonly string[], readonly (string | undefined)[]]>([
    ["the lower one stays", [upper, lower], ["chain", "llm"], [undefined, "40"]],
    [
      "the lower one stays, deep below",
      [upper, between, { ...lower, ...under(between) }],
      ["chain", "chain", "llm"],
      [undefined, undefined, "40"],
    ],
    [
      "the upper one stays that alone has the usage of a stream",
      [upper, withoutUsage(lower)],
      ["llm", "chain"],
      ["40", undefined],
    ],
    [
      "the lower one stays where none has it",
      [withoutUsage(upper), withoutUsage(lower)],
      ["chain", "llm"],
      [undefined, undefined],
    ],
  ])("%s", (_what, others, types, tokens) => {
    const result = beside([raw], others);
    expect(result.types).toEqual(["chain", ...types]);
    expect(tokensOf(result)).toEqual([undefined, ...tokens]);
  });

  test.each<[string, Span]>([
    ["with other words", theirs({ "gen_ai.input.messages": saying("user", "V") }, under(upper))],
    ["with another number of tokens in", theirs({ "gen_ai.usage.input_tokens": 39 }, under(upper))],
    ["with another number of tokens out", theirs({ "gen_ai.usage.output_tokens": 19 }, under(upper))],
    ["that failed", theirs({}, { ...under(upper), status: { code: 2 } })],
    ["in another trace", theirs({}, { ...under(upper), ...OTHER_TRACE })],
  ])("one below the other %s is a call of its own", (_what, other) => {
    expect(beside([], [upper, other]).types).toEqual(["llm", "llm"]);
  });
});

describe.each(["invoke_agent", "invoke_workflow"])("a span of %s, which reports a sum over calls", (operation) => {
  const agent = sum(operation);
  const step = span({}, { name: "step", ...under(agent) });

  test.each<[string, readonly Span[], readonly Span[]]>([
    ["a call of LiteLLM's", [call({}, under(agent))], [agent]],
    ["a call of LiteLLM's deeper down", [step, call({}, under(step))], [agent]],
    ["a call that another instrumentation alone reports", [], [agent, theirs({}, under(agent))]],
    ["LiteLLM's own agent", [agent, call({}, under(agent))], []],
  ])("has no usage above %s", (_what, ours, others) => {
    const result = beside(ours, others);
    expect(tokensOf(result).filter((tokens) => tokens !== undefined)).toEqual(["40"]);
    expect(result.types.filter((type) => type === "llm")).toHaveLength(1);
    expect(result.codes).toEqual(["duplicate-call"]);
  });

  test.each<[string, readonly Span[]]>([
    ["nothing", []],
    ["a call in another branch", [call()]],
    ["spans that report no call", [step]],
  ])("keeps its usage above %s, and is a chain", (_what, ours) => {
    const result = beside(ours, [agent]);
    expect(plainOf(result.spans.at(-1), "gen_ai.usage.input_tokens")).toBe("40");
    expect(plainOf(result.spans.at(-1), "fiddler.span.type")).toBe("chain");
    expect(result.codes).toEqual([]);
  });

  test("its parents in a circle do not hang", () => {
    const [a, b] = [
      sum(operation, { spanId: "a".repeat(16), parentSpanId: "b".repeat(16) }),
      theirs({}, { spanId: "b".repeat(16), parentSpanId: "a".repeat(16) }),
    ];
    expect(tokensOf(beside([call()], [a, b]))).toEqual(["40", undefined, "40"]);
  });
});

describe("a span of LiteLLM's other callbacks, which has the conventions' names alone", () => {
  const bare = (attributes: Attributes = {}, members: Span = {}) =>
    span({ "gen_ai.operation.name": "chat", ...USAGE, ...attributes }, { ...OTHER_TRACE, ...members });

  test("is an echo of the call that starts and ends with it", () => {
    const result = mapped([call(), bare()]);
    expect(result.types).toEqual(["llm", "chain"]);
    expect(tokensOf(result)).toEqual(["40", undefined]);
  });

  test.each<[string, Span]>([
    ["ends with it alone", bare({}, lasting(1, 1000))],
    ["starts with it alone", bare({}, lasting(0, 999))],
    ["has another response id", bare({ "gen_ai.response.id": "x" })],
    ["has its own call type", bare({ "llm.request.type": "acompletion", "gen_ai.request.model": "other" })],
    ["has its own messages", bare({ "gen_ai.input.messages": saying("user", "V") })],
    ["failed", bare({}, { status: { code: 2 } })],
  ])("is a call of its own where it %s", (_what, other) => {
    expect(mapped([call({ "gen_ai.response.id": "r" }), other]).types).toEqual(["llm", "llm"]);
  });

  test("is a call of its own where no marked span is there", () => {
    expect(mapped([bare(), bare({ "gen_ai.request.model": "m" })]).types).toEqual(["llm", "llm"]);
  });
});
