import { isSumOfCalls } from "../litellm/operation.js";
import { differ } from "../reading/differ.js";
import { isUnmarked, reportsCall, type SpanReading } from "../reading/span-reading.js";
import { differInUsage } from "../reading/span-usage.js";
import { ancestorsOf, nearestAbove } from "./ancestors.js";
import { endOf, isFailed, momentOf, responseIdOf, startOf } from "./call-evidence.js";
import { byKey, firstOf } from "./call-groups.js";
import { answeredOn, askedOn } from "./said.js";
import type { SpanIndex } from "./span-index.js";

/**
 * Spans of other instrumentations in LiteLLM's resource (ADK, Strands, OpenLLMetry, OpenAI's own) that report
 * one of LiteLLM's calls again, and spans of agents and workflows that report the sum of calls beneath them.
 * Where no span of LiteLLM's reports the call, the other's stays.
 */
export function foreignEchoesAmong(
  candidates: readonly SpanReading[],
  calls: readonly SpanReading[],
  index: SpanIndex,
): ReadonlySet<SpanReading> {
  const echoes = new Set<SpanReading>();
  const aboveCalls = ancestorsOf(calls, index);
  const isCall = new Set(calls);
  const callAbove = nearestAbove(isCall, index);
  const byResponseId = byKey(calls, responseIdOf);
  const byWords = byKey(calls, wordsOf);
  const foreign: SpanReading[] = [];
  for (const reading of candidates) {
    if (isSumOfCalls(reading.operation)) continue;
    const above = callAbove(reading);
    const twins = [...firstOf(byResponseId.get(responseIdOf(reading) ?? "")), ...firstOf(byWords.get(wordsOf(reading) ?? ""))];
    const isEcho =
      aboveCalls.has(reading) ||
      (above !== undefined && !contradicts(reading, above)) ||
      twins.some((call) => overlaps(reading, call) && isTwin(reading, call));
    if (isEcho) echoes.add(reading);
    else foreign.push(reading);
  }
  for (const echo of nestedAmong(foreign, index)) echoes.add(echo);
  const aboveForeign = ancestorsOf(foreign, index);
  for (const reading of candidates) {
    if (isSumOfCalls(reading.operation) && (aboveCalls.has(reading) || aboveForeign.has(reading))) echoes.add(reading);
  }
  return echoes;
}

/**
 * Two instrumentations report one call where a span of one lies above a span of the other and nothing
 * contradicts it. The lower span stays, since it says more about the request, unless only the upper one has
 * the usage, as with streams.
 */
function nestedAmong(foreign: readonly SpanReading[], index: SpanIndex): readonly SpanReading[] {
  const callAbove = foreign.length < 2 ? () => undefined : nearestAbove(new Set(foreign), index);
  return foreign.flatMap((lower) => {
    const upper = callAbove(lower);
    if (upper === undefined || contradicts(lower, upper) || differInUsage(lower, upper)) return [];
    return [upper.layout.hasUsageOrCost && !lower.layout.hasUsageOrCost ? lower : upper];
  });
}

/**
 * Spans of LiteLLM's other callbacks that report a call which one of its own spans reports too. They start
 * and end with it, to the nanosecond.
 */
export function unmarkedEchoesAmong(calls: readonly SpanReading[], mapped: readonly SpanReading[]): readonly SpanReading[] {
  const unmarked = calls.filter(isUnmarked);
  if (unmarked.length === 0) return unmarked;
  const starts = new Set(unmarked.map(startOf));
  const byMoment = byKey(
    mapped.filter((each) => each.layout.hasCallMarks && starts.has(startOf(each))),
    momentOf,
  );
  return unmarked.filter((reading) => firstOf(byMoment.get(momentOf(reading) ?? "")).some((call) => !contradicts(reading, call)));
}

/** Whether a span may be an echo: it reports a call, or a sum of calls, and is not one of LiteLLM's calls itself. */
export function isForeignCandidate(reading: SpanReading): boolean {
  return isSumOfCalls(reading.operation) ? reading.layout.hasUsageOrCost : reading.isForeign && reportsCall(reading);
}

/**
 * Whether a span elsewhere reports a call again. A question alone is weak evidence, and so is an id where tokens
 * and answer differ: instrumentations count in several ways, and some show thoughts with the answer.
 */
function isTwin(reading: SpanReading, call: SpanReading): boolean {
  if (isFailed(reading) !== isFailed(call) || contradicts(reading, call)) return false;
  const differences = [differInUsage(reading, call), differ(answerTo(reading), answerTo(call))];
  return responseIdOf(reading) !== undefined && responseIdOf(reading) === responseIdOf(call)
    ? !differences.every(Boolean)
    : !differences.some(Boolean);
}

/**
 * Whether ids or words that both have differ. If so, the span reports another call, for example under one
 * span of the application.
 */
function contradicts(reading: SpanReading, call: SpanReading): boolean {
  if (isFailed(reading) !== isFailed(call) && reading.layout.hasUsageOrCost) return true;
  return differ(responseIdOf(reading), responseIdOf(call)) || differ(wordsOf(reading), wordsOf(call));
}

/** The answer, unless it is JSON, of which vocabularies write tool calls in several ways. */
function answerTo(reading: SpanReading): string | undefined {
  const answer = answeredOn(reading);
  return answer === "" || answer.startsWith("[") ? undefined : answer;
}

/** What the user said, represented by its ends and length, because vocabularies write messages in several ways. */
function wordsOf(reading: SpanReading): string | undefined {
  const user = askedOn(reading);
  return user === "" ? undefined : `${user.length}:${user.slice(0, 64)}${user.slice(-64)}`;
}

function overlaps(one: SpanReading, other: SpanReading): boolean {
  const [start, end, otherStart, otherEnd] = [startOf(one), endOf(one), startOf(other), endOf(other)];
  if (start === undefined || end === undefined || otherStart === undefined || otherEnd === undefined) return false;
  return start <= otherEnd && otherStart <= end;
}
