import type { Time } from "../otlp/times.js";
import type { SpanReading } from "../reading/span-reading.js";
import { endOf, startOf } from "./call-evidence.js";

/** A call, and the end of everything that was joined to it. */
export interface Timed {
  readonly call: SpanReading;
  readonly start: Time;
  end: Time;
}

/** Whether a call begins before what was joined to another ends. */
export function isOpen(open: Timed, next: Timed): boolean {
  return next.start < open.end || next.start === open.start;
}

/** The calls in the order of their starts, as runs in which each call begins before an earlier one has ended. */
export function overlappingRuns(calls: readonly SpanReading[]): readonly (readonly Timed[])[] {
  const timed: Timed[] = [];
  for (const call of calls) {
    const start = startOf(call);
    const end = endOf(call);
    if (start !== undefined && end !== undefined) timed.push({ call, start, end });
  }
  timed.sort((a, b) => (a.start < b.start ? -1 : Number(a.start > b.start)));
  const runs: Timed[][] = [];
  let last: Timed | undefined;
  for (const next of timed) {
    if (last === undefined || !isOpen(last, next)) runs.push([next]);
    else (runs.at(-1) as Timed[]).push(next);
    if (last === undefined || next.end > last.end || !isOpen(last, next)) last = next;
  }
  return runs;
}
