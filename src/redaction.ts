import { LITELLM } from "./attribute-names.js";
import type { AttributeRule } from "./attribute-rules.js";
import { partsOf } from "./messages/message.js";
import { messageListOf } from "./messages/message-list.js";
import { REDACTION_PLACEHOLDER } from "./messages/parts.js";
import { isObject } from "./otlp/guards.js";
import { hexIdOf } from "./otlp/ids.js";
import { likeMessage, listOf, withAttributes } from "./otlp/members.js";
import { parentOf, type SpanIndex } from "./span-index.js";
import { readSpan, type SpanReading, textAt } from "./span-reading.js";

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

/**
 * The raw request spans of redacted calls: LiteLLM redacts the call's span and leaves the provider's request and response beside
 * it in the clear. A raw span that hangs on no call of its own counts as every call's of its trace.
 */
export function leakingRawSpansOf(
  raw: readonly SpanReading[],
  readings: readonly SpanReading[],
  indexOf: () => SpanIndex,
): ReadonlySet<SpanReading> {
  const redacted = new Set(raw.length === 0 ? [] : readings.filter(isRedacted));
  if (redacted.size === 0) return redacted;
  const traces = new Set([...redacted].map(({ span }) => hexIdOf(span.traceId)));
  return new Set(
    raw.filter((reading) => {
      if (!traces.has(hexIdOf(reading.span.traceId))) return false;
      const parent = parentOf(reading, indexOf());
      return redacted.has(reading) || parent?.operation === undefined || redacted.has(parent);
    }),
  );
}

/** Whether LiteLLM redacted the messages on this span: it puts the placeholder in place of every text. */
export function isRedacted(reading: SpanReading): boolean {
  const { attributes, layout } = reading;
  if (layout.saysNothing) return false;
  return (
    isRedactedJson(textAt(attributes, layout.sources.inputMessages)) ||
    isRedactedJson(textAt(attributes, layout.sources.outputMessages)) ||
    layout.indexed.some(({ at }) => textAt(attributes, at) === REDACTION_PLACEHOLDER)
  );
}

/** A redacted conversation is one message, a redacted answer one for each choice: what is longer is not searched. */
const MAX_REDACTED = 8192;

function isRedactedJson(json: string | undefined): boolean {
  if (json === undefined || json.length > MAX_REDACTED || json.indexOf(REDACTION_PLACEHOLDER) === -1) return false;
  const { messages, cutMessage } = messageListOf(json);
  const [first = cutMessage] = messages;
  const parts = first && partsOf(first);
  const text = Array.isArray(parts) && isObject(parts[0]) ? (parts[0].content ?? parts[0].text) : parts;
  return text === REDACTION_PLACEHOLDER;
}

/**
 * The span of a call without its system instructions where it is redacted, else the same reading: LiteLLM 1.85-1.109 leaves them in
 * the clear on redacted calls of `/v1/messages`, up to 1.90 also of `/v1/responses`.
 */
export function withoutLeakedInstructions(reading: SpanReading): SpanReading {
  const { systemInstructions } = reading.layout.sources;
  if (systemInstructions === undefined || !isRedacted(reading)) return reading;
  const kept = reading.attributes.filter((attribute) => attribute?.key !== LITELLM.systemInstructions);
  return readSpan(withAttributes(reading.span, kept));
}

/** A raw request span without all that can hold content: other fields, events and the status message. */
export function withoutContent(reading: SpanReading): SpanReading {
  const kept = reading.attributes.filter((_, at) => isContentFree(reading.layout.rules[at]));
  let span = withAttributes(reading.span, kept);
  if (listOf(span, "events").length > 0) span = likeMessage({ ...span, ...{ events: [] } }, span);
  if (isObject(span.status) && span.status.message) {
    span = likeMessage({ ...span, status: likeMessage({ ...span.status, message: "" }, span.status) }, span);
  }
  return readSpan(span);
}

function isContentFree(rule: AttributeRule | undefined): boolean {
  return rule?.rawField === undefined ? rule?.isUsageOrCost === true : CONTENT_FREE_FIELDS.has(rule.rawField);
}
