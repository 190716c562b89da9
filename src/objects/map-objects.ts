import { type DecidedResource, decideRequest, mapSpanOf, reportResource } from "../mapping/map-request.js";
import type { SpanMapping } from "../mapping/map-span.js";
import type { Settings } from "../options.js";
import { isObject } from "../otlp/guards.js";
import { likeMessage, listOf } from "../otlp/members.js";
import { formOfResourceSpans } from "./form.js";
import { ObjectEdit } from "./object-edit.js";
import { ObjectResource } from "./object-resource.js";
import type { ObjectSpan } from "./object-span.js";

/**
 * Each `ResourceSpans` of a list mapped, with what does not change shared; `undefined` for one that is not
 * LiteLLM's.
 */
export function mapObjects(all: readonly unknown[], settings: Settings): readonly (object | undefined)[] {
  const views = all.map((each) => (isObject(each) ? new ObjectResource(each) : undefined));
  const { decisions, resources } = decideRequest(views, settings);
  return resources.map((resource, at) => {
    const view = views[at];
    reportResource(view, resource, settings);
    if (view === undefined || resource === undefined) return undefined;
    const form = formOfResourceSpans(view.resourceSpans);
    return mapResourceSpans(view.resourceSpans, resource, {
      decisions,
      settings,
      edit: (span) => new ObjectEdit(span as ObjectSpan, form),
    });
  });
}

function mapResourceSpans(resourceSpans: object, resource: DecidedResource, mapping: SpanMapping<ObjectEdit>): object {
  const before = listOf(resourceSpans, "scopeSpans");
  const scopeSpans = before.map((each, scopeAt) => {
    const spansBefore = listOf(each, "spans");
    const readings = resource.scopes[scopeAt] ?? [];
    const spans = spansBefore.map((span, at) => {
      const reading = readings[at];
      return reading === undefined ? span : (mapSpanOf(resource, reading, mapping)?.span() ?? span);
    });
    return isObject(each) && !isSameList(spansBefore, spans) ? likeMessage({ ...each, spans }, each) : each;
  });
  return isSameList(before, scopeSpans) ? resourceSpans : likeMessage({ ...resourceSpans, scopeSpans }, resourceSpans);
}

/** Whether two lists hold the same objects. */
export function isSameList(before: readonly unknown[], after: readonly unknown[]): boolean {
  for (let at = 0; at < after.length; at++) if (after[at] !== before[at]) return false;
  return true;
}
