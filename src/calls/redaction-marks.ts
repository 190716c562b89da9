import { partsOf } from "../messages/message.js";
import { messageListOf } from "../messages/message-list.js";
import { messageJsonAt } from "../messages/message-source.js";
import { REDACTION_PLACEHOLDER } from "../messages/parts.js";
import { isObject } from "../otlp/guards.js";
import type { SourceName } from "../attribute-rules.js";
import { type SpanReading, textAt } from "../span-reading.js";

/** Whether LiteLLM redacted the messages on this span, or was asked to: it ignores the header on some routes of some releases. */
export function isRedacted(reading: SpanReading): boolean {
  const { layout, attributes } = reading;
  if (layout.saysNothing) return false;
  const { sources } = layout;
  return (
    holdsPlaceholder(reading, sources.inputMessages) ||
    holdsPlaceholder(reading, sources.outputMessages) ||
    layout.indexed.some(({ at }) => isPlaceholder(textAt(attributes, at), true)) ||
    REQUEST_SOURCES.some((name) => asksForRedaction(textAt(attributes, sources[name])))
  );
}

const REQUEST_SOURCES: readonly SourceName[] = [
  "requesterHeaders",
  "v2RequesterHeaders",
  "requesterMetadata",
  "v2RequesterMetadata",
];

/** In Python's `repr` or in JSON, also where it is JSON inside a string. */
const HEADER = /["'](?:x-)?litellm-enable-message-redaction\\?["']\s?:\s?\\?["']?true/i;

function asksForRedaction(headers: string | undefined): boolean {
  return headers !== undefined && HEADER.test(headers);
}

/** What is left of a placeholder that a length limit cut is long enough to be known as one. */
const MIN_CUT = "redacted-by-".length;

/** Whether a text is the placeholder, or may be what a limit left of it. */
export function isPlaceholder(text: unknown, mayBeCut = false): boolean {
  if (text === REDACTION_PLACEHOLDER) return true;
  return mayBeCut && typeof text === "string" && text.length >= MIN_CUT && REDACTION_PLACEHOLDER.startsWith(text);
}

/**
 * Whether one of the messages is the placeholder. A text that a tool was handed is no message. In JSON that was cut, any beginning
 * of the placeholder counts, also none of it: the limit leaves nothing that tells it from other texts.
 */
function holdsPlaceholder(reading: SpanReading, at: number | undefined): boolean {
  const json = messageJsonAt(reading, at);
  if (json === undefined || !(json.includes(REDACTION_PLACEHOLDER) || json.length < MAX_CUT_REDACTED)) return false;
  if (!json.includes("redacted-by") && isWhole(json)) return false;
  const { messages, cutMessage } = messageListOf(json);
  if (messages.some((message) => textsOf(message).some((text) => isPlaceholder(text)))) return true;
  if (cutMessage === undefined || messages.length > 0) return false;
  return textsOf(cutMessage).every((text) => typeof text === "string" && REDACTION_PLACEHOLDER.startsWith(text));
}

/** Characters: the longest that the JSON of a redacted message is which a limit cut within its placeholder. */
const MAX_CUT_REDACTED = 128;

function isWhole(json: string): boolean {
  const last = json.trimEnd().at(-1);
  return last === "]" || last === "}";
}

function textsOf(message: Readonly<Record<string, unknown>>): readonly unknown[] {
  const parts = partsOf(message);
  if (typeof parts === "string") return [parts];
  return parts.map((part) => (isObject(part) ? (part.content ?? part.text ?? "") : part));
}

/** Whether messages say nothing but the placeholder: such an attribute stays as LiteLLM wrote it. */
export function saysPlaceholderAlone(json: string): boolean {
  const { messages, problem } = messageListOf(json);
  if (problem !== undefined) return false;
  return messages.every((message) => {
    if (message.tool_calls != null || message.function_call != null) return false;
    return textsOf(message).every((text) => text === "" || isPlaceholder(text)) && !hasOtherParts(message);
  });
}

function hasOtherParts(message: Readonly<Record<string, unknown>>): boolean {
  const parts = partsOf(message);
  return typeof parts !== "string" && parts.some((part) => !isObject(part) || (part.type !== undefined && part.type !== "text"));
}
