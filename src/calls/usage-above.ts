import { rawUsageOf } from "../raw/raw-usage.js";
import type { SpanReading } from "../reading/span-reading.js";
import { byKey } from "./call-groups.js";
import type { Indexes } from "./indexes.js";
import { hasLeftUsage, isLater } from "./raw-relation.js";
import { parentOf } from "./span-index.js";

/**
 * The span that has what a raw request's call lacks. It may be one on which the usage and cost of the call
 * were left. Or it has usage that neither the raw request nor another of LiteLLM's spans has: the raw request
 * span of a stream holds only the request, and the span above it, of a framework (ADK, Strands) in the
 * application, holds the counts. That span is not LiteLLM's, so it is not mapped, and its usage counts once.
 * With several raw requests below it, the usage may be a sum, and is not taken.
 */
export function usageAbove(
  rawCalls: ReadonlySet<SpanReading>,
  raw: readonly SpanReading[],
  index: Indexes,
  left: ReadonlyMap<SpanReading, SpanReading>,
): ReadonlyMap<SpanReading, SpanReading> {
  const above = new Map<SpanReading, SpanReading>();
  for (const [parent, each] of left) above.set(each, parent);
  const without = [...rawCalls].filter((each) => rawUsageOf(each) === undefined);
  if (without.length === 0) return above;
  const byParent = byKey(raw, (each) => index.parentOf(each));
  for (const each of without) {
    const parent = index.parentOf(each);
    const isMapped = parentOf(each, index.ofMapped) !== undefined;
    if (parent?.type === "llm" && !isMapped && byParent.get(parent)?.length === 1) above.set(each, parent);
  }
  return above;
}

/**
 * The spans of an application whose usage and cost are those of a raw request span below, which is a call of
 * its own, each with that span. Of several with the same usage, it is the last one.
 */
export function leftUsageAmong(rawCalls: ReadonlySet<SpanReading>, index: Indexes): ReadonlyMap<SpanReading, SpanReading> {
  const left = new Map<SpanReading, SpanReading>();
  for (const raw of rawCalls) {
    const parent = index.parentOf(raw);
    if (parent === undefined || !hasLeftUsage(raw, parent)) continue;
    const other = left.get(parent);
    if (other === undefined || isLater(raw, other)) left.set(parent, raw);
  }
  return left;
}
