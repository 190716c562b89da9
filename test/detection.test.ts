import { describe, expect, test } from "vitest";
import { mapLiteLLMSpan, mapLiteLLMTraces, type ResourceSpans } from "../src/index.js";
import { attribute, plainOf, span } from "./spans.js";

const CHAT = { "gen_ai.operation.name": "chat" };

function resourceSpans(serviceName: string | undefined, ...scopes: readonly string[]): ResourceSpans {
  const attributes = serviceName === undefined ? [] : [attribute("service.name", serviceName)];
  return { resource: { attributes }, scopeSpans: scopes.map((name) => ({ scope: { name }, spans: [span(CHAT)] })) };
}

function typesOf(mapped: ResourceSpans | null): readonly unknown[] | null {
  return (
    mapped && (mapped.scopeSpans ?? []).flatMap(({ spans }) => (spans ?? []).map((each) => plainOf(each, "fiddler.span.type")))
  );
}

describe("LiteLLM is recognised by service.name, exactly", () => {
  test.each([
    ["litellm", ["llm"]],
    ["litellm-proxy", ["llm"]],
    ["LiteLLM", null],
    ["litellm ", null],
    ["my-litellm", null],
    ["litellm-proxy-2", null],
    ["constructor", null],
    ["", null],
    [undefined, null],
  ])("%s", (serviceName, types) => {
    expect(typesOf(mapLiteLLMSpan(resourceSpans(serviceName, "litellm")))).toEqual(types);
  });

  test("the last one counts where service.name is repeated", () => {
    const repeated = (...names: string[]) => ({
      resource: { attributes: names.map((name) => attribute("service.name", name)) },
      scopeSpans: [],
    });
    expect(mapLiteLLMSpan(repeated("shop", "litellm"))).not.toBeNull();
    expect(mapLiteLLMSpan(repeated("litellm", "shop"))).toBeNull();
  });

  test("a service.name that is no text is none", () => {
    expect(mapLiteLLMSpan({ resource: { attributes: [{ key: "service.name", value: { intValue: "1" } }] } })).toBeNull();
  });
});

describe("options", () => {
  test("serviceNames replaces the list", () => {
    const options = { serviceNames: ["llm-gateway"] };
    expect(typesOf(mapLiteLLMSpan(resourceSpans("llm-gateway", "litellm"), options))).toEqual(["llm"]);
    expect(mapLiteLLMSpan(resourceSpans("litellm", "litellm"), options)).toBeNull();
  });

  test("scopeNames maps LiteLLM's scopes in an application's resource, and leaves the others alone", () => {
    const input = resourceSpans("shop", "litellm", "http");
    const mapped = mapLiteLLMSpan(input, { scopeNames: ["litellm"] });
    expect(typesOf(mapped)).toEqual(["llm", undefined]);
    expect(mapped?.scopeSpans?.[1]).toBe(input.scopeSpans?.[1]);
    const reversed = resourceSpans("shop", "http", "litellm");
    const mappedReversed = mapLiteLLMSpan(reversed, { scopeNames: ["litellm"] });
    expect(typesOf(mappedReversed)).toEqual([undefined, "llm"]);
    expect(mappedReversed?.scopeSpans?.[1]?.spans?.[0]?.spanId).toBe(reversed.scopeSpans?.[1]?.spans?.[0]?.spanId);
  });

  test("scopeNames needs a scope of that name", () => {
    expect(mapLiteLLMSpan(resourceSpans("shop", "http"), { scopeNames: ["litellm"] })).toBeNull();
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["a scope that is null", { scope: null, spans: [span(CHAT)] }],
    ["no scope", { spans: [span(CHAT)] }],
    ["a scope without a name", { scope: {}, spans: [span(CHAT)] }],
    ["a name that is no text", { scope: { name: 7 }, spans: [span(CHAT)] }],
    ["a name in other letters", { scope: { name: "LiteLLM" }, spans: [span(CHAT)] }],
  ])("scopeNames passes by reference: %s", (_what, scopeSpans) => {
    const [ours] = resourceSpans("shop", "litellm").scopeSpans ?? [];
    const input = { resource: { attributes: [attribute("service.name", "shop")] }, scopeSpans: [scopeSpans, ours] };
    const mapped = mapLiteLLMSpan(input, { scopeNames: ["litellm"] });
    expect(mapped?.scopeSpans[0]).toBe(scopeSpans);
    expect(mapped?.scopeSpans[1]).not.toBe(ours);
  });

  test("where the resource matches, every scope is mapped", () => {
    const apart = resourceSpans("litellm", "litellm", "fastapi");
    const [ours, theirs] = apart.scopeSpans ?? [];
    const later = (theirs?.spans ?? []).map((each) => ({ ...each, startTimeUnixNano: "1", endTimeUnixNano: "2" }));
    const input = { ...apart, scopeSpans: [ours ?? {}, { ...theirs, spans: later }] };
    expect(typesOf(mapLiteLLMSpan(input, { scopeNames: ["litellm"] }))).toEqual(["llm", "llm"]);
  });

  test("no scope names by default", () => {
    expect(mapLiteLLMSpan(resourceSpans("shop", "litellm"))).toBeNull();
  });
});

describe("a whole request", () => {
  const ours = resourceSpans("litellm", "litellm");
  const others = resourceSpans("shop", "http");

  test("other resources pass by reference", () => {
    const mapped = mapLiteLLMTraces({ resourceSpans: [others, ours] });
    expect(mapped.resourceSpans?.[0]).toBe(others);
    expect(typesOf(mapped.resourceSpans?.[1] ?? null)).toEqual(["llm"]);
  });

  test("a request without LiteLLM passes by reference", () => {
    const request = { resourceSpans: [others] };
    expect(mapLiteLLMTraces(request)).toBe(request);
  });

  test("mapLiteLLMSpan(rs) ?? rs composes", () => {
    expect(mapLiteLLMSpan(others) ?? others).toBe(others);
  });

  test("JSON with snake_case members is not OTLP", () => {
    const snake = { resource: { attributes: [{ key: "service.name", value: { string_value: "litellm" } }] }, scope_spans: [] };
    expect(mapLiteLLMSpan(snake)).toBeNull();
    const request = { resource_spans: [snake] };
    expect(mapLiteLLMTraces(request as object)).toBe(request);
  });
});
