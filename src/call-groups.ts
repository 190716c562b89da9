import type { SpanReading } from "./span-reading.js";

/** Groups of spans that tell the same call, joined two by two (a disjoint-set forest). */
export class CallGroups {
  readonly #parents = new Map<SpanReading, SpanReading>();

  join(a: SpanReading, b: SpanReading): void {
    const rootOfA = this.#rootOf(a);
    const rootOfB = this.#rootOf(b);
    if (rootOfA !== rootOfB) this.#parents.set(rootOfB, rootOfA);
  }

  ofSeveral(calls: readonly SpanReading[]): readonly SpanReading[][] {
    if (this.#parents.size === 0) return [];
    return bucketsOf(calls, (call) => this.#rootOf(call));
  }

  #rootOf(reading: SpanReading): SpanReading {
    let root = reading;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    let at = reading;
    for (let parent = this.#parents.get(at); parent !== undefined; parent = this.#parents.get(at)) {
      if (parent !== root) this.#parents.set(at, root);
      at = parent;
    }
    return root;
  }
}

/** Spans that share a key, where several do; `undefined` is no key. */
export function bucketsOf<K>(calls: readonly SpanReading[], keyOf: (call: SpanReading) => K | undefined): SpanReading[][] {
  const buckets = new Map<K, SpanReading[]>();
  for (const call of calls) {
    const key = keyOf(call);
    if (key === undefined) continue;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [call]);
    else bucket.push(call);
  }
  return [...buckets.values()].filter((bucket) => bucket.length > 1);
}
