import { reportApplicationId } from "./application-id.js";
import { type CrossSpanFindings, findingsAcross } from "./cross-span.js";
import { isScopeOf, litellmScopesOf } from "./detection.js";
import { reportFor } from "./issues.js";
import { type MappingOptions, type Settings, settingsFrom } from "./options.js";
import { formOfResourceSpans } from "./otlp/form.js";
import { isObject } from "./otlp/guards.js";
import { listOf, withMember } from "./otlp/members.js";
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
  const reading = readResourceSpans(resourceSpans, settings);
  if (reading === undefined) return null;
  return mapResourceSpans(reading, findingsAcross(spansIn([reading]), settings), settings) as T;
}

/**
 * Maps all `ResourceSpans` of LiteLLM in one OTLP `ExportTraceServiceRequest`, and leaves the others as they are, by reference.
 * Rules that look at several spans look at all LiteLLM spans of the request. Otherwise as `mapLiteLLMSpan`.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function mapLiteLLMTraces<T extends TracesDataLike>(tracesData: T, options?: MappingOptions): T {
  const settings = settingsFrom(options);
  const all = listOf(tracesData, "resourceSpans");
  const readings = all.map((resourceSpans) => readResourceSpans(resourceSpans, settings));
  const litellm = readings.filter((reading) => reading !== undefined);
  if (litellm.length === 0) return tracesData;
  const findings = findingsAcross(spansIn(litellm), settings);
  const mapped = readings.map((reading, at) => (reading ? mapResourceSpans(reading, findings, settings) : all[at]));
  return withChangedList(tracesData, "resourceSpans", all, mapped);
}

/** A LiteLLM `ResourceSpans` whose spans were read; `undefined` stands for a scope or span that passes by reference. */
interface ResourceReading {
  readonly resourceSpans: object;
  readonly scopes: readonly (readonly (SpanReading | undefined)[] | undefined)[];
}

function readResourceSpans(resourceSpans: unknown, settings: Settings): ResourceReading | undefined {
  if (!isObject(resourceSpans)) return undefined;
  const litellmScopes = litellmScopesOf(resourceSpans, settings.serviceNames, settings.scopeNames);
  if (litellmScopes === undefined) return undefined;
  const scopes = listOf(resourceSpans, "scopeSpans").map((scopeSpans) =>
    isScopeOf(scopeSpans, litellmScopes)
      ? listOf(scopeSpans, "spans").map((span) => (isObject(span) ? readSpan(span as Span) : undefined))
      : undefined,
  );
  return { resourceSpans, scopes };
}

function spansIn(readings: readonly ResourceReading[]): readonly SpanReading[] {
  const all: SpanReading[] = [];
  for (const { scopes } of readings) {
    for (const spans of scopes) for (const span of spans ?? []) if (span !== undefined) all.push(span);
  }
  return all;
}

function mapResourceSpans({ resourceSpans, scopes }: ResourceReading, findings: CrossSpanFindings, settings: Settings): object {
  if (settings.onIssue !== undefined) {
    const [first] = spansIn([{ resourceSpans, scopes }]);
    reportApplicationId(resourceSpans, reportFor(settings.onIssue, first?.span));
  }
  const form = formOfResourceSpans(resourceSpans);
  const all = listOf(resourceSpans, "scopeSpans");
  const mapped = all.map((scopeSpans, scopeAt) => {
    const readings = scopes[scopeAt];
    if (readings === undefined || !isObject(scopeSpans)) return scopeSpans;
    const spans = listOf(scopeSpans, "spans");
    const mappedSpans = readings.map((reading, at) => (reading ? mapSpan(reading, findings, settings, form) : spans[at]));
    return withChangedList(scopeSpans, "spans", spans, mappedSpans);
  });
  return withChangedList(resourceSpans, "scopeSpans", all, mapped);
}

/** The message with the list in it, or the message itself where every entry is the same as before. */
function withChangedList<T extends object>(message: T, member: string, before: readonly unknown[], after: readonly unknown[]): T {
  return after.every((entry, at) => Object.is(entry, before[at])) ? message : withMember(message, member, after);
}
