import { isContentFree, isMessageSource } from "../litellm/content-names.js";
import { fieldOf } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { messageJsonAt } from "../reading/message-json.js";
import { readSpan, type SpanReading, textAt } from "../reading/span-reading.js";
import type { SpanView } from "../reading/span-view.js";
import { isPlaceholder, saysPlaceholderAlone } from "./placeholder.js";

/**
 * The span of a redacted call, or one beside it, without what was said: messages, other vendors' copies of
 * them, events, error texts.
 */
export function withoutMessages(reading: SpanReading): SpanReading {
  const content = new Set(reading.layout.content.filter((at) => isContent(reading, at)));
  const kept = content.size === 0 ? reading.view : reading.view.keeping((at) => !content.has(at));
  return shownAs(
    reading,
    kept.withoutTexts((attributes) => attributes.some((each) => isObject(each) && holdsText(each.value))),
  );
}

/** A raw request span without anything that can hold content: other fields, events and the status message. */
export function withoutContent(reading: SpanReading): SpanReading {
  const { view, layout } = reading;
  const isKept = (at: number) => isContentFree(view.keyAt(at) ?? "", layout.rules[at]);
  const kept = layout.rules.every((_, at) => isKept(at)) ? view : view.keeping(isKept);
  return shownAs(
    reading,
    kept.withoutTexts(() => true),
  );
}

/** The reading of what is left; the same one where nothing was left out. */
function shownAs(reading: SpanReading, view: SpanView): SpanReading {
  return view === reading.view ? reading : { ...readSpan(view), isForeign: reading.isForeign };
}

/** Whether an attribute that may hold content, judging by its name, does. A placeholder or a number is not content. */
function isContent(reading: SpanReading, at: number): boolean {
  const { view, layout } = reading;
  if (view.isEmptyAt(at) || !holdsText(view.valueAt(at))) return false;
  if (!isMessageSource(layout.rules[at]?.source)) return !isPlaceholder(textAt(reading, at), true);
  const json = messageJsonAt(reading.view, at);
  return json === undefined || !saysPlaceholderAlone(json);
}

/** Whether an attribute holds a text, or a list or map that may hold one: counts and times of a request stay. */
function holdsText(value: unknown): boolean {
  return TEXTS.some((field) => fieldOf(value, field) !== undefined);
}

const TEXTS = ["stringValue", "bytesValue", "arrayValue", "kvlistValue"] as const;
