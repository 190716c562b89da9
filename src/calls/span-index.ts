import type { SpanReading } from "../reading/span-reading.js";

/**
 * Finds spans by trace and span id, whatever form the ids have: by the span id alone, and by both where spans
 * of several traces share one.
 */
export type SpanIndex = ReadonlyMap<string, SpanReading>;

/** Of spans with the same ids, the first is found. */
export function spanIndexOf(readings: readonly SpanReading[]): SpanIndex {
  const index = new Map<string, SpanReading>();
  for (const reading of readings) {
    const id = reading.view.spanId;
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
  const id = reading.view.parentId;
  const parent = id === undefined ? undefined : index.get(id);
  if (id === undefined || parent === undefined || isOfTrace(parent, reading)) return parent;
  return index.get(keyOf(reading, id));
}

/** Whether `parentSpanId` names the span. */
export function isParentOf(parent: SpanReading, reading: SpanReading): boolean {
  const id = reading.view.parentId;
  return id !== undefined && id === parent.view.spanId && isOfTrace(parent, reading);
}

function isOfTrace(first: SpanReading, { view }: SpanReading): boolean {
  const trace = first.view.traceId;
  return trace !== undefined && trace === view.traceId;
}

/** The trace and parent that two spans have in common where they are siblings, whether the parent is there or not. */
export function siblingKeyOf({ view }: SpanReading): string | undefined {
  const parent = view.parentId;
  return parent === undefined ? undefined : `${view.traceId}:${parent}`;
}

/** The key that the children of a span have in common, see `siblingKeyOf`. */
export function spanKeyOf(reading: SpanReading): string | undefined {
  const id = reading.view.spanId;
  return id === undefined ? undefined : keyOf(reading, id);
}

function keyOf({ view }: SpanReading, id: string): string {
  return `${view.traceId}:${id}`;
}
