import { bucketsOf, type CallGroups, joinGroups } from "./call-groups.js";
import { integerOf } from "./otlp/integers.js";
import { parentOf, type SpanIndex } from "./span-index.js";
import { type SpanReading, sourceTextOf, textAt } from "./span-reading.js";

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
  if (calls.length < 2) return new Set();
  const groups: CallGroups = new Map();
  for (const bucket of ofOneModel(bucketsOf(calls, (call) => sourceTextOf(call, "callId")))) joinOverlapping(bucket, groups);
  for (const bucket of ofOneModel(bucketsOf(calls, (call) => sourceTextOf(call, "responseId")))) joinOverlapping(bucket, groups);
  for (const bucket of ofOneModel(bucketsOf(calls, startOf))) joinSameMessages(bucket, groups);
  joinByRawRequests(raw, calls, indexOf, groups);
  const echoes = new Set<SpanReading>();
  for (const group of bucketsOf(calls, (call) => groups.get(call))) {
    const call = callAmong(group, indexOf());
    for (const reading of group) if (reading !== call) echoes.add(reading);
  }
  return echoes;
}

/** All spans of one call of the mapper have their times in the same form, so that only numbers must be told from texts. */
function startOf({ span }: SpanReading): string | undefined {
  const start = span.startTimeUnixNano;
  return typeof start === "string" ? start : integerOf(start)?.toString();
}

/** The buckets, taken apart by operation and request model. */
function ofOneModel(buckets: readonly (readonly SpanReading[])[]): readonly (readonly SpanReading[])[] {
  return buckets
    .flatMap((bucket) => bucketsOf(bucket, (call) => call.operation))
    .flatMap((bucket) => bucketsOf(bucket, (call) => sourceTextOf(call, "requestModel") ?? ""));
}

function joinOverlapping(bucket: readonly SpanReading[], groups: CallGroups): void {
  const timed = bucket.flatMap((call) => {
    const start = integerOf(call.span.startTimeUnixNano);
    const end = integerOf(call.span.endTimeUnixNano);
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

/** The first of the bucket tells the start that all have. */
function joinSameMessages(bucket: readonly SpanReading[], groups: CallGroups): void {
  if (integerOf((bucket[0] as SpanReading).span.startTimeUnixNano) === undefined) return;
  for (const [first, ...others] of bucketsOf(bucket, inputMessagesOf)) {
    for (const other of others) joinGroups(groups, first as SpanReading, other);
  }
}

/**
 * A call on the proxy's root span (1.80.17) starts with the request; its raw request span tells when the call itself did, which is
 * when the span in the other trace starts.
 */
function joinByRawRequests(
  raw: readonly SpanReading[],
  calls: readonly SpanReading[],
  indexOf: () => SpanIndex,
  groups: CallGroups,
): void {
  if (raw.length === 0) return;
  const byStart = new Map(calls.map((call) => [startOf(call), call]));
  for (const reading of raw) {
    const other = byStart.get(startOf(reading));
    const call = other && parentOf(reading, indexOf());
    if (call === undefined || call === other) continue;
    for (const pair of ofOneModel([[other as SpanReading, call]])) joinSameMessages(pair, groups);
  }
}

/** Without message logging there is nothing to compare: such spans are told by their ids alone. */
function inputMessagesOf(call: SpanReading): string | undefined {
  const messages = sourceTextOf(call, "inputMessages");
  if (messages !== undefined) return messages;
  const prompts = call.layout.indexed.filter((source) => source.list === "prompts");
  if (prompts.length === 0) return undefined;
  return JSON.stringify(prompts.map(({ index, field, at }) => [index, field, textAt(call.attributes, at)]));
}

/** The span that stays the call: a descendant before its ancestor, else the one with more attributes, else the first. */
function callAmong(group: readonly SpanReading[], index: SpanIndex): SpanReading {
  const ancestors = ancestorsOf(group, index);
  const leaves = group.filter((reading) => !ancestors.has(reading));
  const candidates = leaves.length > 0 ? leaves : group;
  return candidates.reduce((best, next) => (next.attributes.length > best.attributes.length ? next : best));
}

/** No span is walked over twice, so deep and cyclic traces cost no more than others. */
function ancestorsOf(group: readonly SpanReading[], index: SpanIndex): ReadonlySet<SpanReading> {
  const ancestors = new Set<SpanReading>();
  for (const member of group) {
    let ancestor = parentOf(member, index);
    while (ancestor !== undefined && !ancestors.has(ancestor)) {
      ancestors.add(ancestor);
      ancestor = parentOf(ancestor, index);
    }
  }
  return ancestors;
}
