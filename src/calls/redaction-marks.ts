import type { SourceName } from "../litellm/attribute-rules.js";
import { partsOf } from "../messages/message.js";
import { messageListOf } from "../messages/message-list.js";
import { messageJsonAt } from "../messages/message-source.js";
import type { Message } from "../messages/message-type.js";
import { REDACTION_PLACEHOLDER } from "../messages/parts.js";
import { isObject } from "../otlp/guards.js";
import { jsonIn } from "../otlp/json.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";

/** Whether LiteLLM redacted the messages on this span, or was asked to: it ignores the header on some routes of some releases. */
export function isRedacted(reading: SpanReading): boolean {
  const { layout } = reading;
  if (layout.saysNothing) return false;
  const { sources } = layout;
  return (
    holdsPlaceholder(reading, sources.inputMessages) ||
    holdsPlaceholder(reading, sources.outputMessages) ||
    (layout.indexed.length > 0 && layout.indexed.some(({ at }) => isPlaceholder(textAt(reading, at), true))) ||
    // Phoenix, Langfuse and others alone: LiteLLM's own span may have come in another request.
    (layout.ofOtherVocabulary.length > 0 && layout.ofOtherVocabulary.some((at) => isOrHoldsPlaceholder(reading, at))) ||
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

/** As much of a placeholder as a length limit must leave for it to be known. */
const MIN_CUT = "redacted-by-";

/** Whether a text is the placeholder, or may be what a limit left of it. */
export function isPlaceholder(text: unknown, mayBeCut = false): boolean {
  if (text === REDACTION_PLACEHOLDER) return true;
  return mayBeCut && typeof text === "string" && text.length >= MIN_CUT.length && REDACTION_PLACEHOLDER.startsWith(text);
}

function isOrHoldsPlaceholder(reading: SpanReading, at: number): boolean {
  return isPlaceholder(textAt(reading, at), true) || holdsPlaceholder(reading, at);
}

/** Whether one of the messages is the placeholder, whole or cut. A text that a tool was handed is no message. */
function holdsPlaceholder(reading: SpanReading, at: number | undefined): boolean {
  const ends = at === undefined ? undefined : reading.view.longTextAt(at);
  if (ends !== undefined && !isInEnds(ends.head, ends.tail)) return false;
  const json = messageJsonAt(reading, at);
  if (json === undefined) return false;
  if (!mayHoldPlaceholder(json)) return isCutRequest(json);
  const { messages, cutMessage } = messageListOf(json);
  const isMessage = (message: Message, isCut: boolean) => textsOf(message).some((text) => isPlaceholder(text, isCut));
  return messages.some((message) => isMessage(message, false)) || (cutMessage !== undefined && isMessage(cutMessage, true));
}

/** LiteLLM puts the placeholder in the place of all messages: of a text longer than two of these, the ends are searched. */
const SEARCHED = 4096;

function mayHoldPlaceholder(json: string): boolean {
  if (json.length <= 2 * SEARCHED) return includesPlaceholder(json);
  return isInEnds(json, json);
}

function isInEnds(head: string, tail: string): boolean {
  return includesPlaceholder(head.slice(0, SEARCHED)) || includesPlaceholder(tail.slice(-SEARCHED));
}

/** A hyphen is rarer than the placeholder's first letter: long texts are searched several times as fast for it. */
function includesPlaceholder(json: string): boolean {
  return json.includes("-by-") && json.includes(MIN_CUT);
}

/** How LiteLLM writes the messages of a redacted request: in the default mode, and in `LITELLM_OTEL_V2`. */
const REDACTED_REQUESTS = [
  `[{"role": "user", "parts": [{"type": "text", "content": "${REDACTION_PLACEHOLDER}"}]}]`,
  `[{"role": "user", "content": "${REDACTION_PLACEHOLDER}"}]`,
];

const LONGEST_REDACTED = Math.max(...REDACTED_REQUESTS.map((request) => request.length));

/** Characters: a lower limit leaves nothing of any field that could be read. */
const MIN_LIMIT = 16;

/**
 * Whether a length limit may have cut a redacted request before enough of the placeholder to know it: nothing tells it from another
 * request then, and what stands beside it is withheld to be safe.
 */
function isCutRequest(json: string): boolean {
  if (json.length < MIN_LIMIT || json.length > LONGEST_REDACTED) return false;
  return isBeginningOfRedacted(json);
}

function isBeginningOfRedacted(json: string): boolean {
  return REDACTED_REQUESTS.some((request) => request.startsWith(json));
}

function textsOf(message: Message): readonly unknown[] {
  const parts = partsOf(message);
  if (typeof parts === "string") return [parts];
  return parts.map((part) => (isObject(part) ? (part.content ?? part.text ?? "") : part));
}

/** Whether messages say nothing but the placeholder: such an attribute stays as LiteLLM wrote it. What was cut is known by how it begins. */
export function saysPlaceholderAlone(json: string): boolean {
  return isBeginningOfRedacted(json) || isPlaceholderAlone(jsonIn(json));
}

/** Members of a message or a part that say nothing of what was said. */
const HARMLESS: ReadonlySet<string> = new Set(["role", "type", "finish_reason", "id", "index", "status"]);

/** Levels; messages in a list have parts in a list, and what else may stand there holds `null` a level or two below. */
const MAX_LEVELS = 8;

/** Whether a value holds nothing but the placeholder, whatever its members are called: new ones come with every release. */
function isPlaceholderAlone(value: unknown, levels = MAX_LEVELS): boolean {
  if (value === null || value === "") return true;
  if (!isObject(value)) return isPlaceholder(value);
  if (levels === 0) return false;
  const isHarmless = (name: string, member: unknown) => HARMLESS.has(name) && !isObject(member);
  return Object.entries(value).every(([name, each]) => isHarmless(name, each) || isPlaceholderAlone(each, levels - 1));
}
