import { RAW_REQUEST_SPAN_NAME } from "../litellm/attribute-names.js";
import { isSumOfCalls, type SpanType } from "../litellm/operation.js";
import type { Layout, Sources } from "./span-layout.js";
import { spanTypeIn } from "./span-type.js";
import { type SpanView, textIn } from "./span-view.js";

/** What one pass over a span's attributes found: all that the mapping needs to know of them. */
export interface SpanReading {
  readonly view: SpanView;
  readonly layout: Layout;
  /** The text that decides the span type, and the index of its attribute. */
  readonly operation: string | undefined;
  readonly operationAt: number | undefined;
  /** It holds the provider's request and response word for word, beside the span of the call. */
  readonly isRawRequest: boolean;
  /** Another instrumentation than LiteLLM's wrote it, in a resource that is LiteLLM's. */
  readonly isForeign: boolean;
  /** Attributes before this one are left from an earlier call, on a span of an application; see `Layout`. */
  readonly callFrom: number;
  /** The span came with a type, so it is not mapped again. */
  readonly isMapped: boolean;
  /** The type that the span has on its own, before others are considered. */
  readonly type: SpanType;
}

/** Reads a span. Whatever is malformed reads as absent. `hasOwnScope`: its instrumentation scope is LiteLLM's. */
export function readSpan(whole: SpanView, hasOwnScope = true): SpanReading {
  const view = whole.layout.hasRepetitions ? withoutRepetitions(whole) : whole;
  const { layout } = view;
  const operationAt = operationAtOf(view, layout.sources);
  const operation = textIn(view, operationAt);
  const isRawRequest = layout.hasRawField || view.isNamed(RAW_REQUEST_SPAN_NAME);
  return {
    view,
    layout,
    operation,
    operationAt,
    isRawRequest,
    isForeign: !hasOwnScope && !isRawRequest && !layout.hasCallMarks,
    callFrom: hasOwnScope ? 0 : layout.callFrom,
    isMapped: textIn(view, layout.sources.spanType) !== undefined,
    type: isRawRequest || layout.saysNothing ? "chain" : spanTypeIn(view, operation),
  };
}

/** The type of a raw request span by the call's own attributes on it (1.81.9-1.82.2). */
export function typeOfCallOn(raw: SpanReading): SpanType {
  return spanTypeIn(raw.view, raw.operation);
}

/**
 * LiteLLM's call type decides alone, because newer modes write `chat` as the operation of reranking,
 * moderation, images and speech.
 */
function operationAtOf(view: SpanView, { callType, requestType, operationName }: Sources): number | undefined {
  if (textIn(view, callType) !== undefined) return callType;
  return textIn(view, requestType) === undefined ? operationName : requestType;
}

/**
 * Whether the span reports a call, or the usage and cost of one, as reranking, speech and images do. A sum
 * over calls does not count.
 */
export function reportsCall(reading: SpanReading): boolean {
  if (reading.layout.saysNothing || reading.isRawRequest) return false;
  return reading.type === "llm" || (reading.layout.hasUsageOrCost && !isSumOfCalls(reading.operation));
}

/**
 * Whether a span reports a call under the conventions' names alone, without LiteLLM's call type and messages,
 * as the spans of its other callbacks (Langtrace) do beside LiteLLM's own.
 */
export function isUnmarked({ layout }: SpanReading): boolean {
  const { requestType, callType, hiddenParams, inputMessages, outputMessages } = layout.sources;
  return (
    (requestType ?? callType ?? hiddenParams ?? inputMessages ?? outputMessages) === undefined && layout.indexed.length === 0
  );
}

/** The non-empty text of the attribute with that index. */
export function textAt({ view }: SpanReading, at: number | undefined): string | undefined {
  return textIn(view, at);
}

/** The index of an attribute, unless an earlier call has left it there. */
export function ofLastCall({ callFrom }: SpanReading, at: number | undefined): number | undefined {
  return at === undefined || at < callFrom ? undefined : at;
}

/** The span without the usage and cost that an earlier call has left on it. */
export function withoutLeftUsage({ view, layout, callFrom }: SpanReading): SpanReading {
  return readSpan(
    view.keeping((at) => at >= callFrom || layout.rules[at]?.isUsageOrCost !== true),
    false,
  );
}

/**
 * Where several attributes have one target, the last one counts, as in SDKs, and the earlier ones are left
 * out. Attributes that pass untouched are not the mapper's to change, repeated or not.
 */
function withoutRepetitions(view: SpanView): SpanView {
  const { rules } = view.layout;
  const last = new Map(rules.map((rule, at) => [rule?.target, at]));
  return view.keeping((at) => rules[at]?.target === undefined || last.get(rules[at].target) === at);
}
