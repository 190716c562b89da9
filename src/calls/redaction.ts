import { isContentFree, isMessageSource } from "../litellm/content-names.js";
import { messageJsonAt } from "../messages/message-source.js";
import { fieldOf, isEmptyString } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { likeMessage, listOf, withAttributes } from "../otlp/members.js";
import type { KeyValue, Span } from "../otlp/types.js";
import { readSpan, type SpanReading, textAt } from "../reading/span-reading.js";
import { isPlaceholder, saysPlaceholderAlone } from "./redaction-marks.js";

/** The span of a redacted call, or beside one, without what was said: messages, other vendors' copies of them, events, error texts. */
export function withoutMessages(reading: SpanReading): SpanReading {
  const { attributes, layout } = reading;
  const content = new Set(layout.content.filter((at) => isContent(reading, at)));
  const kept = content.size === 0 ? attributes : attributes.filter((_, at) => !content.has(at));
  const span = withoutTexts(reading.span, (event) => listOf(event, "attributes").some(holdsText));
  return shownAs(reading, span, kept);
}

/** A raw request span without all that can hold content: other fields, events and the status message. */
export function withoutContent(reading: SpanReading): SpanReading {
  const kept = reading.attributes.filter((attribute, at) => isContentFree(attribute.key, reading.layout.rules[at]));
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

/** Whether an attribute whose name says that it may hold content does: a placeholder is none. */
function isContent(reading: SpanReading, at: number): boolean {
  const { source, indexed } = reading.layout.rules[at] ?? {};
  if (isEmptyString(reading.attributes[at]?.value)) return false;
  if (isMessageSource(source)) {
    const json = messageJsonAt(reading, at);
    return json !== undefined && !saysPlaceholderAlone(json);
  }
  return indexed === undefined || !isPlaceholder(textAt(reading.attributes, at), true);
}

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
