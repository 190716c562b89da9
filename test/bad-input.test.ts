import { describe, expect, test } from "vitest";
import { type MappingIssue, mapLiteLLMSpan, mapLiteLLMTraces } from "../src/index.js";
import { attribute, deepFreeze, litellmTraces, plainOf, span, spansOf } from "./spans.js";

const SERVICE = attribute("service.name", "litellm");
const TYPE = attribute("fiddler.span.type", "chain");

/** Maps a LiteLLM resource with this as its scopes. */
function mapScopes(scopeSpans: unknown): unknown {
  return mapLiteLLMSpan(deepFreeze({ resource: { attributes: [SERVICE] }, scopeSpans }))?.scopeSpans;
}

describe("no OTLP at all", () => {
  test.each([undefined, null, 7, "litellm", true, [], {}, new Date(0), () => {}])("%s", (input) => {
    expect(mapLiteLLMSpan(input as object)).toBeNull();
    expect(mapLiteLLMTraces(input as object)).toBe(input);
  });
});

describe("malformed shapes map as far as they can, and nothing else is lost", () => {
  test.each<[string, unknown, unknown]>([
    ["no scopes", undefined, undefined],
    ["null scopes", null, null],
    ["scopes that are no list", { a: 1 }, { a: 1 }],
    ["null as a scope", [null], [null]],
    ["a scope without spans", [{ scope: { name: "litellm" } }], [{ scope: { name: "litellm" } }]],
    ["null spans", [{ spans: null }], [{ spans: null }]],
    ["null and texts among the spans", [{ spans: [null, "x", {}] }], [{ spans: [null, "x", { attributes: [TYPE] }] }]],
    ["a span without attributes", [{ spans: [{ name: "auth" }] }], [{ spans: [{ name: "auth", attributes: [TYPE] }] }]],
    ["null attributes", [{ spans: [{ attributes: null }] }], [{ spans: [{ attributes: [TYPE] }] }]],
    ["attributes that are no list", [{ spans: [{ attributes: "x" }] }], [{ spans: [{ attributes: [TYPE] }] }]],
    [
      "null among the attributes",
      [{ spans: [{ attributes: [null, 7, {}] }] }],
      [{ spans: [{ attributes: [null, 7, {}, TYPE] }] }],
    ],
    [
      "an attribute without a key",
      [{ spans: [{ attributes: [{ value: {} }] }] }],
      [{ spans: [{ attributes: [{ value: {} }, TYPE] }] }],
    ],
    ["a key that is no text", [{ spans: [{ attributes: [{ key: 7 }] }] }], [{ spans: [{ attributes: [{ key: 7 }, TYPE] }] }]],
    [
      "attributes without a value",
      [{ spans: [{ attributes: [{ key: "metadata.a" }, { key: "gen_ai.system" }] }] }],
      [{ spans: [{ attributes: [{ key: "fiddler.span.user.metadata.a" }, { key: "gen_ai.system" }, TYPE] }] }],
    ],
    [
      "null values",
      [{ spans: [{ attributes: [{ key: "metadata.a", value: null }] }] }],
      [{ spans: [{ attributes: [{ key: "fiddler.span.user.metadata.a", value: null }, TYPE] }] }],
    ],
    [
      "an AnyValue without a field",
      [{ spans: [{ attributes: [{ key: "metadata.a", value: {} }] }] }],
      [{ spans: [{ attributes: [{ key: "fiddler.span.user.metadata.a", value: {} }, TYPE] }] }],
    ],
    [
      "unknown members",
      [{ spans: [{ newField: 1 }], newScopeField: 2 }],
      [{ spans: [{ newField: 1, attributes: [TYPE] }], newScopeField: 2 }],
    ],
  ])("%s", (_what, scopes, mapped) => {
    expect(mapScopes(scopes)).toEqual(mapped);
  });

  test("an AnyValue with several fields: the text counts", () => {
    const several = span({ "gen_ai.operation.name": { stringValue: "chat", intValue: "1" } });
    expect(plainOf(spansOf(mapLiteLLMTraces(litellmTraces(several)))[0], "fiddler.span.type")).toBe("llm");
  });

  test("the same key twice: the last one counts", () => {
    const operations = (...names: string[]) => span(names.map((name) => attribute("gen_ai.operation.name", name)));
    const types = spansOf(mapLiteLLMTraces(litellmTraces(operations("chat", "rerank"), operations("rerank", "chat")))).map(
      (each) => plainOf(each, "fiddler.span.type"),
    );
    expect(types).toEqual(["chain", "llm"]);
  });

  test("null and other things among the resources", () => {
    const [litellm] = litellmTraces(span({})).resourceSpans ?? [];
    const mapped = mapLiteLLMTraces(
      deepFreeze({ resourceSpans: [null, 7, litellm, { resource: null }, { resource: { attributes: null } }] }),
    );
    expect(mapped.resourceSpans.map((each) => each !== null && typeof each === "object" && "scopeSpans" in each)).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
    expect(spansOf({ resourceSpans: [(mapped.resourceSpans as never)[2]] })[0]?.attributes).toEqual([TYPE]);
  });

  test("members by the names of object members", () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": true}, "attributes": [{"key": "metadata.__proto__", "value": {"stringValue": "x"}}, {"key": "__proto__", "value": {"stringValue": "y"}}, {"key": "constructor"}]}',
    );
    const [mapped] = mapScopes([{ spans: [hostile] }]) as [{ spans: [object] }];
    expect(JSON.stringify(mapped.spans[0])).toBe(
      '{"__proto__":{"polluted":true},"attributes":[{"key":"fiddler.span.user.metadata.__proto__","value":{"stringValue":"x"}},{"key":"__proto__","value":{"stringValue":"y"}},{"key":"constructor"},{"key":"fiddler.span.type","value":{"stringValue":"chain"}}]}',
    );
    expect("polluted" in {}).toBe(false);
  });
});

test("what does not change is shared: an empty scope, a resource whose spans are all mapped", () => {
  const mapped = mapLiteLLMTraces(litellmTraces(span({})));
  expect(mapLiteLLMTraces(mapped)).toBe(mapped);
  const empty = { resource: { attributes: [SERVICE] }, scopeSpans: [{ spans: [] }] };
  expect(mapLiteLLMSpan(empty)).toBe(empty);
});

describe("issues", () => {
  const SECRET = "secret prompt";
  const report = (...spans: readonly ReturnType<typeof span>[]) => {
    const issues: MappingIssue[] = [];
    mapLiteLLMTraces(litellmTraces(...spans), { onIssue: (issue) => issues.push(issue) });
    return issues;
  };

  test.each<[string, Readonly<Record<string, string>>, string | undefined, string]>([
    [
      "operation-unknown",
      { "gen_ai.operation.name": "divine" },
      "gen_ai.operation.name",
      'gen_ai.operation.name is "divine"; the span is a chain',
    ],
    [
      "operation-unknown",
      { "gen_ai.operation.name": "chat", "litellm.call_type": "adivine" },
      "litellm.call_type",
      'litellm.call_type is "adivine"; the span is a chain',
    ],
    [
      "messages-invalid",
      { "gen_ai.operation.name": "chat", "gen_ai.input.messages": SECRET },
      "gen_ai.input.messages",
      "gen_ai.input.messages does not hold messages as valid JSON",
    ],
    [
      "messages-truncated",
      { "gen_ai.operation.name": "chat", "gen_ai.output.messages": `[{"role":"user","content":"${SECRET}` },
      "gen_ai.output.messages",
      "gen_ai.output.messages was cut short; its last message is lost",
    ],
    [
      "token-count-invalid",
      { "gen_ai.usage.input_tokens": SECRET },
      "gen_ai.usage.input_tokens",
      "gen_ai.usage.input_tokens is not a whole non-negative number; it was left out",
    ],
    [
      "token-count-invalid",
      { "gen_ai.usage.input_tokens": "9223372036854775807", "gen_ai.usage.output_tokens": "1" },
      "gen_ai.usage.total_tokens",
      "gen_ai.usage.total_tokens would be beyond 64 bits",
    ],
    [
      "call-not-told",
      { "llm.openai.choices": SECRET },
      undefined,
      "No other span reports this call; set recoverFromRawRequest to map it from the raw request",
    ],
    [
      "credential-withheld",
      { "url.query": `alt=sse&key=${SECRET}` },
      "url.query",
      "A credential in url.query was replaced by REDACTED",
    ],
  ])("%s %j", (code, attributes, key, message) => {
    const input = span(attributes);
    const [issue, ...more] = report(input);
    expect(more).toEqual([]);
    expect(issue).toStrictEqual({
      code,
      severity: code === "credential-withheld" ? "info" : "warning",
      message,
      traceId: input.traceId,
      spanId: input.spanId,
      ...(key && { key }),
    });
    expect(issue?.message).not.toContain(SECRET);
  });

  test("a message is short, however long the value", () => {
    expect(report(span({ "gen_ai.operation.name": "x".repeat(100_000) }))[0]?.message.length).toBeLessThan(300);
  });

  const MESSAGES = {
    "application-id-missing":
      "application.id is missing: Fiddler drops the spans; where LiteLLM runs, set OTEL_RESOURCE_ATTRIBUTES=application.id=<uuid>",
    "application-id-invalid":
      "application.id is not a UUID: Fiddler drops the spans; where LiteLLM runs, set OTEL_RESOURCE_ATTRIBUTES=application.id=<uuid>",
  };

  test.each<[string, unknown, keyof typeof MESSAGES | undefined]>([
    ["missing", undefined, "application-id-missing"],
    ["empty", { stringValue: "" }, "application-id-missing"],
    ["no UUID", { stringValue: "my-app" }, "application-id-invalid"],
    ["no text", { intValue: "7" }, "application-id-invalid"],
    ["something before a UUID", { stringValue: "x8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f" }, "application-id-invalid"],
    ["something behind a UUID", { stringValue: "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f0" }, "application-id-invalid"],
    ["a UUID without a group", { stringValue: "8f2c7f0a-3b4e-4d7e-0a1b2c3d4e5f" }, "application-id-invalid"],
    ["a UUID", { stringValue: "8F2C7F0A-3b4e-4d7e-9c55-0a1b2c3d4e5f" }, undefined],
  ])("application.id: %s", (_what, value, code) => {
    const issues: MappingIssue[] = [];
    const attributes = [SERVICE, ...(value === undefined ? [] : [{ key: "application.id", value }])];
    const first = span({});
    const input = deepFreeze({ resource: { attributes }, scopeSpans: [{ spans: [first, span({})] }] });
    const mapped = mapLiteLLMSpan(input, { onIssue: (issue) => issues.push(issue) });
    expect(mapped?.resource).toBe(input.resource);
    expect(issues).toEqual(
      code === undefined
        ? []
        : [
            {
              code,
              severity: "warning",
              message: MESSAGES[code],
              traceId: first.traceId,
              spanId: first.spanId,
              key: "application.id",
            },
          ],
    );
  });

  test("of a resource without spans", () => {
    const issues: MappingIssue[] = [];
    const empty = { resource: { attributes: [SERVICE] } };
    mapLiteLLMTraces(
      { resourceSpans: [empty, ...(litellmTraces(span({})).resourceSpans ?? [])] },
      { onIssue: (issue) => issues.push(issue) },
    );
    expect(issues).toEqual([expect.objectContaining({ code: "application-id-missing", traceId: "", spanId: "" })]);
  });

  test("ids are reported as hex, whatever their form", () => {
    const attributes = { "gen_ai.operation.name": "x" };
    const base64 = span(attributes, { traceId: "CvdlGRbNQ92ESOshHIAxnA==", spanId: "t61rcWkgMzE=" });
    const bytes = span(attributes, { traceId: Uint8Array.from([10, 247]), spanId: Uint8Array.from([183, 173]) });
    const upper = span(attributes, { traceId: "0AF7651916CD43DD8448EB211C80319C", spanId: "B7AD6B7169203331" });
    const missing = span(attributes, { traceId: null, spanId: "" });
    expect(report(base64, bytes, upper, missing).map(({ traceId, spanId }) => `${traceId} ${spanId}`)).toEqual([
      "0af7651916cd43dd8448eb211c80319c b7ad6b7169203331",
      "0af7 b7ad",
      "0af7651916cd43dd8448eb211c80319c b7ad6b7169203331",
      " ",
    ]);
  });
});
