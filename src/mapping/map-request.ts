import { type CallDecisions, decideCalls } from "../calls/call-decisions.js";
import { reportFor } from "../issues.js";
import type { Settings } from "../options.js";
import { readSpan, type SpanReading } from "../reading/span-reading.js";
import type { ResourceView, SpanEdit, SpanView } from "../reading/span-view.js";
import { reportApplicationId } from "./application-id.js";
import { isOwnScope, recognitionOf, reportNotRecognised } from "./detection.js";
import { mapOtherSpan, mapSpan, type SpanMapping } from "./map-span.js";

/** A request, after all its spans were read and decided on together. */
export interface DecidedRequest {
  readonly decisions: CallDecisions;
  /** What was read of each resource; `undefined` for one that is not LiteLLM's. */
  readonly resources: readonly (DecidedResource | undefined)[];
}

/** A resource of LiteLLM's, and its spans by scope; what is malformed has no reading. */
export interface DecidedResource {
  readonly view: ResourceView;
  readonly scopes: readonly (readonly (SpanReading | undefined)[])[];
  /** The spans of an application that are not LiteLLM's. */
  readonly others: ReadonlySet<SpanReading>;
}

/**
 * Reads the spans of all resources that are LiteLLM's, and decides which span is which call. It changes and
 * reports nothing.
 */
export function decideRequest(views: readonly (ResourceView | undefined)[], settings: Settings): DecidedRequest {
  const mapped: SpanReading[] = [];
  const others: SpanReading[] = [];
  const unrecognised: ResourceView[] = [];
  const resources = views.map((view) => {
    const resource = view && readResource(view, settings, mapped, others);
    if (view !== undefined && resource === undefined) unrecognised.push(view);
    return resource;
  });
  const given = {
    mapped,
    hasOthers: others.length > 0 || unrecognised.length > 0,
    others: () => [...others, ...unrecognised.flatMap(spansOf)],
  };
  return { decisions: decideCalls(given, settings), resources };
}

/** Reports what the host should know of a resource as a whole. */
export function reportResource(view: ResourceView | undefined, resource: DecidedResource | undefined, settings: Settings): void {
  if (settings.onIssue === undefined || view === undefined) return;
  if (resource === undefined) {
    reportNotRecognised(view, reportFor(settings.onIssue, view.scopes[0]?.spans[0]));
  } else {
    const { scopes, others } = resource;
    const first = scopes.flat().find((reading) => reading !== undefined && !others.has(reading));
    reportApplicationId(view, reportFor(settings.onIssue, first?.view));
  }
}

/** What becomes of one span of a resource; `undefined` where it stays as it is. */
export function mapSpanOf<Edit extends SpanEdit>(
  { others }: DecidedResource,
  reading: SpanReading,
  mapping: SpanMapping<Edit>,
): Edit | undefined {
  return others.size > 0 && others.has(reading) ? mapOtherSpan(reading, mapping) : mapSpan(reading, mapping);
}

/** Reads a resource's spans into the lists; `undefined` for a resource that is not LiteLLM's. */
function readResource(
  view: ResourceView,
  settings: Settings,
  mapped: SpanReading[],
  allOthers: SpanReading[],
): DecidedResource | undefined {
  const recognition = recognitionOf(view, settings);
  if (recognition === undefined) return undefined;
  const others = new Set<SpanReading>();
  const scopes = view.scopes.map((scope) => {
    const isOwn = isOwnScope(scope, settings);
    const isMapped = recognition === "all" || settings.scopeNames.has(scope.name as string);
    return scope.spans.map((span: SpanView | undefined) => {
      if (span === undefined) return undefined;
      const reading = readSpan(span, isOwn);
      if (isMapped || reading.layout.hasCallMarks) mapped.push(reading);
      else {
        others.add(reading);
        allOthers.push(reading);
      }
      return reading;
    });
  });
  return { view, scopes, others };
}

function spansOf({ scopes }: ResourceView): readonly SpanReading[] {
  return scopes.flatMap(({ spans }) => spans.flatMap((span) => (span === undefined ? [] : [readSpan(span)])));
}
