const COST_PREFIX = "gen_ai.cost.";
const V2_COST_PREFIX = "litellm.cost.";

/**
 * Costs whose names ended in `_cost` before `LITELLM_OTEL_V2`. The others (`discount_amount`,
 * `margin_percent`, ...) kept their names.
 */
const SHORTENED_BY_V2: ReadonlySet<string> = new Set([
  "total",
  "input",
  "output",
  "cache_read",
  "cache_creation",
  "reasoning",
  "tool_usage",
  "original",
  "guardrail",
]);

/**
 * The name of a cost attribute in LiteLLM's default mode, for an attribute of either mode, so that dashboards
 * survive the change to V2: `gen_ai.cost.total_cost` for both `gen_ai.cost.total_cost` and
 * `litellm.cost.total`. `undefined` where the attribute is not a cost.
 */
export function costNameOf(key: string): string | undefined {
  if (key.startsWith(COST_PREFIX)) return key;
  if (!key.startsWith(V2_COST_PREFIX)) return undefined;
  const name = key.slice(V2_COST_PREFIX.length);
  return COST_PREFIX + name + (SHORTENED_BY_V2.has(name) ? "_cost" : "");
}
