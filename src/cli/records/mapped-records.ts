import { type FiddlerSpan, type MappingOptions, mapLiteLLMTraces } from "litellm-span-mapper";
import { spanPairsOf } from "../otlp/span-pair.js";
import type { Recognition } from "../recognition.js";

/** A record, and whether it counts: other services' spans that only got a type do not. */
export interface MappedRecord {
  readonly record: FiddlerSpan;
  readonly isLiteLLMs: boolean;
}

/** Maps `ResourceSpans` together, and reads what is LiteLLM's into records, in their order. */
export function mappedRecordsOf(
  resourceSpans: readonly unknown[],
  options: MappingOptions,
  recognition: Recognition,
): readonly MappedRecord[] {
  const mapped = mapLiteLLMTraces({ resourceSpans }, options).resourceSpans;
  recognition.saw(resourceSpans, mapped);
  return spanPairsOf(resourceSpans, mapped, options).flatMap(({ record, isLiteLLMs, span, mapped }) =>
    record !== undefined && (isLiteLLMs || span !== mapped) ? [{ record, isLiteLLMs }] : [],
  );
}
