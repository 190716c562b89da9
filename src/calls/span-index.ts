import { hexIdOf, parentIdOf } from "../otlp/ids.js";
import type { SpanReading } from "../reading/span-reading.js";

/**
 * Finds spans by trace and span id, whatever form the ids have: by the span id alone, and by both where spans of several traces
 * share one.
 */
export type SpanIndex = ReadonlyMap<string, SpanReading>;

/** Of spans that share their ids, the first is found. */
export function spanIndexOf(readings: readonly SpanReading[]): SpanIndex {
  const index = new Map<string, SpanReading>();
  for (const reading of readings) {
    const id = hexIdOf(reading.span.spanId);
    if (id === undefined) continue;
    const first = index.get(id);
    if (first === undefined) index.set(id, reading);
    else if (!isOfTrace(first, reading)) {
      const key = keyOf(reading, id);
      if (!index.has(key)) index.set(key, reading);
    }
  }
  return index;
}

/** The span that `parentSpanId` names, in the same trace. */
export function parentOf(reading: SpanReading, index: SpanIndex): SpanReading | undefined {
  const id = parentIdOf(reading.span);
  const parent = id === undefined ? undefined : index.get(id);
  if (id === undefined || parent === undefined || isOfTrace(parent, reading)) return parent;
  return index.get(keyOf(reading, id));
}

function isOfTrace(first: SpanReading, { span }: SpanReading): boolean {
  const trace = hexIdOf(first.span.traceId);
  return trace !== undefined && trace === hexIdOf(span.traceId);
}

/** The trace and parent that two spans have in common where they are siblings, whether the parent is there or not. */
export function siblingKeyOf({ span }: SpanReading): string | undefined {
  const parent = parentIdOf(span);
  return parent === undefined ? undefined : `${hexIdOf(span.traceId)}:${parent}`;
}

/** The key that the children of a span have in common, see `siblingKeyOf`. */
export function spanKeyOf(reading: SpanReading): string | undefined {
  const id = hexIdOf(reading.span.spanId);
  return id === undefined ? undefined : keyOf(reading, id);
}

function keyOf({ span }: SpanReading, id: string): string {
  return `${hexIdOf(span.traceId)}:${id}`;
}
