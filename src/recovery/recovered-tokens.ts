import { LITELLM } from "../litellm/attribute-names.js";
import { isObject } from "../otlp/guards.js";
import { parsePythonLiteral } from "../python/python-literal.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";

/**
 * Where LiteLLM's usage object, a Python dict, holds the counts that default mode leaves out: in an inner
 * dict, or in itself.
 */
const DETAILS = [
  ["cacheReadTokens", "prompt_tokens_details", "cached_tokens", "cache_read_input_tokens"],
  ["cacheCreationTokens", "prompt_tokens_details", "cache_creation_tokens", "cache_creation_input_tokens"],
  ["reasoningTokens", "completion_tokens_details", "reasoning_tokens", ""],
  ["inputAudioTokens", "prompt_tokens_details", "audio_tokens", ""],
  ["outputAudioTokens", "completion_tokens_details", "audio_tokens", ""],
] as const;

/** A count that the span lacks. */
export interface RecoveredCount {
  readonly key: string;
  readonly count: bigint;
}

/** Cache, reasoning and audio tokens from `metadata.usage_object`, where the span has no attribute for them. */
export function recoveredTokenCounts(reading: SpanReading): readonly RecoveredCount[] {
  const { sources } = reading.layout;
  const written = textAt(reading, sources.usageObject);
  const usage = written && parsePythonLiteral(written);
  const added: RecoveredCount[] = [];
  if (!isObject(usage)) return added;
  for (const [source, details, inner, own] of DETAILS) {
    if (sources[source] !== undefined) continue;
    const count = countIn(usage[details], inner) ?? countIn(usage, own);
    if (count !== undefined) added.push({ key: LITELLM[source], count });
  }
  return added;
}

function countIn(dict: unknown, member: string): bigint | undefined {
  const value = isObject(dict) ? dict[member] : undefined;
  return Number.isSafeInteger(value) && (value as number) >= 0 ? BigInt(value as number) : undefined;
}
