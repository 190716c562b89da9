/**
 * LiteLLM's SDK writes calls onto the active span of an application, one over the other. An attribute that is written again moves
 * behind the others, so what the last call does not have stands in front of all that it has.
 */
import { describe, expect, test } from "vitest";
import type { MappingOptions, Span } from "../src/index.js";
import { type Attributes, RECOVER, raw } from "./raw-spans.js";
import { lasting, mapped, plainOf, resourceOf, saying, scopeOf, span, under } from "./spans.js";

const ANSWER = saying("assistant", "Answer.");
const EMPTY_ANSWER = '[{"role": "assistant", "parts": []}]';
const USAGE = { "gen_ai.usage.input_tokens": 23, "gen_ai.usage.output_tokens": 11, "gen_ai.cost.total_cost": 1 };
const CALLED = { "gen_ai.completion.0.function_call.name": "look_up", "gen_ai.completion.0.function_call.arguments": "{}" };

/** What LiteLLM writes of a call, in its order; the response is behind the request. */
const written = (id: string, user: string, response: Attributes): Attributes => ({
  "metadata.applied_guardrails": "[]",
  hidden_params: "{}",
  "gen_ai.request.model": "m",
  "llm.request.type": "completion",
  "gen_ai.response.id": id,
  "litellm.call_id": `call-${id}`,
  "gen_ai.input.messages": saying("user", user),
  "gen_ai.operation.name": "chat",
  ...response,
});

const failedCall = written("failed", "Bad one", { "error.type": "InternalServerError" });
const rawOfFirst = (parent: Span) =>
  raw(
    { id: "first", messages: "[{'role': 'user', 'content': 'First'}]", usage: "{'prompt_tokens': 23, 'completion_tokens': 11}" },
    { ...under(parent), ...lasting(10, 20) },
  );

const mappedIn = (scope: string, spans: readonly Span[], options: MappingOptions = {}) =>
  mapped(
    { resourceSpans: [resourceOf("shop", scopeOf(scope, ...spans.slice(0, 1)), scopeOf("litellm", ...spans.slice(1)))] },
    { scopeNames: ["litellm"], ...options },
  );

const TEXTS = ["gen_ai.llm.input.system", "gen_ai.llm.input.user", "gen_ai.llm.output"];
const textsOf = (one: Span | undefined) => TEXTS.map((key) => plainOf(one, key));
const TOKENS = "gen_ai.usage.input_tokens";
const COST = "fiddler.span.user.gen_ai.cost.total_cost";

describe("what an earlier call has left on the span is not said by the last one", () => {
  test.each<[string, Attributes, Attributes, readonly unknown[]]>([
    [
      "its system instructions",
      { "gen_ai.system_instructions": "Be brief." },
      { "gen_ai.output.messages": ANSWER },
      [undefined, "Q", "Answer."],
    ],
    ["the calls in its answer", CALLED, { "gen_ai.output.messages": EMPTY_ANSWER }, [undefined, "Q", undefined]],
    ["the calls in its answer, where there is no other", CALLED, {}, [undefined, "Q", undefined]],
    ["its answer", { "gen_ai.output.messages": ANSWER }, { "error.type": "Timeout" }, [undefined, "Q", undefined]],
  ])("%s", (_what, left, response, texts) => {
    expect(textsOf(mappedIn("shop", [span({ ...left, ...written("a", "Q", response) })]).spans[0])).toEqual(texts);
  });

  test("all of it stays as an attribute", () => {
    const { spans } = mappedIn("shop", [
      span({ "gen_ai.system_instructions": "Be brief.", ...CALLED, ...written("a", "Q", {}) }),
    ]);
    expect(plainOf(spans[0], "gen_ai.system_instructions")).toBe("Be brief.");
    expect(plainOf(spans[0], "gen_ai.completion.0.function_call.name")).toBe("look_up");
  });
});

describe("what the call itself has is said", () => {
  const left = { "gen_ai.system_instructions": "Be brief.", "gen_ai.output.messages": ANSWER };
  const all = ["Be brief.", "Q", "Answer."];
  const { hidden_params: _, "metadata.applied_guardrails": __, ...withoutHidden } = written("a", "Q", {});
  const byName = (one: Attributes) => Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));

  test.each<[string, string, Attributes]>([
    ["in LiteLLM's order", "shop", written("a", "Q", left)],
    ["on a span of LiteLLM's own, whatever the order", "litellm", { ...left, ...written("a", "Q", {}) }],
    ["where somebody sorted the attributes by name", "shop", byName(written("a", "Q", left))],
    ["where there are no hidden parameters", "shop", { ...left, "metadata.own": "x", ...withoutHidden }],
  ])("%s", (_what, scope, attributes) => {
    expect(textsOf(mappedIn(scope, [span(attributes)]).spans[0])).toEqual(all);
  });
});

test("a raw request of an earlier call that has the last one's usage by chance takes nothing from it", () => {
  const response = { ...USAGE, "gen_ai.output.messages": ANSWER };
  const step = span({ "gen_ai.system_instructions": "Be brief.", ...written("last", "Last", response) }, lasting(0, 100));
  const rawOfLast = raw({ id: "last" }, { ...under(step), ...lasting(30, 40) });
  const { spans, types, codes } = mappedIn("shop", [step, rawOfFirst(step), rawOfLast], RECOVER);
  expect(types).toEqual(["llm", "llm", "chain"]);
  expect(spans.map((each) => plainOf(each, TOKENS))).toEqual(["23", "23", undefined]);
  expect(codes).toEqual([]);
});

describe("a failed call behind one that has left its usage", () => {
  const onSpan = (members: Span = {}) =>
    span(
      { ...USAGE, "gen_ai.output.messages": ANSWER, ...failedCall },
      { name: "step", ...lasting(0, 100), status: { code: 1 }, ...members },
    );

  test.each<[string, Span]>([
    ["that the application survived", {}],
    ["that ended the span too", { status: { code: 2 } }],
  ])("%s: with recovery each call is shown with its own words and numbers", (_what, members) => {
    const step = onSpan(members);
    const { spans, types, issues } = mappedIn("shop", [step, rawOfFirst(step)], RECOVER);
    expect(types).toEqual(["llm", "llm"]);
    expect(spans.map(textsOf)).toEqual([
      [undefined, "Bad one", undefined],
      [undefined, "First", "A"],
    ]);
    expect(spans.map((each) => plainOf(each, TOKENS))).toEqual([undefined, "23"]);
    expect(spans.map((each) => plainOf(each, "gen_ai.usage.total_tokens"))).toEqual([undefined, "34"]);
    expect(spans.map((each) => plainOf(each, COST))).toEqual([undefined, 1]);
    expect(issues.map(({ code, spanId }) => [code, spanId])).toEqual([["duplicate-call", step.spanId]]);
  });

  test("of two raw requests with that usage the cost is the last one's", () => {
    const step = onSpan();
    const later = (from: number, id: string) => ({ ...rawOfFirst(step), ...lasting(from, from + 5), spanId: id.repeat(16) });
    for (const raws of [
      [later(10, "a"), later(30, "b")],
      [later(30, "b"), later(10, "a")],
    ]) {
      const { spans } = mappedIn("shop", [step, ...raws], RECOVER);
      expect(spans.flatMap((each) => (plainOf(each, COST) === undefined ? [] : [each.spanId]))).toEqual(["b".repeat(16)]);
    }
  });

  test("a cost that is the last call's own stays where it is", () => {
    const { "gen_ai.cost.total_cost": cost, ...tokens } = USAGE;
    const step = span({ ...tokens, ...failedCall, "gen_ai.cost.total_cost": cost }, { name: "step", ...lasting(0, 100) });
    const { spans } = mappedIn("shop", [step, rawOfFirst(step)], RECOVER);
    expect(spans.map((each) => plainOf(each, COST))).toEqual(["1", undefined]);
  });

  test.each<[string, MappingOptions, (step: Span) => readonly Span[]]>([
    ["without recovery", {}, (step) => [step, rawOfFirst(step)]],
    ["without its raw request", RECOVER, (step) => [step]],
    [
      "where a length limit has cut the usage of its raw request, which has none to show then,",
      RECOVER,
      (step) => [
        step,
        raw({ id: "first", usage: "{'prompt_tokens': 23, 'completion_tokens': 11, 'to" }, { ...under(step), ...lasting(10, 20) }),
      ],
    ],
    ["where duplicates are kept", { ...RECOVER, duplicates: "keep" }, (step) => [step, rawOfFirst(step)]],
    [
      "beside the raw request of another call",
      RECOVER,
      (step) => [
        step,
        raw({ id: "x", usage: "{'prompt_tokens': 1, 'completion_tokens': 2}" }, { ...under(step), ...lasting(10, 20) }),
      ],
    ],
  ])("%s the usage stays where it is", (_what, options, spansOn) => {
    const { spans } = mappedIn("shop", spansOn(onSpan()), options);
    expect(plainOf(spans[0], TOKENS)).toBe("23");
  });
});
