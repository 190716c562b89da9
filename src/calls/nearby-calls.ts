import { isSumOfCalls } from "../litellm/operation.js";
import type { Time } from "../otlp/times.js";
import { reportsCall, type SpanReading } from "../reading/span-reading.js";
import { callIdOf, endOf, responseIdOf, startOf } from "./call-evidence.js";
import { byKey, firstOf, MAX_TRIES } from "./call-groups.js";
import { FIT, type Fit, fitOf, isCompatible } from "./raw-relation.js";
import { parentOf, type SpanIndex, siblingKeyOf } from "./span-index.js";

/** A raw request span, and the span that reports its call. */
export interface RawOfCall {
  readonly raw: SpanReading;
  readonly call: SpanReading;
  readonly fit: Fit;
  /** The call is the parent or a sibling. Recovery only takes from such a raw request. */
  readonly isNear: boolean;
}

/** Finds the calls that may be a raw request span's own, with how well it fits each. */
export function nearbyCalls(calls: readonly SpanReading[], index: SpanIndex): (raw: SpanReading) => readonly RawOfCall[] {
  const byResponseId = byKey(calls, responseIdOf);
  const byCallId = byKey(calls, callIdOf);
  const byStart: ReadonlyMap<Time, readonly SpanReading[]> = byKey(calls, startOf);
  const bySibling = byKey(calls, siblingKeyOf);
  for (const siblings of bySibling.values()) siblings.sort((a, b) => (isBefore(a, startOf(b)) ? -1 : 1));
  return (raw) => {
    const parent = parentOf(raw, index);
    const candidates: RawOfCall[] =
      parent !== undefined && isCall(parent) ? [{ raw, call: parent, fit: fitOf(raw, parent), isNear: true }] : [];
    if (candidates[0]?.fit === FIT.id) return candidates;
    const ofId = [...firstOf(byResponseId.get(responseIdOf(raw) ?? "")), ...firstOf(byCallId.get(callIdOf(raw) ?? ""))];
    for (const call of ofId) if (isCompatible(raw, call)) candidates.push({ raw, call, fit: FIT.id, isNear: false });
    for (const call of firstOf(byStart.get(startOf(raw) ?? ""))) {
      if (call === parent) continue;
      const fit = fitOf(raw, call);
      const fits = fit >= FIT.usage ? isCompatible(raw, call) : fit === FIT.open && endOf(raw) === endOf(call);
      if (fits) candidates.push({ raw, call, fit, isNear: false });
    }
    for (const call of holdersAmong(bySibling.get(siblingKeyOf(raw) ?? ""), raw))
      candidates.push({ raw, call, fit: fitOf(raw, call), isNear: true });
    return candidates;
  };
}

/** Whether the span is a call's. One of LiteLLM's is, even if it reports neither text nor usage. */
function isCall(reading: SpanReading): boolean {
  const { isForeign, operation, layout } = reading;
  return (
    reportsCall(reading) || !(isForeign || operation === undefined || layout.hasOtherVocabularyOnly || isSumOfCalls(operation))
  );
}

/**
 * The siblings whose time holds the raw request, in the order of their start; of many, those that started
 * last before it.
 */
function holdersAmong(siblings: readonly SpanReading[] | undefined, raw: SpanReading): readonly SpanReading[] {
  const start = startOf(raw);
  const end = endOf(raw);
  if (siblings === undefined || start === undefined || end === undefined) return [];
  let [from, to] = [0, siblings.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(siblings[middle] as SpanReading, start) || startOf(siblings[middle] as SpanReading) === start) from = middle + 1;
    else to = middle;
  }
  return siblings.slice(Math.max(0, from - MAX_TRIES), from).filter((call) => (endOf(call) ?? start) >= end);
}

function isBefore(call: SpanReading, time: Time | undefined): boolean {
  const start = startOf(call);
  return start === undefined || (time !== undefined && start < time);
}
