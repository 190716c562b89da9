import { reportApplicationId } from "./application-id.js";
import { type CrossSpanFindings, findingsAcross } from "./cross-span.js";
import { isScopeOf, type LiteLLMScopes, litellmScopesOf } from "./detection.js";
import { reportFor } from "./issues.js";
import { type MappingOptions, type Settings, settingsFrom } from "./options.js";
import { formOfResourceSpans } from "./otlp/form.js";
import { isObject } from "./otlp/guards.js";
import { likeMessage, listOf } from "./otlp/members.js";
import type { Span } from "./otlp/types.js";
import { mapSpan } from "./span.js";
import { readSpan, type SpanReading } from "./span-reading.js";

/** One OTLP `ResourceSpans`, in whatever form the caller has it. */
export interface ResourceSpansLike {
  readonly resource?: unknown;
  readonly scopeSpans?: unknown;
}

/** One OTLP `ExportTraceServiceRequest` or `TracesData`, in whatever form the caller has it. */
export interface TracesDataLike {
  readonly resourceSpans?: unknown;
}

/**
 * Maps one OTLP `ResourceSpans` of LiteLLM to Fiddler's schema; `null` where the resource is not LiteLLM's, so that
 * `mapLiteLLMSpan(rs) ?? rs` composes. Pure: the input is never changed, and what does not change is shared with it.
 * Nothing that comes from the wire makes it throw.
 *
 * Rules that look at several spans (duplicates, redaction, recovery) look at the spans of this one `ResourceSpans`.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function mapLiteLLMSpan<T extends ResourceSpansLike>(resourceSpans: T, options?: MappingOptions): T | null {
  const settings = settingsFrom(options);
  const spans: SpanReading[] = [];
  const reading = readResourceSpans(resourceSpans, settings, spans);
  return reading === undefined ? null : (mapResourceSpans(reading, spans, findingsAcross(spans, settings), settings) as T);
}

/**
 * Maps all `ResourceSpans` of LiteLLM in one OTLP `ExportTraceServiceRequest`, and leaves the others as they are, by reference.
 * Rules that look at several spans look at all LiteLLM spans of the request. Otherwise as `mapLiteLLMSpan`.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function mapLiteLLMTraces<T extends TracesDataLike>(tracesData: T, options?: MappingOptions): T {
  const settings = settingsFrom(options);
  const spans: SpanReading[] = [];
  const before = listOf(tracesData, "resourceSpans");
  const readings = before.map((each) => readResourceSpans(each, settings, spans));
  const findings = findingsAcross(spans, settings);
  const resourceSpans = readings.map((reading, at) =>
    reading ? mapResourceSpans(reading, spans, findings, settings) : before[at],
  );
  return isSameList(before, resourceSpans) ? tracesData : likeMessage({ ...tracesData, resourceSpans }, tracesData);
}

/** A LiteLLM `ResourceSpans`, and where in the list of all that was read its spans begin and end. */
interface ResourceReading {
  readonly resourceSpans: object;
  readonly scopes: LiteLLMScopes;
  readonly begin: number;
  readonly end: number;
}

/** Reads LiteLLM's spans into the list; `undefined` for a resource that is not LiteLLM's. */
function readResourceSpans(resourceSpans: unknown, settings: Settings, readings: SpanReading[]): ResourceReading | undefined {
  if (!isObject(resourceSpans)) return undefined;
  const scopes = litellmScopesOf(resourceSpans, settings.serviceNames, settings.scopeNames);
  if (scopes === undefined) return undefined;
  const begin = readings.length;
  for (const scopeSpans of listOf(resourceSpans, "scopeSpans")) {
    if (!isScopeOf(scopeSpans, scopes)) continue;
    for (const span of listOf(scopeSpans, "spans")) if (isObject(span)) readings.push(readSpan(span as Span));
  }
  return { resourceSpans, scopes, begin, end: readings.length };
}

function mapResourceSpans(
  { resourceSpans, scopes, begin, end }: ResourceReading,
  readings: readonly SpanReading[],
  findings: CrossSpanFindings,
  settings: Settings,
): object {
  if (settings.onIssue !== undefined) {
    const first = begin < end ? readings[begin]?.span : undefined;
    reportApplicationId(resourceSpans, reportFor(settings.onIssue, first));
  }
  const form = formOfResourceSpans(resourceSpans);
  let next = begin;
  const before = listOf(resourceSpans, "scopeSpans");
  const scopeSpans: unknown[] = [];
  for (const each of before) {
    if (!isObject(each) || !isScopeOf(each, scopes)) {
      scopeSpans.push(each);
      continue;
    }
    const spansBefore = listOf(each, "spans");
    const spans = spansBefore.map((span) =>
      isObject(span) ? mapSpan(readings[next++] as SpanReading, findings, settings, form) : span,
    );
    scopeSpans.push(isSameList(spansBefore, spans) ? each : likeMessage({ ...each, spans }, each));
  }
  return isSameList(before, scopeSpans) ? resourceSpans : likeMessage({ ...resourceSpans, scopeSpans }, resourceSpans);
}

function isSameList(before: readonly unknown[], after: readonly unknown[]): boolean {
  for (let at = 0; at < after.length; at++) if (after[at] !== before[at]) return false;
  return true;
}
