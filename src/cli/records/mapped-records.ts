import { type FiddlerSpan, fiddlerSpansOf, type MappingOptions, mapLiteLLMTraces } from "litellm-span-mapper";
import { type SpanPair, spanPairsOf } from "../otlp/span-pair.js";
import type { Recognition } from "../recognition.js";

/** A record, and whether it counts: spans of others that were only given a type do not. */
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
  return spanPairsOf(resourceSpans, mapped, options)
    .filter(({ isLiteLLMs, span, mapped }) => isLiteLLMs || span !== mapped)
    .flatMap(recordOf);
}

function recordOf({ mapped, resource, isLiteLLMs }: SpanPair): readonly MappedRecord[] {
  return fiddlerSpansOf({ resource, scopeSpans: [{ spans: [mapped] }] }).map((record) => ({ record, isLiteLLMs }));
}
