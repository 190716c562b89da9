import { hexIdOf } from "./otlp/ids.js";
import type { SpanReading } from "./span-reading.js";

/** Finds spans by trace and span id, whatever form the ids have. */
export type SpanIndex = ReadonlyMap<string, SpanReading>;

/** All spans of one call of the mapper. Of spans that share their ids, the first is found. */
export function spanIndexOf(readings: readonly SpanReading[]): SpanIndex {
  const index = new Map<string, SpanReading>();
  for (const reading of readings) {
    const key = keyOf(reading.span.traceId, reading.span.spanId);
    if (key !== undefined && !index.has(key)) index.set(key, reading);
  }
  return index;
}

/** The span that `parentSpanId` names, in the same trace. */
export function parentOf(reading: SpanReading, index: SpanIndex): SpanReading | undefined {
  const key = keyOf(reading.span.traceId, reading.span.parentSpanId);
  return key === undefined ? undefined : index.get(key);
}

function keyOf(traceId: unknown, spanId: unknown): string | undefined {
  const trace = hexIdOf(traceId);
  const span = hexIdOf(spanId);
  return trace === undefined || span === undefined ? undefined : `${trace}:${span}`;
}
