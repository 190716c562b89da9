import type { SpanReading } from "./span-reading.js";

/** The group of spans that tell the same call, of each span that is in one. */
export type CallGroups = Map<SpanReading, SpanReading[]>;

/** Makes one group of two; the smaller goes into the larger, so that no span changes its group often. */
export function joinGroups(groups: CallGroups, a: SpanReading, b: SpanReading): void {
  if (a === b) return;
  const groupOfA = groups.get(a) ?? [a];
  const groupOfB = groups.get(b) ?? [b];
  if (groupOfA === groupOfB) return;
  const [larger, smaller] = groupOfA.length < groupOfB.length ? [groupOfB, groupOfA] : [groupOfA, groupOfB];
  for (const call of smaller) {
    larger.push(call);
    groups.set(call, larger);
  }
  groups.set(a, larger).set(b, larger);
}

/** Spans by the key they share; `undefined` is no key. */
export function byKey<K>(calls: readonly SpanReading[], keyOf: (call: SpanReading) => K | undefined): Map<K, SpanReading[]> {
  const buckets = new Map<K, SpanReading[]>();
  for (const call of calls) {
    const key = keyOf(call);
    if (key === undefined) continue;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [call]);
    else bucket.push(call);
  }
  return buckets;
}
