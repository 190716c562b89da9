import { hasAnswer } from "../raw/raw-facts.js";
import { comparableUsageOf, type RawUsage } from "../raw/raw-usage.js";
import type { SpanReading } from "../reading/span-reading.js";
import { reportsTokens, type SpanUsage, usageOn } from "../reading/span-usage.js";
import { callIdOf, endOf, haveOtherCallers, isFailed, responseIdOf, startOf } from "./call-evidence.js";
import { answeredOn, askedOn } from "./said.js";

/**
 * How well a raw request span fits a call: its id agrees, its usage agrees, nothing is known, or it is
 * another call's.
 */
export const FIT = { id: 3, usage: 2, open: 1, none: 0 } as const;

export type Fit = (typeof FIT)[keyof typeof FIT];

/**
 * How well a raw request span fits the call of a span that is near it in the trace. The proxy rewrites
 * response ids, so equal usage makes up for different ids; where the ids differ and usage does not agree, it
 * is another call's, as after a retry, a fallback, or where an application made several calls under one span
 * of its own.
 */
export function fitOf(raw: SpanReading, call: SpanReading): Fit {
  if (beginsAfter(raw, call) || haveOtherCallers(raw, call)) return FIT.none;
  if (callIdOf(raw) !== undefined && callIdOf(raw) === callIdOf(call)) return FIT.id;
  const rawId = responseIdOf(raw);
  const id = responseIdOf(call);
  if (rawId !== undefined && rawId === id) return FIT.id;
  const agrees = agreesInUsage(raw, usageOn(call));
  if (agrees === true) return isFailed(call) && !isFailed(raw) ? FIT.none : FIT.usage;
  if (rawId !== undefined && id !== undefined) return agrees === undefined && saysSame(raw, call) ? FIT.usage : FIT.none;
  if (isFailed(call) && hasAnswer(raw)) return FIT.none;
  return saysOther(raw, call) ? FIT.none : FIT.open;
}

/** Whether one raw request begins after another; one without a time counts as the first. */
export function isLater(one: SpanReading, other: SpanReading): boolean {
  const [start, otherStart] = [startOf(one), startOf(other)];
  return start !== undefined && (otherStart === undefined || start > otherStart);
}

/** Whether one span begins after another has ended. */
function beginsAfter(one: SpanReading, other: SpanReading): boolean {
  const start = startOf(one);
  const end = endOf(other);
  return start !== undefined && end !== undefined && start > end;
}

/** Whether one of two spans begins after the other has ended. */
export function areApart(one: SpanReading, other: SpanReading): boolean {
  return beginsAfter(one, other) || beginsAfter(other, one);
}

/**
 * Whether nothing that both say contradicts that they belong to one call. Asked where only an id connects
 * them: servers repeat ids, and a cached answer has the id of an earlier one.
 */
export function isCompatible(raw: SpanReading, call: SpanReading): boolean {
  if (areApart(raw, call) || haveOtherCallers(raw, call)) return false;
  return isFailed(raw) === isFailed(call) && agreesInUsage(raw, usageOn(call)) !== false && !saysOther(raw, call);
}

/**
 * Whether the last call on a span has no usage, and the usage that an earlier one has left there agrees with
 * this raw request span's.
 */
export function hasLeftUsage(raw: SpanReading, call: SpanReading): boolean {
  return !reportsTokens(call) && usageOf(raw)?.isCut === false && agreesInUsage(raw, usageOn(call, 0)) === true;
}

function agreesInUsage(raw: SpanReading, { input, output }: SpanUsage): boolean | undefined {
  if (input === undefined && output === undefined) return undefined;
  const usage = usageOf(raw);
  if (usage === undefined || usage.inputs.length + usage.outputs.length === 0) return undefined;
  const fits = (count: number | undefined, ways: readonly number[]) =>
    count === undefined || ways.length === 0 || ways.includes(count);
  if (fits(input, usage.inputs) && fits(output, usage.outputs)) return true;
  if (!usage.isCut) return false;
  // What came from the cache may have been cut off.
  const [least = 0] = usage.inputs;
  return output !== undefined && usage.outputs.includes(output) && (input ?? least) >= least ? true : undefined;
}

/** The usage of a raw request span: as the provider wrote it, or in the call's own attributes (1.81.9-1.82.2). */
function usageOf(raw: SpanReading): Pick<RawUsage, "inputs" | "outputs" | "isCut"> | undefined {
  const usage = comparableUsageOf(raw);
  if (usage?.isCut === false || !raw.layout.hasUsageOrCost) return usage;
  const { input, output } = usageOn(raw);
  const asList = (count: number | undefined) => (count === undefined ? [] : [count]);
  return { inputs: asList(input), outputs: asList(output), isCut: false };
}

/** Whether question and answer are the same: some providers count in ways of their own, or not at all. */
function saysSame(raw: SpanReading, call: SpanReading): boolean {
  if (isFailed(raw) !== isFailed(call) || !reportsTokens(call)) return false;
  if (askedOn(call) === "" || askedOn(raw) !== askedOn(call)) return false;
  return answeredOn(call) !== "" && answeredOn(raw) === answeredOn(call);
}

/**
 * Whether both hold what the user said, and it differs. Parts that are shown as JSON are written in too many
 * ways to be compared.
 */
function saysOther(raw: SpanReading, call: SpanReading): boolean {
  const asked = askedOn(call);
  const sent = asked && askedOn(raw);
  if (!asked || !sent || IS_STRUCTURE.test(asked) || IS_STRUCTURE.test(sent)) return false;
  return !asked.startsWith(sent) && !asked.endsWith(sent) && !sent.startsWith(asked) && !sent.endsWith(asked);
}

const IS_STRUCTURE = /^[[{]/;
