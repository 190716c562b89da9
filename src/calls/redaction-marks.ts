import type { SourceName } from "../litellm/attribute-rules.js";
import { partsOf } from "../messages/message.js";
import { messageListOf } from "../messages/message-list.js";
import { messageJsonAt } from "../messages/message-source.js";
import type { Message } from "../messages/message-type.js";
import { isObject } from "../otlp/guards.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";
import { isCutRequest, isPlaceholder, SHORTEST_PLACEHOLDER } from "./placeholder.js";

/**
 * Whether LiteLLM redacted the messages on this span, or was asked to: it ignores the header on some routes
 * of some releases.
 */
export function isRedacted(reading: SpanReading): boolean {
  const { layout } = reading;
  if (layout.saysNothing) return false;
  const { sources } = layout;
  return (
    holdsPlaceholder(reading, sources.inputMessages) ||
    holdsPlaceholder(reading, sources.outputMessages) ||
    (layout.indexed.length > 0 && layout.indexed.some(({ at }) => isPlaceholder(textAt(reading, at), true))) ||
    // Only in the words of Phoenix, Langfuse or others: LiteLLM's own span may have come in another request.
    (layout.ofOtherVocabulary.length > 0 && layout.ofOtherVocabulary.some((at) => holdsPlaceholder(reading, at))) ||
    REQUEST_SOURCES.some((name) => asksForRedaction(textAt(reading, sources[name])))
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

/**
 * Whether a text, or one of the messages in it, is the placeholder, whole or cut. A text that was passed to a
 * tool is not a message.
 */
function holdsPlaceholder(reading: SpanReading, at: number | undefined): boolean {
  const ends = at === undefined ? undefined : reading.view.longTextAt(at);
  if (ends !== undefined && !isInEnds(ends.head, ends.tail)) return false;
  const json = messageJsonAt(reading, at);
  if (json === undefined) return false;
  if (!mayHoldPlaceholder(json)) return isCutRequest(json);
  if (isPlaceholder(json, true)) return true;
  const { messages, cutMessage } = messageListOf(json);
  const isMessage = (message: Message, isCut: boolean) => textsOf(message).some((text) => isPlaceholder(text, isCut));
  return messages.some((message) => isMessage(message, false)) || (cutMessage !== undefined && isMessage(cutMessage, true));
}

/** LiteLLM replaces all messages by the placeholder, so only this much of each end of a longer text is searched. */
const SEARCHED = 4096;

function mayHoldPlaceholder(json: string): boolean {
  if (json.length <= 2 * SEARCHED) return includesPlaceholder(json);
  return isInEnds(json, json);
}

function isInEnds(head: string, tail: string): boolean {
  return includesPlaceholder(head.slice(0, SEARCHED)) || includesPlaceholder(tail.slice(-SEARCHED));
}

/**
 * A hyphen is rarer than the placeholder's first letter, so searching for it first is several times as fast
 * in long texts.
 */
function includesPlaceholder(json: string): boolean {
  return json.includes("-by-") && json.includes(SHORTEST_PLACEHOLDER);
}

function textsOf(message: Message): readonly unknown[] {
  const parts = partsOf(message);
  if (typeof parts === "string") return [parts];
  return parts.map((part) => (isObject(part) ? (part.content ?? part.text ?? "") : part));
}
