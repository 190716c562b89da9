import { RAW_REQUEST_SPAN_NAME } from "../litellm/attribute-names.js";
import { isSumOfCalls, type SpanType, spanTypeOf } from "../litellm/operation.js";
import { stringOf } from "../otlp/any-value.js";
import { integerIn } from "../otlp/integers.js";
import type { Layout, Sources } from "./span-layout.js";
import type { SpanView } from "./span-view.js";

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
    type: isRawRequest || layout.saysNothing ? "chain" : typeOf(operation, view),
  };
}

/** The type of a raw request span by the attributes of the call on it (1.81.9-1.82.2). */
export function typeOfCallOn(raw: SpanReading): SpanType {
  return typeOf(raw.operation, raw.view);
}

/** The type by operation. A call whose operation the attribute limit dropped still shows the answer (before 1.80.17). */
function typeOf(operation: string | undefined, view: SpanView): SpanType {
  const { layout } = view;
  if (layout.hasOtherVocabularyOnly) return "chain";
  if (operation === undefined) return layout.indexed.some(isAnswer) ? "llm" : "chain";
  return spanTypeOf(operation, () => showsText(view));
}

function isAnswer({ list, field }: Layout["indexed"][number]): boolean {
  return list === "completions" && (field === "role" || field === "content");
}

/** Whether a span reports a generated text: an answer, or tokens in and out of a model. */
function showsText(view: SpanView): boolean {
  const { layout } = view;
  const { outputMessages, requestModel, inputTokens, promptTokens, outputTokens, completionTokens } = layout.sources;
  const hasOutput = outputMessages !== undefined && !NO_MESSAGES.has(stringOf(view.valueAt(outputMessages))?.trim());
  if (hasOutput || layout.indexed.some(isAnswer)) return true;
  if (asksForText(view)) return true;
  const hasTokens = [inputTokens ?? promptTokens, outputTokens ?? completionTokens].every((at) => isCount(view, at));
  return hasTokens && textIn(view, requestModel) !== undefined;
}

/** A count other than 0, which LiteLLM writes for what it handed through without reading it. */
function isCount(view: SpanView, at: number | undefined): boolean {
  const value = at === undefined ? undefined : view.valueAt(at);
  return (integerIn(value) ?? 0n) > 0n;
}

/**
 * Whether the request asks for a generated text: LiteLLM writes the body of a request that it hands through, as JSON, where the
 * user's message would stand. Counting tokens has messages too, but neither a limit of tokens nor a stream.
 */
function asksForText(view: SpanView): boolean {
  const { sources, indexed } = view.layout;
  const prompt = indexed.find(({ list, field }) => list === "prompts" && field === "content");
  const input = textIn(view, sources.inputMessages ?? prompt?.at) ?? "";
  return HAS_MESSAGES.test(input) && ASKS_FOR_TEXT.test(input);
}

const HAS_MESSAGES = /["'](?:messages|contents)\\?["']: \[/;
const ASKS_FOR_TEXT = /["'](?:stream\\?["']: [tT]rue|max_(?:completion_)?tokens\\?["']: \d)/;

const NO_MESSAGES: ReadonlySet<string | undefined> = new Set(["", "[]", "null"]);

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

function textIn(view: SpanView, at: number | undefined): string | undefined {
  return at === undefined ? undefined : view.textAt(at);
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
