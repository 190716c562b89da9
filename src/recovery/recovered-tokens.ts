import { LITELLM } from "../attribute-names.js";
import type { OtlpForm } from "../otlp/form.js";
import { isObject } from "../otlp/guards.js";
import type { KeyValue } from "../otlp/types.js";
import { parsePythonLiteral } from "../python/python-literal.js";
import { type SpanReading, sourceTextOf } from "../span-reading.js";

/** Where LiteLLM's usage object, a Python dict, holds the counts that its default mode leaves out; the first path that is there. */
const DETAILS = [
  ["cacheReadTokens", [["prompt_tokens_details", "cached_tokens"], ["cache_read_input_tokens"]]],
  ["cacheCreationTokens", [["prompt_tokens_details", "cache_creation_tokens"], ["cache_creation_input_tokens"]]],
  ["reasoningTokens", [["completion_tokens_details", "reasoning_tokens"]]],
] as const;

/** Cache and reasoning tokens from `metadata.usage_object`, where the span has no attribute of theirs. */
export function recoveredTokenAttributes(reading: SpanReading, form: OtlpForm): readonly KeyValue[] {
  const usage = parsePythonLiteral(sourceTextOf(reading, "usageObject") ?? "");
  if (!isObject(usage)) return [];
  return DETAILS.flatMap(([source, paths]) => {
    const count = reading.sources[source] === undefined ? paths.map((path) => countAt(usage, path)).find(isTold) : undefined;
    return count === undefined ? [] : [form.intAttribute(LITELLM[source], count, reading.span.startTimeUnixNano)];
  });
}

function countAt(usage: unknown, path: readonly string[]): bigint | undefined {
  let value: unknown = usage;
  for (const member of path) value = isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
}

function isTold(count: bigint | undefined): count is bigint {
  return count !== undefined;
}
