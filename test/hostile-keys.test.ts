import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fiddlerSpansOf, mapLiteLLMTraces, type Span } from "../src/index.js";
import { attribute, isOfType, litellmTraces, plainOf, span, spansOf } from "./spans.js";

const CALL = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const mapped = (...spans: readonly Span[]) => spansOf(mapLiteLLMTraces(litellmTraces(...spans)));

/** Texts of one length that differ at their end: V8 hashes what is longer than 16,383 characters by its length alone. */
function alike(count: number, length: number, prefix = ""): readonly string[] {
  const rest = "x".repeat(length - prefix.length - 8);
  return Array.from({ length: count }, (_, at) => `${prefix}${rest}${String(at).padStart(8, "0")}`);
}

/** That these end at all: each took minutes, or all memory, where it was not seen to. */
describe("what comes from the wire and becomes a key", () => {
  test("call ids of 17,000 characters connect nothing", () => {
    const calls = alike(4000, 17_000).flatMap((id) => [id, id].map((callId) => span({ ...CALL, "litellm.call_id": callId })));
    expect(mapped(...calls).filter(isOfType("llm"))).toHaveLength(8000);
  });

  test("request models of 17,000 characters", () => {
    const calls = alike(4000, 17_000).map((model) => span({ ...CALL, "gen_ai.request.model": model, "litellm.call_id": "one" }));
    expect(mapped(...calls).filter(isOfType("llm")).length).toBeGreaterThan(0);
  });

  test.each(["", "metadata.", "gen_ai.prompt.0.", "llm.openai."])(
    "attribute names of 17,000 characters that begin with %j pass",
    (prefix) => {
      const attributes = alike(4000, 17_000, prefix).map((name) => attribute(name, "value"));
      const traces = mapLiteLLMTraces(
        litellmTraces(span([...Object.entries(CALL).map(([key, value]) => attribute(key, value)), ...attributes])),
      );
      const [call] = spansOf(traces);
      expect(call?.attributes?.filter(({ value }) => value?.stringValue === "value")).toEqual(attributes);
      expect(fiddlerSpansOf(traces)).toMatchObject([{ type: "llm", requestModel: "gpt-4o" }]);
    },
  );

  test.each([
    ["trace id", "traceId"],
    ["span id", "spanId"],
  ] as const)("a parent whose %s is a list of 500,000 numbers, and its 5,000 children", (_name, member) => {
    const id = Array.from({ length: 500_000 }, () => 7) as never;
    const parent = span(CALL, { [member]: id });
    const children = Array.from({ length: 5000 }, () =>
      span({}, { traceId: parent.traceId ?? "", parentSpanId: parent.spanId ?? "", name: "raw_gen_ai_request" }),
    );
    expect(mapped(parent, ...children).filter(isOfType("llm"))).toHaveLength(1);
  });

  test("20,000 raw request spans, each of another start, that name a call with a prompt of 1 MB", () => {
    const call = span({ ...CALL, "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "x".repeat(1_000_000) });
    const others = Array.from({ length: 20_000 }, (_, at) =>
      span(CALL, { startTimeUnixNano: `17954612110000${String(at).padStart(5, "0")}` }),
    );
    const raw = others.map(({ startTimeUnixNano = "" }) =>
      span({ "llm.openai.model": "gpt-4o" }, { name: "raw_gen_ai_request", parentSpanId: call.spanId ?? "", startTimeUnixNano }),
    );
    expect(plainOf(mapped(call, ...others, ...raw)[0], "fiddler.span.type")).toBe("llm");
  });
});

describe("memory", () => {
  /** In a process of its own, of the built package, with a heap that is too small for what it must not keep. */
  function runs(heapInMb: number, script: string): string {
    const built = join(process.env.BUILT_PACKAGE ?? "", "dist", "index.cjs");
    const prelude = `const { mapLiteLLMTraces } = require(${JSON.stringify(built)});
      const of = (attributes) => ({ resourceSpans: [{ resource: { attributes: [{ key: "service.name", value: { stringValue: "litellm" } }] },
        scopeSpans: [{ spans: [{ attributes }] }] }] });
      const text = (key, stringValue) => ({ key, value: { stringValue } });`;
    const { status, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${heapInMb}`, "-e", `${prelude}\n${script}`], {
      encoding: "utf8",
    });
    return status === 0 ? "ends" : stderr.slice(0, 500);
  }

  test("layouts of many indexed attributes are not kept for ever", () => {
    const script = `for (let i = 1; i <= 1400; i++)
      mapLiteLLMTraces(of(Array.from({ length: i }, (_, at) => text("gen_ai.prompt." + at + ".c", "x"))));`;
    expect(runs(96, script)).toBe("ends");
  });

  test("nor are names that no span has twice", () => {
    const script = `for (let i = 0; i < 3000; i++)
      mapLiteLLMTraces(of(Array.from({ length: 40 }, (_, at) => text("metadata." + i + "." + at + "x".repeat(500), "x"))));`;
    expect(runs(64, script)).toBe("ends");
  });

  test.each([
    ["of opening brackets", `"[".repeat(16e6)`],
    ["of brackets that close", `"[".repeat(8e6) + "]".repeat(8e6)`],
    ["of brackets in a message", `'[{"role":"user","content":' + "[".repeat(8e6) + "]".repeat(8e6) + "}]"`],
    ["of objects", `'{"a":'.repeat(3e6) + "1" + "}".repeat(3e6)`],
  ])("JSON %s is not built", (_name, json) => {
    const script = `mapLiteLLMTraces(of([text("llm.request.type", "chat"), text("gen_ai.input.messages", ${json})]));`;
    expect(runs(192, script)).toBe("ends");
  });
});
