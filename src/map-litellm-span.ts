import { isSameList, mapObjects } from "./objects/map-objects.js";
import { type MappingOptions, settingsFrom } from "./options.js";
import { likeMessage, listOf } from "./otlp/members.js";

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
 * Maps one OTLP `ResourceSpans` of LiteLLM to Fiddler's schema; `null` where the resource is not LiteLLM's,
 * so that `mapLiteLLMSpan(rs) ?? rs` composes. Pure: the input is never changed, and what does not change is
 * shared with it. Nothing that comes from the wire makes it throw.
 *
 * Rules that look at several spans (duplicates, redaction, recovery) look at the spans of this one
 * `ResourceSpans`.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function mapLiteLLMSpan<T extends ResourceSpansLike>(resourceSpans: T, options?: MappingOptions): T | null {
  const settings = settingsFrom(options);
  const [mapped] = mapObjects([resourceSpans], settings);
  return mapped === undefined ? null : (mapped as T);
}

/**
 * Maps all `ResourceSpans` of LiteLLM in one OTLP `ExportTraceServiceRequest`, and leaves the others as they
 * are, by reference. Rules that look at several spans look at all spans of the request. Otherwise as
 * `mapLiteLLMSpan`.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function mapLiteLLMTraces<T extends TracesDataLike>(tracesData: T, options?: MappingOptions): T {
  const settings = settingsFrom(options);
  const before = listOf(tracesData, "resourceSpans");
  const mapped = mapObjects(before, settings);
  const resourceSpans = before.map((each, at) => mapped[at] ?? each);
  return isSameList(before, resourceSpans) ? tracesData : likeMessage({ ...tracesData, resourceSpans }, tracesData);
}
