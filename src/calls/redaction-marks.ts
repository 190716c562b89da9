import type { SourceName } from "../litellm/attribute-rules.js";
import { isCopyInEvent } from "../litellm/content-names.js";
import { messageListOf } from "../messages/message-list.js";
import { isObject } from "../otlp/guards.js";
import { parsePythonLiteral } from "../python/python-literal.js";
import { messageJsonAt, messageJsonOf } from "../reading/message-json.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";
import { LONG_TEXT } from "../reading/span-view.js";
import { isCutRequest, isPlaceholder, MAX_LEVELS, SHORTEST_PLACEHOLDER } from "./placeholder.js";

/**
 * Whether LiteLLM redacted the messages on this span, or was asked to: it ignores the header on some routes
 * of some releases.
 */
export function isRedacted(reading: SpanReading): boolean {
  const { layout, view } = reading;
  if (layout.saysNothing && layout.copies.length === 0) return view.hasEvent(isMarkedEvent);
  const { sources } = layout;
  return (
    bearsPlaceholder(reading, sources.inputMessages) ||
    bearsPlaceholder(reading, sources.outputMessages, true) ||
    bearsPlaceholder(reading, sources.systemInstructions) ||
    (layout.indexed.length > 0 && layout.indexed.some(({ at, field }) => isMarkedField(textAt(reading, at), field))) ||
    // Only in the words of Phoenix, Langfuse or others: LiteLLM's own span may have come in another request.
    (layout.copies.length > 0 && layout.copies.some((at) => bearsPlaceholder(reading, at))) ||
    view.hasEvent(isMarkedEvent) ||
    REQUEST_SOURCES.some((name) => sources[name] !== undefined && asksForRedaction(messageJsonAt(reading.view, sources[name])))
  );
}

const REQUEST_SOURCES: readonly SourceName[] = [
  "requesterHeaders",
  "v2RequesterHeaders",
  "requesterMetadata",
  "v2RequesterMetadata",
];

/**
 * The header that asks for redaction, in Python's `repr` or in JSON, also where it is JSON in strings of
 * JSON, a pair in a list, or was cut within its value.
 */
const HEADER =
  /["'](?:x-)?litellm-enable-message-redaction[\\"']{1,999}\s{0,99}[:,](?:\s{0,99}[\\"']{1,999}value[\\"']{1,999}\s{0,99}:)?[\\"'\s[(b]{0,999}(?:true(?![\w-])|t?r?u?$)/i;

function asksForRedaction(headers: string | undefined): boolean {
  return headers !== undefined && HEADER.test(headers);
}

/** Langtrace writes the messages into events, and so do old conventions. */
function isMarkedEvent(attributes: readonly unknown[]): boolean {
  return attributes.some((each) => {
    const json = isObject(each) && isCopyInEvent(each.key) ? messageJsonOf(each.value) : undefined;
    return json !== undefined && isMarked(json, true);
  });
}

/** A field of an indexed message: its text, or the parts of its content in Python's `repr`. */
function isMarkedField(text: string | undefined, field: string): boolean {
  if (text === undefined) return false;
  if (isPlaceholder(text, true)) return true;
  return field === "content" && text.startsWith("[{") && includesPlaceholder(text) && holdsPlaceholder(parsePythonLiteral(text));
}

/** Whether messages bear the placeholder. `isWhole`: those in the middle of a long text are looked at, too. */
function bearsPlaceholder(reading: SpanReading, at: number | undefined, isWhole = false): boolean {
  if (at === undefined) return false;
  const ends = isWhole ? undefined : reading.view.longTextAt(at);
  if (ends !== undefined && !isInEnds(ends.head, ends.tail)) return false;
  const json = messageJsonAt(reading.view, at);
  return json !== undefined && isMarked(json, isWhole);
}

/** Whether a text, or one of the messages in it, is the placeholder, whole or cut. */
function isMarked(json: string, isWhole: boolean): boolean {
  const isSearched = isWhole || json.length <= LONG_TEXT;
  if (!(isSearched ? includesPlaceholder(json) : isInEnds(json, json))) return isCutRequest(json);
  if (isPlaceholder(json, true)) return true;
  if (IS_PYTHON.test(json)) return holdsPlaceholder(parsePythonLiteral(json));
  const { messages, cutMessage } = messageListOf(json);
  return (
    messages.some((message) => holdsPlaceholder(message)) || (cutMessage !== undefined && holdsPlaceholder(cutMessage, true))
  );
}

/** A list or dict as Python's `repr` begins it. */
const IS_PYTHON = /^\[?\{'/;

/**
 * LiteLLM replaces all messages by the placeholder, so only this much of each end of a long conversation is
 * searched.
 */
const SEARCHED = 4096;

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

/** Members in which messages hold what was said. A text that was passed to a tool, or came from one, is not a message. */
const TEXTS: ReadonlySet<string> = new Set([
  "content",
  "contents",
  "parts",
  "text",
  "refusal",
  "transcript",
  "prompt",
  "input",
  "output",
  "completion",
]);

const ARGUMENTS: ReadonlySet<string> = new Set(["arguments", "args", "parameters", "result", "metadata"]);

/** Whether a text in messages, or in a body of a request or response, is the placeholder. */
function holdsPlaceholder(value: unknown, mayBeCut = false, isText = true, levels = MAX_LEVELS): boolean {
  if (!isObject(value)) return isText && isPlaceholder(value, mayBeCut);
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.some((each) => holdsPlaceholder(each, mayBeCut, isText, levels - 1));
  return Object.entries(value).some(([name, each]) => {
    const isSkipped = ARGUMENTS.has(name) || (name === "input" && value.name !== undefined);
    return !isSkipped && holdsPlaceholder(each, mayBeCut, TEXTS.has(name), levels - 1);
  });
}
