import { shortKeyOf } from "../otlp/wire-keys.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";
import { callIdOf, endOf, haveOneResponse, responseIdOf, startOf } from "./call-evidence.js";
import { byKey, CallGroups } from "./call-groups.js";
import { callsByStart } from "./calls-by-start.js";
import type { Indexes } from "./indexes.js";
import { joinOverlapping, joinSameEnd, joinSameMessages, joinSameSpans } from "./join-calls.js";
import { siblingKeyOf, spanKeyOf } from "./span-index.js";

/**
 * Groups the spans that report one call: LiteLLM exports streamed calls and `/v1/messages` under two traces,
 * and with `USE_OTEL_LITELLM_REQUEST_SPAN` repeats a call on the proxy's root span.
 *
 * Two spans report one call where the operation is the same, nothing contradicts it (`Facts`, the request
 * model among them), and one of these holds: they have the same trace and span id; the call id or the
 * response id is the same and the times overlap; the start time and the input messages are the same; one lies
 * above the other, and they end at the same nanosecond with the same input. Redacted calls, speech and OCR
 * have no messages to compare, so start and end together are enough there. An id alone is weak evidence:
 * self-hosted servers repeat theirs, callers choose call ids, and a cached answer repeats a response id.
 */
export function groupedCalls(calls: readonly SpanReading[], raw: readonly SpanReading[], index: Indexes): CallGroups {
  if (calls.length < 2) return NO_GROUPS;
  const groups = new CallGroups();
  const startedApart = rawStartsDiffer(raw);
  forEachOperation(
    byKey(calls, ({ view }) => view.spanId),
    (bucket) => joinSameSpans(bucket, groups),
  );
  forEachOperation(byKey(calls, callIdOf), (bucket) => joinOverlapping(bucket, groups, haveOneResponse));
  forEachOperation(byKey(calls, responseIdOf), (bucket) =>
    joinOverlapping(bucket, groups, (one, other) => !startedApart(one, other)),
  );
  forEachOperation(callsByStart(calls, raw, index), (bucket) => joinSameMessages(bucket, groups));
  forEachOperation(byKey(calls, endOf), (bucket) => joinSameEnd(bucket, groups, index));
  return groups;
}

const NO_GROUPS = new CallGroups();

/**
 * The span that stays the call: a descendant before its ancestor, else the one with more attributes, else the
 * first.
 */
export function callAmong(group: readonly SpanReading[], index: Indexes): SpanReading {
  const candidates = shareTrace(group) ? index.tree.leavesAmong(group) : group;
  return candidates.reduce((best, next) => (next.view.attributeCount > best.view.attributeCount ? next : best));
}

function shareTrace(group: readonly SpanReading[]): boolean {
  return new Set(group.map(({ view }) => view.traceId)).size < group.length;
}

/** Calls `join` with what shares a key and an operation, where several spans do. */
function forEachOperation<K>(
  buckets: ReadonlyMap<K, readonly SpanReading[]>,
  join: (calls: readonly SpanReading[]) => void,
): void {
  for (const bucket of buckets.values()) {
    if (bucket.length < 2) continue;
    for (const ofOne of byKey(bucket, operationOf).values()) {
      const models = byKey(ofOne, modelOf);
      for (const ofModel of models.values()) if (ofModel.length > 1) join(ofModel);
      // One that lost its model may be of any.
      if (models.size > 1 && models.has("")) join(ofOne);
    }
  }
}

function operationOf({ operation = "" }: SpanReading): string {
  return shortKeyOf(operation);
}

function modelOf(call: SpanReading): string {
  return shortKeyOf(textAt(call, call.layout.sources.requestModel) ?? "");
}

/**
 * Whether two spans have, or are, raw request spans with different starts and ends. LiteLLM exports those of
 * one call with the same times, so a server has given one id to two calls.
 */
function rawStartsDiffer(raw: readonly SpanReading[]): (one: SpanReading, other: SpanReading) => boolean {
  let byParent: Map<string, SpanReading[]> | undefined;
  const below = (call: SpanReading) => (byParent ??= byKey(raw, siblingKeyOf)).get(spanKeyOf(call) ?? "")?.[0];
  const rawOf = (call: SpanReading) => (call.isRawRequest ? call : below(call));
  return (one, other) => {
    if (startOf(one) === startOf(other) || endOf(one) === endOf(other)) return false;
    const [rawOfOne, rawOfOther] = [rawOf(one), rawOf(other)];
    if (rawOfOne === undefined || rawOfOther === undefined) return false;
    return startOf(rawOfOne) !== startOf(rawOfOther) && endOf(rawOfOne) !== endOf(rawOfOther);
  };
}
