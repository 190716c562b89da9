import { type MappingOptions, mapLiteLLMSpan } from "litellm-span-mapper";
import { CALL_MARKS, OPERATION_KEYS, RAW_KEY, RAW_REQUEST_SPAN_NAME, SPAN_TYPE } from "./attribute-names.js";
import { isObject, listOf } from "./guards.js";
import { hexIdOf } from "./ids.js";
import { attributesOf, textOf } from "./values.js";

type Attributes = ReadonlyMap<string, unknown>;

/** A span before and after the mapping. */
export interface SpanPair {
  readonly span: Readonly<Record<string, unknown>>;
  readonly mapped: unknown;
  readonly before: Attributes;
  readonly after: Attributes;
  readonly resource: unknown;
  readonly service: string | undefined;
  readonly ids: { readonly trace: string; readonly span: string; readonly parent: string };
  /** Whether LiteLLM wrote it. Other spans may have a type too, their own or one for the sake of the tree. */
  readonly isLiteLLMs: boolean;
}

/** The spans of `ResourceSpans` beside those of their mapped forms. */
export function spanPairsOf(
  resourceSpans: readonly unknown[],
  mapped: readonly unknown[],
  { onIssue: _, ...options }: MappingOptions,
): readonly SpanPair[] {
  return resourceSpans.flatMap((before, at) => {
    const resource = isObject(before) ? before.resource : undefined;
    const service = textOf(attributesOf(resource).get("service.name"));
    return listOf(before, "scopeSpans").flatMap((scopeSpans, scopeAt) => {
      const after = listOf(listOf(mapped[at], "scopeSpans")[scopeAt], "spans");
      const isOurs = isLiteLLMsScope(resource, scopeSpans, options);
      return listOf(scopeSpans, "spans").flatMap((span, spanAt) =>
        isObject(span) ? [pairOf(span, after[spanAt], { resource, service, isOurs })] : [],
      );
    });
  });
}

/** The library's own answer, given a resource that has this scope alone. */
function isLiteLLMsScope(resource: unknown, scopeSpans: unknown, options: MappingOptions): boolean {
  if (!isObject(scopeSpans)) return false;
  return mapLiteLLMSpan({ resource, scopeSpans: [{ ...scopeSpans, spans: [] }] }, options) !== null;
}

interface Origin {
  readonly resource: unknown;
  readonly service: string | undefined;
  readonly isOurs: boolean;
}

function pairOf(span: SpanPair["span"], mapped: unknown, { resource, service, isOurs }: Origin): SpanPair {
  const ids = { trace: hexIdOf(span.traceId), span: hexIdOf(span.spanId), parent: hexIdOf(span.parentSpanId) };
  const before = attributesOf(span);
  // LiteLLM's SDK may write a call onto a span of the application.
  const isLiteLLMs = isOurs || (span !== mapped && CALL_MARKS.some((key) => before.has(key)));
  return { span, mapped, before, after: attributesOf(mapped), resource, service, ids, isLiteLLMs };
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
