import { isObject, listOf } from "../otlp/guards.js";
import { hexIdOf } from "../otlp/ids.js";
import { attributesOf, textOf } from "../otlp/values.js";
import { OPERATION_KEYS, RAW_KEY, RAW_REQUEST_SPAN_NAME, SPAN_TYPE } from "./attribute-names.js";

type Attributes = ReadonlyMap<string, unknown>;

/** A span before and after the mapping. */
export interface SpanPair {
  readonly span: Readonly<Record<string, unknown>>;
  readonly mapped: unknown;
  readonly before: Attributes;
  readonly after: Attributes;
  readonly service: string | undefined;
  readonly ids: { readonly trace: string; readonly span: string; readonly parent: string };
}

/** The spans of `ResourceSpans` beside those of their mapped forms. */
export function spanPairsOf(resourceSpans: readonly unknown[], mapped: readonly unknown[]): readonly SpanPair[] {
  return resourceSpans.flatMap((before, at) => {
    const service = textOf(attributesOf(isObject(before) ? before.resource : undefined).get("service.name"));
    const after = spansOf(mapped[at]);
    return spansOf(before).flatMap((span, spanAt) => (isObject(span) ? [pairOf(span, after[spanAt], service)] : []));
  });
}

function spansOf(resourceSpans: unknown): readonly unknown[] {
  return listOf(resourceSpans, "scopeSpans").flatMap((scopeSpans) => listOf(scopeSpans, "spans"));
}

function pairOf(span: SpanPair["span"], mapped: unknown, service: string | undefined): SpanPair {
  const ids = { trace: hexIdOf(span.traceId), span: hexIdOf(span.spanId), parent: hexIdOf(span.parentSpanId) };
  return { span, mapped, before: attributesOf(span), after: attributesOf(mapped), service, ids };
}

/** The attribute that tells the span's operation. */
export function operationKeyOf({ before }: SpanPair): string | undefined {
  return OPERATION_KEYS.find((key) => textOf(before.get(key)) !== undefined);
}

/** `llm` or `chain`; `undefined` for a span that was left alone. */
export function typeOf({ after }: SpanPair): "llm" | "chain" | undefined {
  const type = textOf(after.get(SPAN_TYPE));
  return type === "llm" || type === "chain" ? type : undefined;
}

/** Whether the span holds a provider's request and response as they were. */
export function isRawRequest({ span, before }: SpanPair): boolean {
  return span.name === RAW_REQUEST_SPAN_NAME || [...before.keys()].some((key) => RAW_KEY.test(key));
}
