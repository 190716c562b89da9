import { describe, expect, test } from "vitest";
import { mapLiteLLMTraces, type Span } from "../src/index.js";
import { attribute, isOfType, litellmTraces, plainOf, span, spansOf } from "./spans.js";

const CALL = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const MESSAGES = "gen_ai.input.messages";

const mapped = (...spans: readonly Span[]) => spansOf(mapLiteLLMTraces(litellmTraces(...spans)));

/** That these end at all, and with the right result; how time grows with size is in docs/performance.md. */
describe("hostile sizes", () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  test.each([
    ["in place of messages", deep, undefined],
    ["beside a message", `[{"role":"user","content":"Hello","more":${deep}}]`, "Hello"],
    ["cut before it closes", deep.slice(0, 100_000), undefined],
    ["objects", `[{"role":"user","content":"Hello","more":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}]`, "Hello"],
  ])("JSON nested 100,000 deep, %s", (_name, json, user) => {
    const [call] = mapped(span({ ...CALL, [MESSAGES]: json }));
    expect(plainOf(call, "fiddler.span.type")).toBe("llm");
    expect([undefined, user]).toContain(plainOf(call, "gen_ai.llm.input.user"));
    expect(plainOf(call, MESSAGES)).toBe(json);
  });

  test.each([
    ["plain", "x"],
    ["of escaped quotes", '"'],
    ["of backslashes", "\\"],
    ["of brackets", "}]"],
  ])("10 MB of text %s", (_name, unit) => {
    const text = unit.repeat(10_000_000 / unit.length);
    const messages = JSON.stringify([
      { role: "system", content: text },
      { role: "user", content: text },
    ]);
    const [call] = mapped(span({ ...CALL, [MESSAGES]: messages }));
    expect(plainOf(call, "gen_ai.llm.input.system") === text).toBe(true);
    expect(plainOf(call, "gen_ai.llm.input.user") === text).toBe(true);
  });

  test("10 MB of text, cut", () => {
    const text = '"x\\'.repeat(2_500_000);
    const json = JSON.stringify([{ role: "system", content: text }]).slice(0, -3);
    const [call] = mapped(span({ ...CALL, [MESSAGES]: json }));
    expect(text.startsWith(String(plainOf(call, "gen_ai.llm.input.system")))).toBe(true);
    expect(plainOf(call, "gen_ai.llm.input.user")).toBeUndefined();
  });

  test("100,000 attributes on a span, moved, indexed and repeated", () => {
    const names = Array.from({ length: 25_000 }, (_, at) => at);
    const attributes = names.flatMap((at) => [
      attribute(`metadata.field_${at}`, "told"),
      attribute(`gen_ai.prompt.${at}.role`, "user"),
      attribute(`gen_ai.prompt.${at}.content`, `Turn ${at}`),
      attribute("gen_ai.usage.input_tokens", at),
    ]);
    const [call] = mapped(span([...Object.entries(CALL).map(([key, value]) => attribute(key, value)), ...attributes]));
    expect(plainOf(call, "fiddler.span.user.metadata.field_24999")).toBe("told");
    expect(plainOf(call, "gen_ai.llm.input.user")).toBe("Turn 24999");
    expect(plainOf(call, "gen_ai.usage.input_tokens")).toBe("24999");
    expect(call?.attributes?.filter(({ key }) => key === "gen_ai.usage.input_tokens")).toHaveLength(1);
  });

  test("50,000 spans with one parent and the same response id", () => {
    const root = span({});
    const parent = root.spanId ?? "";
    const calls = Array.from({ length: 50_000 }, () => span({ ...CALL, "gen_ai.response.id": "one" }, { parentSpanId: parent }));
    const spans = mapped(root, ...calls);
    expect(spans.filter(isOfType("llm"))).toEqual([spans[1]]);
  });

  test("50,000 spans in one line of descent, all the same call", () => {
    const ids = Array.from({ length: 50_001 }, (_, at) => (at + 1).toString(16).padStart(16, "0"));
    const calls = ids
      .slice(1)
      .map((spanId, at) => span({ ...CALL, "litellm.call_id": "one" }, { spanId, parentSpanId: ids[at] ?? "" }));
    const spans = mapped(...calls);
    expect(spans.filter(isOfType("llm"))).toEqual([spans.at(-1)]);
  });

  test("50,000 spans that are each other's parents in a ring", () => {
    const ids = Array.from({ length: 50_000 }, (_, at) => (at + 1).toString(16).padStart(16, "0"));
    const calls = ids.map((spanId, at) =>
      span({ ...CALL, "litellm.call_id": "one" }, { spanId, parentSpanId: ids.at(at - 1) ?? "" }),
    );
    expect(mapped(...calls).filter(isOfType("llm"))).toHaveLength(1);
  });

  test("25,000 calls that start at once, with a raw request span each", () => {
    const calls = Array.from({ length: 25_000 }, (_, at) =>
      span({ ...CALL, [MESSAGES]: `[{"role":"user","content":"U${at}"}]` }),
    );
    const raw = calls.map(({ spanId }) => span({}, { name: "raw_gen_ai_request", parentSpanId: spanId ?? "" }));
    expect(mapped(...calls, ...raw).filter(isOfType("llm"))).toHaveLength(25_000);
  });

  test("50,000 raw request spans of one redacted call", () => {
    const messages = '[{"role": "user", "content": "redacted-by-litellm"}]';
    const call = span({ ...CALL, [MESSAGES]: messages });
    const raw = Array.from({ length: 50_000 }, () =>
      span({ "llm.openai.messages": "the secret" }, { name: "raw_gen_ai_request", parentSpanId: call.spanId ?? "" }),
    );
    expect(JSON.stringify(mapped(call, ...raw))).not.toContain("the secret");
  });

  // An answer of 2 MB that is read again for each comparison takes minutes.
  const LONG_ANSWER = {
    [MESSAGES]: '[{"role":"user","content":"U"}]',
    "gen_ai.output.messages": `[{"role":"assistant","content":"${"a".repeat(2_000_000)}"}]`,
    "gen_ai.usage.input_tokens": 5,
    "gen_ai.response.id": "one",
  };

  test("10,000 raw request spans of a call with a long answer, whose ids and tokens say nothing", () => {
    const call = span({ ...CALL, ...LONG_ANSWER });
    const raw = Array.from({ length: 10_000 }, (_, at) =>
      span(
        { "llm.openai.id": `other ${at}`, "llm.openai.messages": "[{'role': 'user', 'content': 'U'}]" },
        { name: "raw_gen_ai_request", parentSpanId: call.spanId ?? "" },
      ),
    );
    expect(mapped(call, ...raw).filter(isOfType("llm"))).toHaveLength(1);
  });

  test("10,000 spans of another instrumentation beside a call with a long answer", () => {
    const call = span({ ...CALL, "llm.request.type": "acompletion", hidden_params: "{}", ...LONG_ANSWER });
    const theirs = Array.from({ length: 10_000 }, (_, at) =>
      span(
        { ...CALL, "gen_ai.response.id": "one", "gen_ai.output.messages": `[{"role":"assistant","content":"${at}"}]` },
        { traceId: "1".repeat(32) },
      ),
    );
    const resource = { attributes: [attribute("service.name", "litellm")] };
    const scopeSpans = [
      { scope: { name: "litellm" }, spans: [call] },
      { scope: { name: "theirs" }, spans: theirs },
    ];
    const spans = spansOf(mapLiteLLMTraces({ resourceSpans: [{ resource, scopeSpans }] }));
    expect(spans.filter(isOfType("llm"))).toEqual([spans[0]]);
  });
});
