import type { SpanReading } from "../reading/span-reading.js";
import { type Facts, factsOf, jointFacts } from "./call-evidence.js";

/** Spans that report one call, and what they say of it together. */
export interface CallGroup {
  facts: Facts;
  readonly members: SpanReading[];
}

/** The groups of spans, each of which reports one call. */
export class CallGroups {
  readonly #groups = new Map<SpanReading, CallGroup>();

  /** The group of a span: the span alone, until it is joined to another. */
  of(call: SpanReading): CallGroup {
    let group = this.#groups.get(call);
    if (group === undefined) this.#groups.set(call, (group = { facts: factsOf(call), members: [call] }));
    return group;
  }

  /** The spans that report the same call, the span itself among them. */
  membersWith(call: SpanReading): readonly SpanReading[] {
    return this.#groups.get(call)?.members ?? [call];
  }

  /** Whether two spans are known to report one call. */
  areOne(a: SpanReading, b: SpanReading): boolean {
    const group = this.#groups.get(a);
    return group !== undefined && group === this.#groups.get(b);
  }

  /**
   * Makes one group of two, unless something contradicts that they report one call. Returns whether they are
   * one now.
   */
  join(a: SpanReading, b: SpanReading): boolean {
    const groupOfA = this.of(a);
    const groupOfB = this.of(b);
    if (groupOfA === groupOfB) return true;
    const facts = jointFacts(groupOfA.facts, groupOfB.facts);
    if (facts === undefined) return false;
    // The smaller goes into the larger, so that no span changes its group often.
    const [larger, smaller] = groupOfA.members.length < groupOfB.members.length ? [groupOfB, groupOfA] : [groupOfA, groupOfB];
    larger.facts = facts;
    for (const call of smaller.members) {
      larger.members.push(call);
      this.#groups.set(call, larger);
    }
    return true;
  }

  /** Every group of several spans, once. */
  several(): readonly (readonly SpanReading[])[] {
    const several: (readonly SpanReading[])[] = [];
    for (const [call, { members }] of this.#groups) if (members.length > 1 && members[0] === call) several.push(members);
    return several;
  }
}

/** Spans by the key they share; `undefined` is not a key. */
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

/**
 * With how many others that share its key each span is compared: enough for those that lack a fact, and still
 * linear in time.
 */
export const MAX_TRIES = 8;

export function firstOf(calls: readonly SpanReading[] = []): readonly SpanReading[] {
  return calls.slice(0, MAX_TRIES);
}
