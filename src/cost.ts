const COST_PREFIX = "gen_ai.cost.";
const V2_COST_PREFIX = "litellm.cost.";

/** Costs that `LITELLM_OTEL_V2` renamed; its other ones (`discount_amount`, `margin_percent`, ...) kept their names. */
const NAMES_BEFORE_V2: ReadonlyMap<string, string> = new Map([
  ["total", "total_cost"],
  ["input", "input_cost"],
  ["output", "output_cost"],
  ["cache_read", "cache_read_cost"],
  ["cache_creation", "cache_creation_cost"],
  ["reasoning", "reasoning_cost"],
  ["tool_usage", "tool_usage_cost"],
  ["original", "original_cost"],
]);

/**
 * The name of a cost attribute in LiteLLM's default mode, for an attribute of either mode, so that a dashboard survives the
 * change to V2: `gen_ai.cost.total_cost` for `gen_ai.cost.total_cost` and `litellm.cost.total`. `undefined`: not a cost.
 */
export function costNameOf(key: string): string | undefined {
  if (key.startsWith(COST_PREFIX)) return key;
  if (!key.startsWith(V2_COST_PREFIX)) return undefined;
  const name = key.slice(V2_COST_PREFIX.length);
  return COST_PREFIX + (NAMES_BEFORE_V2.get(name) ?? name);
}
