import type { Time } from "../otlp/times.js";
import type { SpanReading } from "../reading/span-reading.js";
import { startOf } from "./call-evidence.js";
import { byKey } from "./call-groups.js";
import type { Indexes } from "./indexes.js";
import { isParentOf, parentOf } from "./span-index.js";

/** Under how many starts a call is looked up, however many raw request spans it has. */
const MAX_STARTS = 8;

/**
 * Calls by their start. A call on the proxy's root span (1.80.17) starts with the request. Its raw request
 * span has the start of the call itself, which is also the start of the span in the other trace.
 */
export function callsByStart(
  calls: readonly SpanReading[],
  raw: readonly SpanReading[],
  index: Indexes,
): ReadonlyMap<Time | undefined, readonly SpanReading[]> {
  const byStart: ReadonlyMap<Time | undefined, SpanReading[]> = byKey(calls, startOf);
  let all: ReadonlySet<SpanReading> | undefined;
  const rawCalls = new Set(calls.filter(({ isRawRequest }) => isRawRequest));
  const moved = new Map<SpanReading, Set<unknown>>();
  for (const reading of raw) {
    // One that is a call itself does not show when its parent's began.
    if (rawCalls.has(reading)) continue;
    const bucket = byStart.get(startOf(reading));
    // Usually the only call with that start is its own. All spans are indexed to find another.
    if (!bucket || isParentOf(bucket[0] as SpanReading, reading)) continue;
    const call = parentOf(reading, index.ofMapped);
    if (call === undefined || !(all ??= new Set(calls)).has(call)) continue;
    let starts = moved.get(call);
    if (starts === undefined) moved.set(call, (starts = new Set([startOf(call)])));
    if (starts.size <= MAX_STARTS && !starts.has(startOf(reading))) {
      starts.add(startOf(reading));
      bucket.push(call);
    }
  }
  return byStart;
}
