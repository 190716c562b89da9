import { type FiddlerSpan, fiddlerSpansOf, type MappingOptions, mapLiteLLMSpan } from "litellm-span-mapper";
import { OPERATION_KEYS, RAW_KEY, RAW_REQUEST_SPAN_NAME, SPAN_TYPE } from "./attribute-names.js";
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
  /** `undefined` where the span was left alone and has no type. */
  readonly record: FiddlerSpan | undefined;
  readonly service: string | undefined;
  readonly ids: { readonly trace: string; readonly span: string; readonly parent: string };
  /** Whether LiteLLM wrote it. Other spans may have a type too: their own, or one given for the sake of the tree. */
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
    const described = describedOnly(resource);
    const isOurResource = mapLiteLLMSpan({ resource, scopeSpans: [] }, options) !== null;
    return listOf(before, "scopeSpans").flatMap((scopeSpans, scopeAt) => {
      const after = listOf(listOf(mapped[at], "scopeSpans")[scopeAt], "spans");
      const scope = isObject(scopeSpans) ? scopeSpans.scope : undefined;
      const isOurScope = isOurResource || mapLiteLLMSpan({ scopeSpans: [{ scope, spans: [] }] }, options) !== null;
      // LiteLLM's SDK may write a call onto a span of the application.
      const isOurs = (span: object) => isOurScope || mapLiteLLMSpan({ scopeSpans: [{ spans: [span] }] }, options) !== null;
      const origin: Origin = { resource: described, scope, service, isOurs };
      return listOf(scopeSpans, "spans").flatMap((span, spanAt) => (isObject(span) ? [pairOf(span, after[spanAt], origin)] : []));
    });
  });
}

interface Origin {
  readonly resource: unknown;
  readonly scope: unknown;
  readonly service: string | undefined;
  readonly isOurs: (span: object) => boolean;
}

/** A resource with only what records say of it: it is read for each span, and may hold thousands of attributes. */
function describedOnly(resource: unknown): unknown {
  const span = { attributes: [{ key: SPAN_TYPE, value: { stringValue: "chain" } }] };
  const [record] = fiddlerSpansOf({ resource, scopeSpans: [{ spans: [span] }] });
  const attributes = [
    ["application.id", record?.applicationId],
    ["service.name", record?.serviceName],
    ["deployment.environment.name", record?.environment],
  ];
  return { attributes: attributes.map(([key, stringValue]) => ({ key, value: { stringValue } })) };
}

function pairOf(span: SpanPair["span"], mapped: unknown, { resource, scope, service, isOurs }: Origin): SpanPair {
  const ids = { trace: hexIdOf(span.traceId), span: hexIdOf(span.spanId), parent: hexIdOf(span.parentSpanId) };
  const before = attributesOf(span);
  const [record] = fiddlerSpansOf({ resource, scopeSpans: [{ scope, spans: [mapped] }] });
  return { span, mapped, before, after: attributesOf(mapped), record, service, ids, isLiteLLMs: isOurs(span) };
}

/** The attribute with the span's operation. */
export function operationKeyOf({ before }: SpanPair): string | undefined {
  return OPERATION_KEYS.find((key) => textOf(before.get(key)) !== undefined);
}

/** `llm` or `chain`; `undefined` for a span that was left alone. */
export function typeOf({ after }: SpanPair): "llm" | "chain" | undefined {
  const type = textOf(after.get(SPAN_TYPE));
  return type === "llm" || type === "chain" ? type : undefined;
}

/** Whether the span holds a provider's request and response word for word. */
export function isRawRequest({ span, before }: SpanPair): boolean {
  return span.name === RAW_REQUEST_SPAN_NAME || [...before.keys()].some((key) => RAW_KEY.test(key));
}
