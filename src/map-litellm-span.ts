import { decideCalls } from "./calls/call-decisions.js";
import { reportFor } from "./issues.js";
import { reportApplicationId } from "./litellm/application-id.js";
import { isOwnScope, recognitionOf, reportNotRecognised, scopeNameOf } from "./litellm/detection.js";
import { mapOtherSpan, mapSpan, type SpanMapping } from "./mapping/map-span.js";
import { type MappingOptions, type Settings, settingsFrom } from "./options.js";
import { formOfResourceSpans } from "./otlp/form.js";
import { isObject } from "./otlp/guards.js";
import { likeMessage, listOf } from "./otlp/members.js";
import type { Span } from "./otlp/types.js";
import { readSpan, type SpanReading } from "./reading/span-reading.js";

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
  const [mapped] = mapAll([resourceSpans], settings);
  return mapped === undefined ? null : (mapped as T);
}

/**
 * Maps all `ResourceSpans` of LiteLLM in one OTLP `ExportTraceServiceRequest`, and leaves the others as they are, by reference.
 * Rules that look at several spans look at all spans of the request. Otherwise as `mapLiteLLMSpan`.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function mapLiteLLMTraces<T extends TracesDataLike>(tracesData: T, options?: MappingOptions): T {
  const settings = settingsFrom(options);
  const before = listOf(tracesData, "resourceSpans");
  const mapped = mapAll(before, settings);
  const resourceSpans = before.map((each, at) => mapped[at] ?? each);
  return isSameList(before, resourceSpans) ? tracesData : likeMessage({ ...tracesData, resourceSpans }, tracesData);
}

/** Each `ResourceSpans` mapped; `undefined` for one that is not LiteLLM's. */
function mapAll(all: readonly unknown[], settings: Settings): readonly (object | undefined)[] {
  const mapped: SpanReading[] = [];
  const others: SpanReading[] = [];
  const unrecognised: object[] = [];
  const readings = all.map((each) => {
    if (!isObject(each)) return undefined;
    const reading = readResourceSpans(each, settings, mapped, others);
    if (reading === undefined) unrecognised.push(each);
    return reading;
  });
  const given = {
    mapped,
    hasOthers: others.length > 0 || unrecognised.length > 0,
    others: () => [...others, ...unrecognised.flatMap(spansOf)],
  };
  const decisions = decideCalls(given, settings);
  return all.map((each, at) => {
    const reading = readings[at];
    if (reading !== undefined) return mapResourceSpans(reading, { decisions, settings, form: formOfResourceSpans(each) });
    if (settings.onIssue !== undefined && isObject(each)) {
      reportNotRecognised(each, reportFor(settings.onIssue, listOf(listOf(each, "scopeSpans")[0], "spans")[0] as Span));
    }
    return undefined;
  });
}

/** A LiteLLM `ResourceSpans` and its spans, by scope; what is no object has no reading. */
interface ResourceReading {
  readonly resourceSpans: object;
  readonly scopes: readonly (readonly (SpanReading | undefined)[])[];
  /** The spans of an application that are not LiteLLM's. */
  readonly others: ReadonlySet<SpanReading>;
}

/** Reads a resource's spans into the lists; `undefined` for a resource that is not LiteLLM's. */
function readResourceSpans(
  resourceSpans: object,
  settings: Settings,
  mapped: SpanReading[],
  allOthers: SpanReading[],
): ResourceReading | undefined {
  const recognition = recognitionOf(resourceSpans, settings);
  if (recognition === undefined) return undefined;
  const others = new Set<SpanReading>();
  const scopes = listOf(resourceSpans, "scopeSpans").map((scopeSpans) => {
    const isOwn = isOwnScope(scopeSpans, settings);
    const isMapped = recognition === "all" || settings.scopeNames.has(scopeNameOf(scopeSpans) as string);
    return listOf(scopeSpans, "spans").map((span) => {
      if (!isObject(span)) return undefined;
      const reading = readSpan(span as Span, isOwn);
      if (isMapped || reading.layout.hasCallMarks) mapped.push(reading);
      else {
        others.add(reading);
        allOthers.push(reading);
      }
      return reading;
    });
  });
  return { resourceSpans, scopes, others };
}

function spansOf(resourceSpans: object): readonly SpanReading[] {
  return listOf(resourceSpans, "scopeSpans").flatMap((scopeSpans) =>
    listOf(scopeSpans, "spans").flatMap((span) => (isObject(span) ? [readSpan(span as Span)] : [])),
  );
}

function mapResourceSpans({ resourceSpans, scopes, others }: ResourceReading, mapping: SpanMapping): object {
  const { settings } = mapping;
  if (settings.onIssue !== undefined) {
    const first = scopes.flat().find((reading) => reading !== undefined && !others.has(reading));
    reportApplicationId(resourceSpans, reportFor(settings.onIssue, first?.span));
  }
  const before = listOf(resourceSpans, "scopeSpans");
  const scopeSpans = before.map((each, scopeAt) => {
    const spansBefore = listOf(each, "spans");
    const readings = scopes[scopeAt] ?? [];
    const spans = spansBefore.map((span, at) => {
      const reading = readings[at];
      if (reading === undefined) return span;
      return others.size > 0 && others.has(reading) ? mapOtherSpan(reading, mapping) : mapSpan(reading, mapping);
    });
    return isObject(each) && !isSameList(spansBefore, spans) ? likeMessage({ ...each, spans }, each) : each;
  });
  return isSameList(before, scopeSpans) ? resourceSpans : likeMessage({ ...resourceSpans, scopeSpans }, resourceSpans);
}

function isSameList(before: readonly unknown[], after: readonly unknown[]): boolean {
  for (let at = 0; at < after.length; at++) if (after[at] !== before[at]) return false;
  return true;
}
