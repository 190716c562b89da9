import type { SpanReading } from "../reading/span-reading.js";
import { reportsCall } from "../reading/span-reading.js";
import { callIdOf, responseIdOf, startOf } from "./call-evidence.js";
import { byKey, type CallGroups, firstOf } from "./call-groups.js";
import type { GivenSpans, Indexes } from "./indexes.js";
import type { RawOfCall } from "./nearby-calls.js";
import { areApart } from "./raw-relation.js";
import { isRedacted } from "./redaction-marks.js";

/** Spans that must not show what was said. */
export interface Redaction {
  readonly calls: ReadonlySet<SpanReading>;
  readonly raw: ReadonlySet<SpanReading>;
}

/** What is known of the spans when redacted calls are looked for. */
export interface RedactionGround {
  /** Of those that are not mapped, some may be LiteLLM's, where the host does not recognise them. */
  readonly given: GivenSpans;
  readonly raw: readonly SpanReading[];
  readonly groups: CallGroups;
  /** Whose the raw request spans are; worked out when called. */
  owners(): ReadonlyMap<SpanReading, RawOfCall>;
  readonly index: Indexes;
  readonly echoes: ReadonlySet<SpanReading>;
}

const NOTHING: Redaction = { calls: new Set(), raw: new Set() };

/**
 * The spans of redacted calls. LiteLLM redacts the messages on the call's span, but leaves the provider's
 * request and response beside it in the clear; in some releases the answer too. On some routes it ignores the
 * request's header altogether.
 *
 * A call is redacted on all of its spans. A raw request span is redacted where its call or its parent is,
 * even a parent that is not mapped. Where it is not known whose it is, it is redacted if any call of its
 * trace is. Spans of such a trace that are not calls may quote a redacted one.
 */
export function redactedAmong(ground: RedactionGround): Redaction {
  const marked = new Set<SpanReading>();
  // Moderations and failed calls have no usage, and another callback's span has other names: each may carry the mark.
  for (const each of ground.given.mapped) {
    if (isRedacted(each)) for (const member of ground.groups.membersWith(each)) marked.add(member);
  }
  for (const each of ground.raw) if (isMarkedParent(each, ground)) marked.add(each);
  const others = ground.given.hasOthers && ground.raw.length > 0 ? ground.given.others().filter(isRedacted) : [];
  if (marked.size + others.length === 0) return NOTHING;
  for (const each of ground.raw) {
    const call = marked.has(each) && isRedacted(each) ? ground.owners().get(each)?.call : undefined;
    if (call !== undefined) marked.add(call);
  }
  const isInTrace = sharesTraceWith([...marked, ...others]);
  const mayBeOfMarked = maySuit(marked);
  const isOfMarked = (each: SpanReading) => mayBeOfMarked(each) && marked.has(ground.owners().get(each)?.call ?? each);
  const raw = new Set(ground.raw.filter((each) => (isInTrace(each) ? isWithheld(each, marked, ground) : isOfMarked(each))));
  const calls = new Set<SpanReading>();
  for (const each of ground.given.mapped) {
    if (each.isRawRequest) continue;
    const mayQuote = marked.has(each) || ground.echoes.has(each) || !reportsCall(each);
    if (mayQuote && isInTrace(each)) calls.add(each);
  }
  return { calls, raw };
}

/** A parent that is not mapped is read too, because LiteLLM writes the placeholder onto the application's span. */
function isMarkedParent(raw: SpanReading, { index, given }: RedactionGround): boolean {
  if (!given.hasOthers || raw.view.parentId === undefined) return false;
  const parent = index.parentOf(raw);
  return parent !== undefined && isRedacted(parent);
}

function isWithheld(
  raw: SpanReading,
  marked: ReadonlySet<SpanReading>,
  { owners, index, echoes, groups }: RedactionGround,
): boolean {
  if (marked.has(raw)) return true;
  const parent = index.parentOf(raw);
  if (parent !== undefined && marked.has(parent)) return true;
  // A distant call with the same id says little, because servers repeat ids.
  const owner = owners().get(raw);
  const call = owner?.isNear ? owner.call : parent !== undefined && reportsCall(parent) ? parent : undefined;
  // An echo by another instrumentation may be one of the redacted call.
  return call === undefined || marked.has(call) || (echoes.has(call) && groups.membersWith(call).length === 1);
}

/**
 * Whether a raw request may be one of these calls', in another trace: it has the call's id or starts with it,
 * and their times overlap. That is asked before it is worked out whose all raw requests are.
 */
function maySuit(calls: ReadonlySet<SpanReading>): (raw: SpanReading) => boolean {
  const all = [...calls];
  const byKeys = [startOf, responseIdOf, callIdOf].map((keyOf) => ({ keyOf, calls: byKey<unknown>(all, keyOf) }));
  return (raw) => byKeys.some((by) => firstOf(by.calls.get(by.keyOf(raw) ?? byKeys)).some((call) => !areApart(raw, call)));
}

/** Whether a span is of a trace that one of these is of. */
function sharesTraceWith(spans: Iterable<SpanReading>): (reading: SpanReading) => boolean {
  const traces = new Set<string | undefined>();
  for (const { view } of spans) traces.add(view.traceId);
  return ({ view }) => traces.has(view.traceId);
}
