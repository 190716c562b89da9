import { describe, expect, test } from "vitest";
import type { AnyValue, KeyValue } from "../src/index.js";
import { attribute, mapped, span } from "./spans.js";

type Attributes = readonly (readonly [string, string | number | AnyValue])[];

const TYPE = attribute("fiddler.span.type", "chain");

function mapAttributes(attributes: Attributes): { mapped: readonly KeyValue[] } {
  const [each] = mapped([span(attributes.map(([key, value]) => attribute(key, value)))]).spans;
  return { mapped: each?.attributes ?? [] };
}

const pairs = (...attributes: Attributes): readonly KeyValue[] => attributes.map(([key, value]) => attribute(key, value));

const USER = "fiddler.span.user.";

describe("cost and metadata", () => {
  test.each([
    ["gen_ai.cost.total_cost", "gen_ai.cost.total_cost"],
    ["gen_ai.cost.prompt_cost", "gen_ai.cost.prompt_cost"],
    ["gen_ai.cost.completion_cost", "gen_ai.cost.completion_cost"],
    ["metadata.user_api_key_team_alias", "metadata.user_api_key_team_alias"],
    ["metadata.a.b.c", "metadata.a.b.c"],
    ["litellm.metadata.user_api_key_user_id", "litellm.metadata.user_api_key_user_id"],
    ["litellm.api_key.hash", "litellm.api_key.hash"],
    ["litellm.team.id", "litellm.team.id"],
    ["litellm.end_user.id", "litellm.end_user.id"],
    ["litellm.cost.total", "gen_ai.cost.total_cost"],
    ["litellm.cost.input", "gen_ai.cost.input_cost"],
    ["litellm.cost.output", "gen_ai.cost.output_cost"],
    ["litellm.cost.cache_read", "gen_ai.cost.cache_read_cost"],
    ["litellm.cost.cache_creation", "gen_ai.cost.cache_creation_cost"],
    ["litellm.cost.reasoning", "gen_ai.cost.reasoning_cost"],
    ["litellm.cost.tool_usage", "gen_ai.cost.tool_usage_cost"],
    ["litellm.cost.original", "gen_ai.cost.original_cost"],
    ["litellm.cost.guardrail", "gen_ai.cost.guardrail_cost"],
    ["litellm.cost.discount_percent", "gen_ai.cost.discount_percent"],
    ["litellm.cost.margin_total_amount", "gen_ai.cost.margin_total_amount"],
    ["litellm.cost.constructor", "gen_ai.cost.constructor"],
  ])("%s moves to fiddler.span.user.%s, by reference and in its place", (source, target) => {
    const value = { doubleValue: 0 };
    const { mapped } = mapAttributes([
      ["before", "b"],
      [source, value],
      ["after", "a"],
    ]);
    expect(mapped).toEqual([...pairs(["before", "b"], [USER + target, value], ["after", "a"]), TYPE]);
    expect(mapped[1]?.value).toBe(value);
  });

  test.each([
    "litellm.model_group",
    "litellm.routing.strategy",
    "litellm.routing.fallback.depth",
    "litellm.request.route",
    "litellm.request.purpose",
    "litellm.cache_hit",
    "litellm.saved_cache_cost",
    "litellm.guardrail.name",
    "litellm.guardrail.mode",
    "guardrail_name",
    "guardrail_response",
    "llm.user",
  ])("%s, a fact of routing, cache, guardrails or users outside metadata, moves as well", (key) => {
    const value = { boolValue: false };
    const { mapped } = mapAttributes([
      ["before", "b"],
      [key, value],
      ["after", "a"],
    ]);
    expect(mapped).toEqual([...pairs(["before", "b"], [USER + key, value], ["after", "a"]), TYPE]);
    expect(mapped[1]?.value).toBe(value);
    expect(mapAttributes([[key, ""]]).mapped).toEqual([TYPE]);
  });

  test.each<[string, AnyValue]>([
    ["0", { doubleValue: 0 }],
    ["1 as a double", { doubleValue: 1 }],
    ["1 as an integer", { intValue: "1" }],
    ["9.675e-06", { doubleValue: 9.675e-6 }],
  ])("a cost of %s keeps its type", (_what, value) => {
    expect(mapAttributes([["gen_ai.cost.total_cost", value]]).mapped[0]?.value).toBe(value);
  });

  test.each(["metadata.user_api_key_alias", "gen_ai.cost.x", "litellm.team.id", "fiddler.span.user.metadata.x"])(
    '%s of "" is dropped',
    (key) => {
      expect(mapAttributes([[key, ""]]).mapped).toEqual([TYPE]);
    },
  );

  test.each([
    "metadata",
    "gen_ai.cost",
    "xmetadata.a",
    "litellm.call_id",
    "litellm.request.routes",
    "litellm.model_groups",
    "hidden_params",
    "litellm.costs.total",
    "litellm.routing",
    "litellm.cache_hits",
    "litellm.request.purposes",
    "litellm.saved_cache_costs",
    "litellm.provider.model",
    "litellm.guardrails.x",
    "llm.user.id",
    "guardrail",
    "llm.users",
  ])("%s stays where it is, also empty", (key) => {
    expect(mapAttributes([[key, ""]]).mapped).toEqual([...pairs([key, ""]), TYPE]);
  });

  test.each<[string, Attributes, readonly KeyValue[]]>([
    [
      "the same key twice",
      [
        ["metadata.a", "1"],
        ["metadata.a", "2"],
      ],
      pairs([`${USER}metadata.a`, "2"]),
    ],
    [
      "the last one is empty",
      [
        ["metadata.a", "1"],
        ["metadata.a", ""],
      ],
      [],
    ],
    [
      "cost of both modes",
      [
        ["litellm.cost.total", 1],
        ["gen_ai.cost.total_cost", 2],
      ],
      pairs([`${USER}gen_ai.cost.total_cost`, 2]),
    ],
    [
      "the target is there already",
      [
        ["metadata.a", "1"],
        [`${USER}metadata.a`, "2"],
      ],
      pairs([`${USER}metadata.a`, "2"]),
    ],
    [
      "other attributes are not the mapper's to change",
      [
        ["a", "1"],
        ["metadata.a", "1"],
        ["a", "2"],
        ["metadata.a", "2"],
      ],
      pairs(["a", "1"], ["a", "2"], [`${USER}metadata.a`, "2"]),
    ],
  ])("each target is written once, the last one counts: %s", (_what, attributes, expected) => {
    expect(mapAttributes(attributes).mapped).toEqual([...expected, TYPE]);
  });
});
