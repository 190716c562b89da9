import type { Settings } from "../options.js";
import { reportsCall, type SpanReading, typeOfCallOn } from "../reading/span-reading.js";
import type { CallGroups } from "./call-groups.js";
import { type CallsAlone, callsAlone, withoutThoseOf } from "./calls-alone.js";
import { callAmong, groupedCalls } from "./duplicates.js";
import { type GivenSpans, Indexes } from "./indexes.js";
import type { RawOfCall } from "./nearby-calls.js";
import { foreignEchoesAmong, isForeignCandidate, unmarkedEchoesAmong } from "./other-instrumentations.js";
import { ownersOf } from "./raw-requests.js";
import { redactedAmong } from "./redacted-calls.js";
import { leftUsageAmong, usageAbove } from "./usage-above.js";

/** Which span is which call, among all spans that were given: what no span shows by itself. */
export interface CallDecisions {
  /** Spans that report a call which another span already reports. Their usage and cost would be counted twice. */
  readonly echoes: ReadonlySet<SpanReading>;
  /** Raw request spans that are the call, because no other span reports it. */
  readonly rawCalls: ReadonlySet<SpanReading>;
  /** Raw request spans whose call no span reports, without recovery. */
  readonly unreported: ReadonlySet<SpanReading>;
  /** Spans of redacted calls, and other spans of their traces that may quote them. */
  readonly redacted: ReadonlySet<SpanReading>;
  /** Raw request spans whose content is withheld. */
  readonly withheld: ReadonlySet<SpanReading>;
  /**
   * Spans of an application on which an earlier call has left its usage and cost, and the raw request span
   * that reports it now.
   */
  readonly leftUsage: ReadonlyMap<SpanReading, SpanReading>;
  /** The raw request span of a call, for recovery. */
  readonly rawRequests: ReadonlyMap<SpanReading, SpanReading>;
  /** For raw request spans that are the call, the span that has its usage or cost. */
  readonly usageAbove: ReadonlyMap<SpanReading, SpanReading>;
}

const NONE: ReadonlySet<SpanReading> = new Set();
const NONE_ALONE: CallsAlone = { rawCalls: [], unreported: [], orphans: NONE };
const NO_RAW_REQUESTS: ReadonlyMap<SpanReading, SpanReading> = new Map();

/**
 * Decides for all spans together. The time is linear in their number, except for sorting, and next to none
 * where no rule applies.
 */
export function decideCalls(given: GivenSpans, settings: Settings): CallDecisions {
  const { mapped } = given;
  const { raw, calls, foreign } = sorted(mapped);
  const index = new Indexes(given, raw);
  // Without recovery, a plain raw request span is a chain whatever it reports. Whose it is only matters for
  // the host's callback, and for redaction, which asks for it.
  const needsOwners = settings.recover || settings.onIssue !== undefined || foreign.length > 0 || raw.some(hasCallOnIt);
  let known: ReadonlyMap<SpanReading, RawOfCall> | undefined;
  const owners = () => (known ??= ownersOf(raw, calls, index.ofMapped));
  const alone = raw.length > 0 && needsOwners ? callsAlone(raw, owners(), settings, index) : NONE_ALONE;
  const all = alone.rawCalls.length === 0 ? calls : [...calls, ...alone.rawCalls];
  const groups = groupedCalls(all, raw, index);
  const echoes = new Set<SpanReading>();
  const chosen: SpanReading[] = [];
  for (const group of groups.several()) {
    const call = callAmong(group, index);
    chosen.push(call);
    for (const member of group) if (member !== call) echoes.add(member);
  }
  for (const echo of foreign.length === 0 ? NONE : foreignEchoesAmong(foreign, all, index.whole)) echoes.add(echo);
  for (const echo of unmarkedEchoesAmong(calls, mapped)) echoes.add(echo);
  for (const each of raw) if (each.layout.hasUsageOrCost && (owners().has(each) || alone.orphans.has(each))) echoes.add(each);
  const rawCalls = setOf(
    alone.rawCalls.filter((each) => !echoes.has(each) && (each.operation === undefined || typeOfCallOn(each) === "llm")),
  );
  const leftUsage = settings.demoteDuplicates ? leftUsageAmong(rawCalls, index) : NO_RAW_REQUESTS;
  const redaction = redactedAmong({ given, raw, groups, owners, index, echoes });
  return {
    echoes: settings.demoteDuplicates ? echoes : NONE,
    rawCalls,
    leftUsage,
    unreported: setOf(withoutThoseOf(foreign, echoes, alone.unreported)),
    redacted: redaction.calls,
    withheld: settings.withholdRawRequests ? new Set(raw) : redaction.raw,
    rawRequests: settings.recover ? rawRequestsOf(owners(), groups, chosen, redaction.raw, alone.rawCalls) : NO_RAW_REQUESTS,
    usageAbove: usageAbove(rawCalls, raw, index, leftUsage),
  };
}

function setOf(spans: readonly SpanReading[]): ReadonlySet<SpanReading> {
  return spans.length === 0 ? NONE : new Set(spans);
}

interface Sorted {
  readonly raw: readonly SpanReading[];
  readonly calls: readonly SpanReading[];
  readonly foreign: readonly SpanReading[];
}

function sorted(readings: readonly SpanReading[]): Sorted {
  const raw: SpanReading[] = [];
  const calls: SpanReading[] = [];
  const foreign: SpanReading[] = [];
  for (const reading of readings) {
    if (reading.isMapped) continue;
    if (reading.isRawRequest) raw.push(reading);
    else if (reading.layout.saysNothing) continue;
    else if (isForeignCandidate(reading)) foreign.push(reading);
    else if (reportsCall(reading)) calls.push(reading);
  }
  return { raw, calls, foreign };
}

function hasCallOnIt({ operation, layout }: SpanReading): boolean {
  return operation !== undefined || layout.hasUsageOrCost;
}

/** For each call, the raw request span that fits it best: its own, or else that of another span of the same call. */
function rawRequestsOf(
  owners: ReadonlyMap<SpanReading, RawOfCall>,
  groups: CallGroups,
  chosen: readonly SpanReading[],
  withheld: ReadonlySet<SpanReading>,
  rawCalls: readonly SpanReading[],
): ReadonlyMap<SpanReading, SpanReading> {
  const rawRequests = new Map<SpanReading, SpanReading>();
  for (const each of rawCalls) if (!withheld.has(each)) rawRequests.set(each, each);
  for (const { raw, call, isNear } of owners.values()) {
    if (isNear && !withheld.has(raw) && !rawRequests.has(call)) rawRequests.set(call, raw);
  }
  for (const call of chosen) {
    if (rawRequests.has(call)) continue;
    const member = groups.membersWith(call).find((each) => rawRequests.has(each));
    const raw = member && rawRequests.get(member);
    if (raw !== undefined) rawRequests.set(call, raw);
  }
  return rawRequests;
}
