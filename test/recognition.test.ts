import { describe, expect, test } from "vitest";
import { type MappingOptions, mapLiteLLMTraces, type Span } from "../src/index.js";
import { attribute, mapped, plainOf, resourceOf, saying, scopeOf, span, spansOf } from "./spans.js";

const BY_SCOPE: MappingOptions = { scopeNames: ["litellm"] };
const inShop = (...spans: readonly Span[]) => ({ resourceSpans: [resourceOf("shop", scopeOf("shop.http", ...spans))] });

describe("LiteLLM's call on a span of the application (from 1.81)", () => {
  const CALL_MARKS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["its request type and hidden parameters", { "llm.request.type": "acompletion", hidden_params: "{}" }],
    ["its request type and another key of LiteLLM's", { "llm.request.type": "acompletion", "litellm.model_group": "m" }],
    ["V2's call type and another key of LiteLLM's", { "litellm.call_type": "acompletion", "litellm.call_id": "c" }],
    ["V2's call type and hidden parameters", { "litellm.call_type": "acompletion", hidden_params: "{}" }],
  ];

  test.each(CALL_MARKS)("is recognised by %s", (_what, marks) => {
    const call = span({ "http.route": "/order", ...marks, "metadata.a": "1", "gen_ai.input.messages": saying("user", "U") });
    const { spans, types } = mapped(inShop(call), BY_SCOPE);
    expect(types).toEqual(["llm"]);
    expect(plainOf(spans[0], "gen_ai.llm.input.user")).toBe("U");
    expect(plainOf(spans[0], "fiddler.span.user.metadata.a")).toBe("1");
    expect(plainOf(spans[0], "http.route")).toBe("/order");
  });

  test.each(CALL_MARKS)("is not mapped where the host asked for no scopes: %s", (_what, marks) => {
    const traces = inShop(span(marks));
    expect(mapLiteLLMTraces(traces)).toBe(traces);
  });

  test.each([
    ["a request type alone, which OpenLLMetry writes too", { "llm.request.type": "chat" }],
    ["a call type alone", { "litellm.call_type": "acompletion" }],
    ["hidden parameters alone", { hidden_params: "{}" }],
    ["keys of LiteLLM's alone", { "litellm.call_id": "c", "litellm.model_group": "m" }],
    ["an operation", { "gen_ai.operation.name": "chat", hidden_params: "{}" }],
    ["a name that only begins like LiteLLM's", { "llm.request.type": "chat", litellmx: "1" }],
  ])("is not recognised by %s", (_what, attributes) => {
    const traces = inShop(span(attributes));
    expect(mapLiteLLMTraces(traces, BY_SCOPE)).toBe(traces);
    const beside = { resourceSpans: [resourceOf("shop", scopeOf("shop.http", span(attributes)), scopeOf("litellm", span({})))] };
    expect(spansOf(mapLiteLLMTraces(beside, BY_SCOPE))[0]).toBe(spansOf(beside)[0]);
  });

  test("makes its resource LiteLLM's, and the other spans of its scope stay the application's", () => {
    const own = span({ "http.route": "/" });
    expect(mapped(inShop(own, span({ "llm.request.type": "acompletion", hidden_params: "{}" })), BY_SCOPE)).toMatchObject({
      types: [undefined, "llm"],
      codes: [],
    });
  });
});

describe("the other spans of an application", () => {
  const own = span([attribute("http.route", "/"), attribute("metadata.a", "1"), attribute("gen_ai.usage.input_tokens", "5")]);
  const typed = span({ "fiddler.span.type": "tool" });
  const traces = {
    resourceSpans: [
      resourceOf("shop", scopeOf("http", own, typed), scopeOf("litellm", span({ "llm.request.type": "acompletion" }))),
    ],
  };

  test.each<[string, MappingOptions]>([
    ["by default", BY_SCOPE],
    ['with "pass"', { ...BY_SCOPE, otherScopes: "pass" }],
  ])("pass by reference %s", (_what, options) => {
    const after = mapLiteLLMTraces(traces, options);
    expect(after.resourceSpans?.[0]?.scopeSpans?.[0]).toBe(traces.resourceSpans[0]?.scopeSpans?.[0]);
    expect(plainOf(spansOf(after)[2], "fiddler.span.type")).toBe("llm");
  });

  test('are chains and nothing else with "chain", but for those that came with a type', () => {
    const [first, second, call] = spansOf(mapLiteLLMTraces(traces, { ...BY_SCOPE, otherScopes: "chain" }));
    expect(first).toEqual({ ...own, attributes: [...(own.attributes ?? []), attribute("fiddler.span.type", "chain")] });
    expect(second).toBe(typed);
    expect(plainOf(call, "fiddler.span.type")).toBe("llm");
  });

  test("are nobody's business where no scope is LiteLLM's, with \"chain\" too", () => {
    const others = inShop(own);
    expect(mapLiteLLMTraces(others, { ...BY_SCOPE, otherScopes: "chain" })).toBe(others);
  });

  test("keep their credentials and raise no issue", () => {
    const leaking = inShop(
      span({ "url.query": "key=abc", "gen_ai.operation.name": "x" }),
      span({ "llm.request.type": "acompletion", hidden_params: "" }),
    );
    const { spans, codes } = mapped(leaking, { ...BY_SCOPE, otherScopes: "chain" });
    expect(plainOf(spans[0], "url.query")).toBe("key=abc");
    expect(codes).toEqual([]);
  });
});

describe("litellm-not-recognised", () => {
  const ours = scopeOf("litellm", span({}), span({}));
  const marked = scopeOf("http", span({}), span({ "llm.request.type": "acompletion", hidden_params: "{}" }));
  const other = scopeOf("http", span({}));
  const reported = (resourceSpans: Parameters<typeof mapLiteLLMTraces>[0]["resourceSpans"], options: MappingOptions = {}) =>
    mapped({ resourceSpans } as never, options).issues.filter(({ code }) => code === "litellm-not-recognised");

  test.each([
    ["a scope of LiteLLM's", [ours]],
    ["a call of LiteLLM's on another's span", [marked]],
    ["both, behind others", [other, marked, ours]],
  ])("is said once of a resource with %s", (_what, scopes) => {
    const issues = reported([resourceOf("shop", ...scopes)]);
    expect(issues).toStrictEqual([
      {
        code: "litellm-not-recognised",
        severity: "warning",
        message:
          'Spans of LiteLLM are in the resource of service "shop" and were not mapped: for a proxy of that name add it to serviceNames, ' +
          'for an application that calls LiteLLM set scopeNames to ["litellm"]',
        traceId: "0af7651916cd43dd8448eb211c80319c",
        spanId: scopes[0]?.spans?.[0]?.spanId,
        key: "service.name",
      },
    ]);
  });

  test("of each such resource", () => {
    expect(reported([resourceOf("shop", ours), resourceOf("a", other), resourceOf("desk", marked)])).toHaveLength(2);
  });

  test.each<[string, Parameters<typeof reported>[0], MappingOptions]>([
    ["nothing of LiteLLM's", [resourceOf("shop", other)], {}],
    ["a scope of a similar name", [resourceOf("shop", scopeOf("litellm-plus", span({})))], {}],
    ["a service that is LiteLLM's", [resourceOf("litellm", ours)], {}],
    ["a service that the host named", [resourceOf("shop", ours)], { serviceNames: ["shop"] }],
    ["a scope that the host named", [resourceOf("shop", ours, marked)], BY_SCOPE],
    ["nothing at all", [{}, { scopeSpans: [] }], {}],
  ])("is not said of %s", (_what, resourceSpans, options) => {
    expect(reported(resourceSpans, options)).toEqual([]);
  });

  test.each<[string, Parameters<typeof reported>[0], string]>([
    ["no service name", [{ scopeSpans: [ours] }], "a resource without service.name and were not mapped: for an application"],
    ["a service name of any length", [resourceOf("s".repeat(5000), ours)], `service "${"s".repeat(100)}" `],
    ["a service name with quotes", [resourceOf('a "b"', ours)], 'service "a \\"b\\"" '],
  ])("names %s", (_what, resourceSpans, words) => {
    expect(reported(resourceSpans)[0]?.message).toContain(words);
  });
});
