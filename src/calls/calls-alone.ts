import type { Settings } from "../options.js";
import { isOfTextCall } from "../raw/raw-facts.js";
import type { SpanReading } from "../reading/span-reading.js";
import { responseIdOf } from "./call-evidence.js";
import { byKey } from "./call-groups.js";
import type { Indexes } from "./indexes.js";
import type { RawOfCall } from "./nearby-calls.js";

/** Raw request spans whose call no span reports, and those whose parent was not given. */
export interface CallsAlone {
  readonly rawCalls: readonly SpanReading[];
  readonly unreported: readonly SpanReading[];
  readonly orphans: ReadonlySet<SpanReading>;
}

/**
 * What becomes of raw request spans whose call no span reports: with the call's own attributes
 * (1.81.9-1.82.2) they are the call, and with recovery on, so are those of a text-generating model. One whose
 * parent was not given stays a chain: the parent may report it.
 */
export function callsAlone(
  raw: readonly SpanReading[],
  owners: ReadonlyMap<SpanReading, RawOfCall>,
  settings: Settings,
  index: Indexes,
): CallsAlone {
  const rawCalls: SpanReading[] = [];
  const unreported: SpanReading[] = [];
  const orphans = new Set<SpanReading>();
  for (const each of raw) {
    if (owners.has(each)) continue;
    const isOrphan = each.view.parentId !== undefined && index.parentOf(each) === undefined;
    if (isOrphan) orphans.add(each);
    else if (each.operation !== undefined) rawCalls.push(each);
    else if (isOfTextCall(each)) (settings.recover ? rawCalls : unreported).push(each);
  }
  return { rawCalls, unreported, orphans };
}

/** Leaves out those whose call another instrumentation reports, judging by the response id. */
export function withoutThoseOf(
  foreign: readonly SpanReading[],
  echoes: ReadonlySet<SpanReading>,
  unreported: readonly SpanReading[],
): readonly SpanReading[] {
  if (foreign.length === 0) return unreported;
  const reported = byKey(
    foreign.filter((each) => !echoes.has(each)),
    responseIdOf,
  );
  return unreported.filter((each) => !reported.has(responseIdOf(each) ?? ""));
}
