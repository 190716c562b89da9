import { mapLiteLLMTraces, type ResourceSpansLike, type TracesDataLike } from "../map-litellm-span.js";
import type { MappingOptions } from "../options.js";
import { isObject } from "../otlp/guards.js";
import { hexIdOf, parentIdOf } from "../otlp/ids.js";
import { attributeOf, listOf } from "../otlp/members.js";
import { plainValuesOf } from "../otlp/plain-value.js";
import type { FiddlerSpan } from "./fiddler-span.js";
import { recordOf, type SpanFacts } from "./record.js";
import { originIn, resourceOriginOf, type SpanOrigin } from "./span-origin.js";

/**
 * Reads a mapped OTLP request, or one mapped `ResourceSpans` of it, in any input form, into one flat record
 * per mapped span, in their order. Spans without a string `fiddler.span.type` are left out, so the list is
 * empty for what is not LiteLLM's, and for `null`. Nothing in the input makes it throw.
 */
export function fiddlerSpansOf(mapped: TracesDataLike | ResourceSpansLike | null): readonly FiddlerSpan[] {
  return requestIn(mapped).resourceSpans.flatMap(recordsIn);
}

/**
 * Maps an OTLP request, and reads it into records: `fiddlerSpansOf(mapLiteLLMTraces(body, options))` for a
 * body that may be anything. It accepts one `ResourceSpans`, too. Anything else (`null`, a list, a text,
 * another object) gives no records.
 *
 * @throws {TypeError} for a wrong option, whatever the body is; the message names the option and the value.
 */
export function fiddlerSpansFrom(body: unknown, options?: MappingOptions): readonly FiddlerSpan[] {
  return fiddlerSpansOf(mapLiteLLMTraces(requestIn(body), options));
}

/** A request; one `ResourceSpans` is wrapped in a request of its own. */
function requestIn(body: unknown): { readonly resourceSpans: readonly unknown[] } {
  const isResourceSpans = isObject(body) && !Array.isArray(body.resourceSpans) && Array.isArray(body.scopeSpans);
  return { resourceSpans: isResourceSpans ? [body] : listOf(body, "resourceSpans") };
}

function recordsIn(resourceSpans: unknown): readonly FiddlerSpan[] {
  if (!isObject(resourceSpans)) return [];
  const attributes = listOf(resourceSpans.resource, "attributes");
  const resource = resourceOriginOf((key) => attributeOf(attributes, key));
  return listOf(resourceSpans, "scopeSpans").flatMap((scopeSpans) => {
    const scope = isObject(scopeSpans) ? scopeSpans.scope : undefined;
    const origin = originIn(resource, isObject(scope) ? scope.name : undefined);
    return listOf(scopeSpans, "spans").flatMap((span) => (isObject(span) ? (recordIn(span, origin) ?? []) : []));
  });
}

function recordIn(span: Readonly<Record<string, unknown>>, origin: SpanOrigin): FiddlerSpan | undefined {
  const status = isObject(span.status) ? span.status : {};
  const facts: SpanFacts = {
    traceId: hexIdOf(span.traceId),
    spanId: hexIdOf(span.spanId),
    parentSpanId: parentIdOf(span),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    statusCode: status.code,
    statusMessage: status.message,
  };
  return recordOf(plainValuesOf(listOf(span, "attributes")), facts, origin);
}
