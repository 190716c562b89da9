import { rawMessagesOf } from "../raw/raw-facts.js";
import type { SpanReading } from "../reading/span-reading.js";
import { endOf, responseIdOf, startOf } from "./call-evidence.js";
import { MAX_TRIES } from "./call-groups.js";
import { nearbyCalls, type RawOfCall } from "./nearby-calls.js";
import { FIT, isLater } from "./raw-relation.js";
import { parentOf, type SpanIndex } from "./span-index.js";

/**
 * The raw request spans whose call another span reports: the parent, a span with the same response or call
 * id, or a sibling whose time holds it (`litellm_request` and `raw_gen_ai_request` side by side under the
 * proxy's root), or a span that begins at the same nanosecond in another trace, where several callbacks
 * export the call. Where several fit one call, those that fit best are its own, and no span reports the calls
 * of the others.
 */
export function ownersOf(
  raw: readonly SpanReading[],
  calls: readonly SpanReading[],
  index: SpanIndex,
): ReadonlyMap<SpanReading, RawOfCall> {
  const owners = new Map<SpanReading, RawOfCall>();
  if (raw.length === 0) return owners;
  const near = nearbyCalls(calls, index);
  const ofCall = new Map<SpanReading, RawOfCall[]>();
  for (const reading of raw) {
    const best = near(reading).reduce<RawOfCall | undefined>((best, next) => (isBetter(next, best) ? next : best), undefined);
    if (best === undefined) continue;
    const others = ofCall.get(best.call);
    if (others === undefined) ofCall.set(best.call, [best]);
    else others.push(best);
  }
  for (const candidates of ofCall.values()) for (const each of ownAmong(candidates)) owners.set(each.raw, each);
  for (const each of repetitionsAmong(raw, owners, index)) owners.set(each.raw, each);
  return owners;
}

/**
 * Raw request spans that repeat one whose call is known: another vendor's callback puts a span of its own
 * between them and the call.
 */
function repetitionsAmong(
  raw: readonly SpanReading[],
  owners: ReadonlyMap<SpanReading, RawOfCall>,
  index: SpanIndex,
): readonly RawOfCall[] {
  const rest = owners.size === 0 ? [] : raw.filter((each) => !owners.has(each));
  if (rest.length === 0) return [];
  const byCall = new Map<SpanReading, RawOfCall[]>();
  for (const owner of owners.values()) {
    const others = byCall.get(owner.call);
    if (others === undefined) byCall.set(owner.call, [owner]);
    else if (others.length < MAX_TRIES) others.push(owner);
  }
  return rest.flatMap((each) => {
    const parent = parentOf(each, index);
    const call = parent && parentOf(parent, index);
    const owner = call && byCall.get(call)?.find((one) => repeats(each, one.raw));
    return owner === undefined ? [] : [{ ...owner, raw: each, isNear: false }];
  });
}

/** Of calls that fit equally well, the nearest one. */
function isBetter(next: RawOfCall, best: RawOfCall | undefined): boolean {
  const fit = best?.fit ?? FIT.none;
  return next.fit > fit || (next.fit === fit && fit !== FIT.none && next.isNear && best?.isNear === false);
}

/** Those that fit best: of several, the last one and its repetitions. */
function ownAmong(candidates: readonly RawOfCall[]): readonly RawOfCall[] {
  const own = candidates.reduce((best, next) =>
    next.fit > best.fit || (next.fit === best.fit && isLater(next.raw, best.raw)) ? next : best,
  );
  if (own.fit === FIT.id) return candidates.filter(({ fit }) => fit === FIT.id);
  return candidates.filter((each) => each === own || (each.fit === own.fit && repeats(each.raw, own.raw)));
}

/** LiteLLM writes some raw request spans twice: with the same response, or with the same request at the same time. */
function repeats(one: SpanReading, other: SpanReading): boolean {
  const id = responseIdOf(one);
  if (id !== undefined || responseIdOf(other) !== undefined) return id === responseIdOf(other);
  return startOf(one) === startOf(other) && endOf(one) === endOf(other) && rawMessagesOf(one) === rawMessagesOf(other);
}
