import { RAW_REQUEST_SPAN_NAME } from "./attribute-names.js";
import { type SpanType, spanTypeOf } from "./operation.js";
import { textOf } from "./otlp/any-value.js";
import type { KeyValue, Span } from "./otlp/types.js";
import { type Layout, layoutOf, type Sources } from "./span-layout.js";

/** One pass over a span's attributes: all that the mapping asks of them afterwards. */
export interface SpanReading {
  readonly span: Span;
  readonly attributes: readonly KeyValue[];
  readonly layout: Layout;
  /** The text that decides the span type, and where it stands. */
  readonly operation: string | undefined;
  readonly operationAt: number | undefined;
  /** Holds the provider's request and response as they were, beside the span of the call. */
  readonly isRawRequest: boolean;
  /** The span came with a type: it is not mapped again. */
  readonly isMapped: boolean;
  /** The type by operation alone, before duplicates are looked for. */
  readonly type: SpanType;
}

/** Reads a span. Whatever is malformed in it reads as absent. */
export function readSpan(span: Span): SpanReading {
  const all = Array.isArray(span.attributes) ? span.attributes : [];
  const layout = layoutOf(all);
  if (!layout.hasRepetitions) return readingOf(span, all, layout);
  const attributes = withoutRepetitions(all, layout);
  return readingOf(span, attributes, layoutOf(attributes));
}

function readingOf(span: Span, attributes: readonly KeyValue[], layout: Layout): SpanReading {
  const { sources } = layout;
  const operationAt = operationAtOf(attributes, sources);
  const operation = textAt(attributes, operationAt);
  const isRawRequest = layout.hasRawField || span.name === RAW_REQUEST_SPAN_NAME;
  return {
    span,
    attributes,
    layout,
    operation,
    operationAt,
    isRawRequest,
    isMapped: textAt(attributes, sources.spanType) !== undefined,
    type: isRawRequest ? "chain" : spanTypeOf(operation),
  };
}

/** LiteLLM's raw call type decides alone: newer modes write `chat` as the operation of reranking, moderation, images and speech. */
function operationAtOf(attributes: readonly KeyValue[], { callType, requestType, operationName }: Sources): number | undefined {
  if (textAt(attributes, callType) !== undefined) return callType;
  return textAt(attributes, requestType) === undefined ? operationName : requestType;
}

/** The non-empty text of the attribute that stands there. */
export function textAt(attributes: readonly KeyValue[], at: number | undefined): string | undefined {
  return at === undefined ? undefined : textOf(attributes[at]?.value);
}

/**
 * Where several attributes lead to one target the last one counts, as in SDKs: the earlier ones are left out. Attributes that
 * pass untouched are not the mapper's to change, repeated or not.
 */
function withoutRepetitions(attributes: readonly KeyValue[], { rules }: Layout): readonly KeyValue[] {
  const last = new Map(rules.map((rule, at) => [rule?.target, at]));
  return attributes.filter((_, at) => rules[at]?.target === undefined || last.get(rules[at].target) === at);
}
