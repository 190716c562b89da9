import { byKey, type CallGroups, joinGroups } from "./call-groups.js";
import { type Time, timeOf } from "./otlp/times.js";
import { parentOf, type SpanIndex, spanIndexOf } from "./span-index.js";
import { type SpanReading, textAt } from "./span-reading.js";

/** Spans that tell a call which another span stands for. */
export type Echoes = ReadonlySet<SpanReading>;

/**
 * Spans that tell one call: LiteLLM exports streamed calls and `/v1/messages` under two traces, and with
 * `USE_OTEL_LITELLM_REQUEST_SPAN` repeats a call on the proxy's root span. Counting both doubles tokens and cost.
 *
 * Two spans of type `llm` tell the same call where operation and request model are the same, and either the call id or the
 * response id and the times overlap, or the start time and the input messages are the same. A cached answer repeats a response id
 * after the first call ended, and a retry its call id: those are calls of their own.
 */
export function echoesOf(calls: readonly SpanReading[], raw: readonly SpanReading[], indexOf: () => SpanIndex): Echoes {
  const echoes = new Set<SpanReading>();
  if (calls.length < 2) return echoes;
  const groups: CallGroups = new Map();
  forEachModel(byKey(calls, callIdOf), groups, joinOverlapping);
  forEachModel(byKey(calls, responseIdOf), groups, joinOverlapping);
  forEachModel(callsByStart(calls, raw, indexOf), groups, joinSameMessages);
  for (const group of byKey(calls, (call) => groups.get(call)).values()) {
    const call = callAmong(group, indexOf());
    for (const reading of group) if (reading !== call) echoes.add(reading);
  }
  return echoes;
}

function callIdOf(call: SpanReading): string | undefined {
  return textAt(call.attributes, call.layout.sources.callId);
}

function responseIdOf(call: SpanReading): string | undefined {
  return textAt(call.attributes, call.layout.sources.responseId);
}

function startOf({ span }: SpanReading): Time | undefined {
  return timeOf(span.startTimeUnixNano);
}

/**
 * Calls by their start. A call on the proxy's root span (1.80.17) starts with the request; its raw request span tells when the call
 * itself did, which is when the span in the other trace starts.
 */
function callsByStart(
  calls: readonly SpanReading[],
  raw: readonly SpanReading[],
  indexOf: () => SpanIndex,
): ReadonlyMap<Time | undefined, readonly SpanReading[]> {
  const byStart: ReadonlyMap<Time | undefined, SpanReading[]> = byKey(calls, startOf);
  for (const reading of raw) {
    const bucket = byStart.get(startOf(reading));
    // As a rule the one call that starts then is its own: all spans are indexed for another.
    if (!bucket || parentOf(reading, spanIndexOf(bucket.slice(0, 1)))) continue;
    const call = parentOf(reading, indexOf());
    if (call !== undefined) bucket.push(call);
  }
  return byStart;
}

/** Joins what shares a key, an operation and a request model, where several spans do. */
function forEachModel<K>(
  buckets: ReadonlyMap<K, readonly SpanReading[]>,
  groups: CallGroups,
  join: (calls: readonly SpanReading[], groups: CallGroups) => void,
): void {
  for (const bucket of buckets.values()) {
    if (bucket.length < 2) continue;
    for (const ofOneModel of byKey(bucket, operationAndModelOf).values()) if (ofOneModel.length > 1) join(ofOneModel, groups);
  }
}

/** The length tells where the operation ends. */
function operationAndModelOf({ operation = "", attributes, layout }: SpanReading): string {
  return `${operation.length} ${operation}${textAt(attributes, layout.sources.requestModel) ?? ""}`;
}

function joinOverlapping(calls: readonly SpanReading[], groups: CallGroups): void {
  const timed = calls.flatMap((call) => {
    const start = startOf(call);
    const end = timeOf(call.span.endTimeUnixNano);
    return start === undefined || end === undefined ? [] : [{ call, start, end }];
  });
  const [first, ...others] = timed.sort((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));
  let last = first as (typeof timed)[number];
  for (const next of others) {
    const overlaps = next.start < last.end || next.start === last.start;
    if (overlaps) joinGroups(groups, last.call, next.call);
    if (!overlaps || next.end > last.end) last = next;
  }
}

function joinSameMessages(calls: readonly SpanReading[], groups: CallGroups): void {
  for (const [first, ...others] of byKey(calls, inputMessagesOf).values()) {
    for (const other of others) joinGroups(groups, first as SpanReading, other);
  }
}

/** Without message logging there is nothing to compare: such spans are told by their ids alone. */
function inputMessagesOf(call: SpanReading): string | undefined {
  const messages = textAt(call.attributes, call.layout.sources.inputMessages);
  if (messages !== undefined) return messages;
  const prompts = call.layout.indexed.filter((source) => source.list === "prompts");
  if (prompts.length === 0) return undefined;
  return JSON.stringify(prompts.map(({ index, field, at }) => [index, field, textAt(call.attributes, at)]));
}

/** The span that stays the call: a descendant before its ancestor, else the one with more attributes, else the first. */
function callAmong(group: readonly SpanReading[], index: SpanIndex): SpanReading {
  const leaves = leavesOf(group, index);
  const candidates = leaves.length > 0 ? leaves : group;
  return candidates.reduce((best, next) => (next.attributes.length > best.attributes.length ? next : best));
}

/** Without the ancestors of others. No span is walked over twice, so deep and cyclic traces cost no more than others. */
function leavesOf(group: readonly SpanReading[], index: SpanIndex): readonly SpanReading[] {
  const ancestors = new Set<SpanReading>();
  for (const member of group) {
    let ancestor = parentOf(member, index);
    while (ancestor !== undefined && !ancestors.has(ancestor)) {
      ancestors.add(ancestor);
      ancestor = parentOf(ancestor, index);
    }
  }
  return group.filter((reading) => !ancestors.has(reading));
}
