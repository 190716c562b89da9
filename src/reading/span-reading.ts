import { RAW_REQUEST_SPAN_NAME } from "../litellm/attribute-names.js";
import { isSumOfCalls, type SpanType } from "../litellm/operation.js";
import type { Layout, Sources } from "./span-layout.js";
import { spanTypeIn } from "./span-type.js";
import { type SpanView, textIn } from "./span-view.js";

/** One pass over a span's attributes: all that the mapping asks of them afterwards. */
export interface SpanReading {
  readonly view: SpanView;
  readonly layout: Layout;
  /** The text that decides the span type, and where it stands. */
  readonly operation: string | undefined;
  readonly operationAt: number | undefined;
  /** Holds the provider's request and response as they were, beside the span of the call. */
  readonly isRawRequest: boolean;
  /** Of another instrumentation than LiteLLM, in a resource that is LiteLLM's. */
  readonly isForeign: boolean;
  /** Attributes before this one are left from an earlier call, on a span of an application; see `Layout`. */
  readonly callFrom: number;
  /** The span came with a type: it is not mapped again. */
  readonly isMapped: boolean;
  /** The type of the span by itself, before the others are looked at. */
  readonly type: SpanType;
}

/** Reads a span. Whatever is malformed in it reads as absent. `hasOwnScope`: its instrumentation scope is LiteLLM's. */
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

/** The type of a raw request span by the attributes of the call on it (1.81.9-1.82.2). */
export function typeOfCallOn(raw: SpanReading): SpanType {
  return spanTypeIn(raw.view, raw.operation);
}

/** LiteLLM's raw call type decides alone: newer modes write `chat` as the operation of reranking, moderation, images and speech. */
function operationAtOf(view: SpanView, { callType, requestType, operationName }: Sources): number | undefined {
  if (textIn(view, callType) !== undefined) return callType;
  return textIn(view, requestType) === undefined ? operationName : requestType;
}

/** Whether the span reports a call, or usage and cost of one: reranking, speech and images do too. Never a sum over calls. */
export function reportsCall(reading: SpanReading): boolean {
  if (reading.layout.saysNothing || reading.isRawRequest) return false;
  return reading.type === "llm" || (reading.layout.hasUsageOrCost && !isSumOfCalls(reading.operation));
}

/**
 * Whether a span reports a call by the conventions' names alone, without LiteLLM's call type and messages: so do the spans of its other
 * callbacks (Langtrace), which stand beside those of its own.
 */
export function isUnmarked({ layout }: SpanReading): boolean {
  const { requestType, callType, hiddenParams, inputMessages, outputMessages } = layout.sources;
  return (
    (requestType ?? callType ?? hiddenParams ?? inputMessages ?? outputMessages) === undefined && layout.indexed.length === 0
  );
}

/** The non-empty text of the attribute that stands there. */
export function textAt({ view }: SpanReading, at: number | undefined): string | undefined {
  return textIn(view, at);
}

/** Where an attribute stands, unless an earlier call has left it there. */
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
 * Where several attributes lead to one target the last one counts, as in SDKs: the earlier ones are left out. Attributes that
 * pass untouched are not the mapper's to change, repeated or not.
 */
function withoutRepetitions(view: SpanView): SpanView {
  const { rules } = view.layout;
  const last = new Map(rules.map((rule, at) => [rule?.target, at]));
  return view.keeping((at) => rules[at]?.target === undefined || last.get(rules[at].target) === at);
}
