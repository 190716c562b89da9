import type { SpanReading } from "../reading/span-reading.js";
import { parentOf, type SpanIndex } from "./span-index.js";

/** All spans above any of these; none is visited twice. */
export function ancestorsOf(spans: readonly SpanReading[], index: SpanIndex): ReadonlySet<SpanReading> {
  const ancestors = new Set<SpanReading>();
  for (const span of spans) {
    let ancestor = parentOf(span, index);
    while (ancestor !== undefined && !ancestors.has(ancestor)) {
      ancestors.add(ancestor);
      ancestor = parentOf(ancestor, index);
    }
  }
  return ancestors;
}

/**
 * Finds the nearest of some calls above a span. What is on the way is remembered, so that no span is visited
 * twice.
 */
export function nearestAbove(isCall: ReadonlySet<SpanReading>, index: SpanIndex): (span: SpanReading) => SpanReading | undefined {
  const known = new Map<SpanReading, SpanReading | undefined>();
  return (span) => {
    const path: SpanReading[] = [];
    let at: SpanReading | undefined = span;
    let found: SpanReading | undefined;
    while (at !== undefined && !known.has(at)) {
      known.set(at, undefined);
      path.push(at);
      at = parentOf(at, index);
      if (at !== undefined && isCall.has(at)) {
        found = at;
        break;
      }
    }
    if (found === undefined && at !== undefined) found = known.get(at);
    for (const each of path) known.set(each, found);
    return found;
  };
}
