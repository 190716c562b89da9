import { describe, expect, test } from "vitest";
import { type AttributeRule, ruleFor } from "../src/litellm/attribute-rules.js";
import { layoutOf } from "../src/reading/layout-memory.js";

describe("the rule of a name", () => {
  test.each<[string, Partial<AttributeRule>]>([
    ["gen_ai.request.model", { fate: "keep-if-known", target: "gen_ai.request.model", source: "requestModel" }],
    ["gen_ai.usage.input_tokens", { fate: "count", target: "gen_ai.usage.input_tokens", isUsageOrCost: true }],
    ["gen_ai.usage.prompt_tokens", { fate: "count", target: "gen_ai.usage.prompt_tokens", isUsageOrCost: true }],
    ["llm.usage.total_tokens", { fate: "count", target: "llm.usage.total_tokens", isUsageOrCost: true }],
    ["gen_ai.usage.cache_read.input_tokens", { fate: "pass", target: undefined, isUsageOrCost: true }],
    ["gen_ai.usage.other", { fate: "pass", target: undefined, isUsageOrCost: true }],
    ["gen_ai.cost.total_cost", { fate: "move", target: "fiddler.span.user.gen_ai.cost.total_cost", isUsageOrCost: true }],
    ["litellm.cost.total", { fate: "move", target: "fiddler.span.user.gen_ai.cost.total_cost", isUsageOrCost: true }],
    ["metadata.team_id", { fate: "move", target: "fiddler.span.user.metadata.team_id", isUsageOrCost: false }],
    ["fiddler.span.type", { fate: "owned", target: "fiddler.span.type", source: "spanType" }],
    ["gen_ai.llm.output", { fate: "owned", target: "gen_ai.llm.output", source: undefined }],
    ["gen_ai.input.messages", { fate: "pass", target: undefined, source: "inputMessages", rawField: undefined }],
    ["llm.request.type", { fate: "pass", source: "requestType", rawField: undefined }],
    ["llm.openai.usage", { fate: "pass", rawField: "usage", isUsageOrCost: false, indexed: undefined }],
    ["llm..usage", { rawField: "usage" }],
    ["llm.requests.id", { rawField: "id" }],
    ["gen_ai.prompt.12.content", { fate: "pass", indexed: { list: "prompts", index: 12, field: "content" } }],
    ["gen_ai.completion.0.role", { indexed: { list: "completions", index: 0, field: "role" } }],
    ["SpanAttributes.LLM_PROMPTS.3.role", { indexed: { list: "prompts", index: 3, field: "role" } }],
    ["SpanAttributes.LLM_COMPLETIONS.3.role", { indexed: { list: "completions", index: 3, field: "role" } }],
  ])("%s", (name, rule) => {
    expect(ruleFor(name)).toMatchObject(rule);
  });

  test.each([
    "http.route",
    "llm.is_streaming",
    "llm.request.functions.0.name",
    "llm.chat.id",
    "gen_ai.prompt.1234567.content",
    "gen_ai.prompt.0",
    "metadata",
    "litellm.metadatas.x",
    "gen_ai.costs",
    "",
  ])("%j has none", (name) => {
    expect(ruleFor(name)).toBeUndefined();
  });
});

const named = (...names: readonly string[]) => names.map((key) => ({ key, value: { stringValue: "x" } }));

describe("what the names of a span say together", () => {
  const NOTHING = { hasRawField: false, hasUsageOrCost: false, hasRepetitions: false, indexed: [] };

  test.each([
    ["no attributes", [], { ...NOTHING, saysNothing: true }],
    ["names of others", ["http.route", "service", "http.route"], { ...NOTHING, saysNothing: true }],
    ["a source alone", ["service", "gen_ai.input.messages"], { ...NOTHING, saysNothing: false }],
    ["a raw field", ["llm.openai.id"], { ...NOTHING, saysNothing: false, hasRawField: true }],
    ["usage that passes", ["gen_ai.usage.other"], { ...NOTHING, saysNothing: false, hasUsageOrCost: true }],
    ["what moves", ["metadata.a", "metadata.b"], { ...NOTHING, saysNothing: false }],
    ["one target twice", ["metadata.a", "x", "metadata.a"], { hasRepetitions: true }],
    [
      "two names with one target",
      ["litellm.cost.total", "gen_ai.cost.total_cost"],
      { hasRepetitions: true, hasUsageOrCost: true },
    ],
    ["a source twice", ["gen_ai.input.messages", "gen_ai.input.messages"], { hasRepetitions: false }],
    [
      "indexed messages, by their index and field",
      ["gen_ai.prompt.1.role", "gen_ai.prompt.0.role", "gen_ai.prompt.1.content"],
      {
        indexed: [
          { list: "prompts", index: 0, field: "role", at: 1 },
          { list: "prompts", index: 1, field: "content", at: 2 },
          { list: "prompts", index: 1, field: "role", at: 0 },
        ],
      },
    ],
  ])("%s", (_what, names, layout) => {
    expect(layoutOf(named(...names))).toMatchObject(layout);
  });

  test("the last place of a name that stands there twice", () => {
    expect(layoutOf(named("gen_ai.input.messages", "x", "gen_ai.input.messages")).sources.inputMessages).toBe(2);
  });

  test("orders that begin alike are distinguished, each time they come", () => {
    const orders = [["x", "metadata.a"], ["x", "llm.openai.id"], ["x"], ["x", "gen_ai.usage.other"], ["y", "metadata.a"]];
    const layouts = orders.map((names) => layoutOf(named(...names)));
    expect(new Set(layouts).size).toBe(orders.length);
    for (const [at, names] of [...orders, ...orders].entries()) {
      expect(layoutOf(named(...names))).toBe(layouts[at % orders.length]);
    }
  });

  test("what is no attribute says nothing, wherever it stands", () => {
    const odd = [null, ...named("metadata.a"), { value: 1 }, "x", { key: 7 }] as unknown as Parameters<typeof layoutOf>[0];
    const { rules } = layoutOf(odd);
    expect(rules.map((rule) => rule?.target)).toEqual([
      undefined,
      "fiddler.span.user.metadata.a",
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("orders are remembered, but not without bound", () => {
    forgetOrders();
    const first = named("metadata.first");
    const remembered = layoutOf(first);
    for (let at = 0; at < 1000; at++) layoutOf(named("z", `metadata.some_${at}`));
    expect(layoutOf(first)).toBe(remembered);
    for (let at = 0; at < 100_000; at++) layoutOf(named("z", `metadata.many_${at}`));
    expect(layoutOf(first)).not.toBe(remembered);
    expect(layoutOf(first)).toEqual(remembered);
  });

  /** Other tests may have filled the memory half. */
  function forgetOrders(): void {
    const order = named("metadata.before");
    const remembered = layoutOf(order);
    for (let at = 0; at < 200_000 && layoutOf(order) === remembered; at++) layoutOf(named("z", `metadata.before_${at}`));
  }

  test("a name counts by its length, and a span by its attributes", () => {
    const first = named("metadata.first");
    for (const [count, grow] of [
      [300, (at: number) => named(`z${at}${"z".repeat(8000)}`)],
      [12, (at: number) => named(`z${at}`, ...Array.from({ length: 10_000 }, () => "z"))],
    ] as const) {
      const remembered = layoutOf(first);
      for (let at = 0; at < count; at++) layoutOf(grow(at));
      expect(layoutOf(first)).not.toBe(remembered);
    }
  });
});
