import type { SpanReading } from "../reading/span-reading.js";
import { differInUsage, reportsTokens } from "../reading/span-usage.js";
import { digestOf, factsOf, haveOneResponse, inputOf, momentOf, startOf, writtenInputOf } from "./call-evidence.js";
import { byKey, type CallGroups, MAX_TRIES } from "./call-groups.js";
import type { Indexes } from "./indexes.js";
import { isOpen, overlappingRuns, type Timed } from "./overlapping-calls.js";

/** Joins spans that came twice, as where an exporter sends a batch again. */
export function joinSameSpans(calls: readonly SpanReading[], groups: CallGroups): void {
  for (const bucket of byKey(calls, ({ view }) => view.traceId).values()) {
    const timed = bucket.filter(momentOf).map((call) => ({ call, start: "", end: "" }));
    joinInOrder(timed, groups, ({ call }, next) => momentOf(call) === momentOf(next.call) && haveOneResponse(call, next.call));
  }
}

/** Joins calls that share an id and overlap in time, where they match. */
export function joinOverlapping(
  calls: readonly SpanReading[],
  groups: CallGroups,
  fits: (one: SpanReading, other: SpanReading) => boolean,
): void {
  for (const run of overlappingRuns(calls))
    joinInOrder(run, groups, (open, next) => isOpen(open, next) && fits(open.call, next.call));
}

/** Joins calls with the same start and the same input messages. */
export function joinSameMessages(calls: readonly SpanReading[], groups: CallGroups): void {
  const alike = byKey(calls, (call) => {
    const messages = inputOf(call);
    return messages && digestOf([messages]);
  });
  for (const bucket of alike.values()) {
    const timed = bucket.map((call) => ({ call, start: "", end: "" }));
    if (bucket.length > 1) joinInOrder(timed, groups, (open, next) => inputOf(open.call) === inputOf(next.call));
  }
}

/** Joins calls with the same end. What the proxy's root span repeats of reranking, speech and embeddings has no id. */
export function joinSameEnd(calls: readonly SpanReading[], groups: CallGroups, index: Indexes): void {
  const timed = calls.map((call) => ({ call, start: startOf(call) ?? "", end: "" }));
  joinInOrder(timed, groups, (open, next) => {
    if (groups.areOne(open.call, next.call)) return true;
    const written = writtenInputOf(open.call);
    if (written !== writtenInputOf(next.call)) return false;
    if (index.tree.isAbove(open.call, next.call) || index.tree.isAbove(next.call, open.call)) return true;
    // Without messages to compare, as where they are redacted, the rest must agree the more.
    const agree = inputOf(open.call) !== undefined || haveOneAnswer(open.call, next.call);
    return agree && open.start !== "" && open.start === next.start && (written !== undefined || open.call.type === "chain");
  });
}

/** The proxy rewrites response ids, so equal tokens make up for different ones. */
function haveOneAnswer(one: SpanReading, other: SpanReading): boolean {
  return !differInUsage(one, other) && (haveOneResponse(one, other) || (reportsTokens(one) && reportsTokens(other)));
}

/**
 * Joins each call to an earlier one that matches and does not contradict it: one with the same facts, or else
 * a recent one.
 */
function joinInOrder(calls: readonly Timed[], groups: CallGroups, matches: (open: Timed, next: Timed) => boolean): void {
  const byFacts = new Map<string, Timed>();
  const recent: Timed[] = [];
  const tryToJoin = (open: Timed | undefined, next: Timed) => {
    if (open === undefined || !matches(open, next) || !groups.join(open.call, next.call)) return false;
    if (next.end > open.end) open.end = next.end;
    return true;
  };
  for (const next of calls) {
    // If there are few, all are tried.
    const digest = calls.length > MAX_TRIES ? digestOf(factsOf(next.call)) : "";
    if (digest !== "" && tryToJoin(byFacts.get(digest), next)) continue;
    if (recent.some((open) => tryToJoin(open, next))) continue;
    if (digest !== "") byFacts.set(digest, next);
    recent.unshift(next);
    if (recent.length > MAX_TRIES) recent.pop();
  }
}
