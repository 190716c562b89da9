import type { AttributeRule } from "../attribute-rules.js";
import { messageJsonAt } from "../messages/message-source.js";
import { fieldOf, isEmptyString } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { likeMessage, listOf, withAttributes } from "../otlp/members.js";
import type { KeyValue, Span } from "../otlp/types.js";
import { readSpan, type SpanReading, textAt } from "../span-reading.js";
import { isOfOtherVocabulary } from "../vocabularies.js";
import { isPlaceholder, saysPlaceholderAlone } from "./redaction-marks.js";

/** Fields of a provider's request and response that hold no content, by the name behind `llm.<provider>.`. */
const CONTENT_FREE_FIELDS: ReadonlySet<string> = new Set([
  "created",
  "created_at",
  "frequency_penalty",
  "id",
  "max_completion_tokens",
  "max_output_tokens",
  "max_tokens",
  "model",
  "modelVersion",
  "n",
  "object",
  "presence_penalty",
  "responseId",
  "role",
  "seed",
  "service_tier",
  "status",
  "stop_reason",
  "stream",
  "system_fingerprint",
  "temperature",
  "top_k",
  "top_p",
  "type",
  "usage",
  "usageMetadata",
]);

/** Attributes beside the messages that hold or quote what was said, or may: of tools, guardrails, prompt management and errors. */
const CONTENT =
  /^(?:gen_ai\.(?:prompt|completion|tool\.call\.(?:arguments|result)|system_instructions)|SpanAttributes\.LLM_(?:PROMPTS|COMPLETIONS)|(?:litellm\.)?metadata\.(?:mcp_tool_call_metadata|vector_store_request_metadata|prompt_management_metadata|guardrail_information)|litellm\.guardrail\.response|guardrail_response|litellm\.provider\.error\.stack_trace|exception\.|error\.message$|error$|input$|output$)|\.evidence$/;

/** The span of a redacted call, or beside one, without what was said: messages, other vendors' copies of them, events, error texts. */
export function withoutMessages(reading: SpanReading): SpanReading {
  const { rules } = reading.layout;
  const kept = reading.attributes.filter((attribute, at) => !isContent(reading, attribute, rules[at], at));
  const span = withoutTexts(reading.span, (event) => listOf(event, "attributes").some(holdsText));
  return shownAs(reading, span, kept);
}

/** A raw request span without all that can hold content: other fields, events and the status message. */
export function withoutContent(reading: SpanReading): SpanReading {
  const kept = reading.attributes.filter((attribute, at) => isContentFree(attribute, reading.layout.rules[at]));
  return shownAs(
    reading,
    withoutTexts(reading.span, () => true),
    kept,
  );
}

/** The same reading where nothing is left out. */
function shownAs(reading: SpanReading, span: Span, kept: readonly KeyValue[]): SpanReading {
  const isSame = kept.length === reading.attributes.length && span === reading.span;
  return isSame ? reading : { ...readSpan(withAttributes(span, kept)), isForeign: reading.isForeign };
}

function isContent(reading: SpanReading, attribute: KeyValue, rule: AttributeRule | undefined, at: number): boolean {
  const { source, rawField, indexed } = rule ?? {};
  if (isEmptyString(attribute?.value)) return false;
  if (source === "inputMessages" || source === "outputMessages" || source === "systemInstructions") {
    const json = messageJsonAt(reading, at);
    return json !== undefined && !saysPlaceholderAlone(json);
  }
  if (indexed !== undefined) return !HARMLESS.has(indexed.field) && !isPlaceholder(textAt(reading.attributes, at), true);
  if (rawField !== undefined) return !CONTENT_FREE_FIELDS.has(rawField);
  const key: unknown = attribute?.key;
  return typeof key === "string" && (CONTENT.test(key) || isOfOtherVocabulary(key));
}

/** Fields of an indexed message that hold no content. */
const HARMLESS: ReadonlySet<string> = new Set(["role", "finish_reason"]);

function isContentFree(attribute: KeyValue, rule: AttributeRule | undefined): boolean {
  if (rule?.rawField !== undefined) return CONTENT_FREE_FIELDS.has(rule.rawField);
  if (rule?.isUsageOrCost === true) return true;
  // The identity of the key, team and user, on raw requests that carry it (1.81.9-1.82.2, custom authentication).
  return rule?.fate === "move" && IDENTITY.test(attribute.key);
}

const IDENTITY = /^(?:litellm\.)?(?:metadata\.user_api_key_|api_key\.|team\.|end_user\.)/;

/** Whether an attribute of an event holds a text, or a list or map that may hold one: counts and times of a request stay. */
function holdsText(attribute: unknown): boolean {
  const value = isObject(attribute) ? attribute.value : undefined;
  return TEXTS.some((field) => fieldOf(value, field) !== undefined);
}

const TEXTS = ["stringValue", "bytesValue", "arrayValue", "kvlistValue"] as const;

/** The span without the status message, and without the events that may hold a text. */
function withoutTexts(before: Span, mayHoldText: (event: unknown) => boolean): Span {
  let span = before;
  const events = listOf(span, "events");
  const kept = events.filter((event) => !mayHoldText(event));
  if (kept.length < events.length) span = likeMessage({ ...span, ...{ events: kept } }, span);
  if (isObject(span.status) && span.status.message) {
    span = likeMessage({ ...span, status: likeMessage({ ...span.status, message: "" }, span.status) }, span);
  }
  return span;
}
