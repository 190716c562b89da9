import { ignoreIssue } from "../issues.js";
import { answerOn, promptOn } from "../messages/span-messages.js";
import { rawAnswerOf } from "../raw/raw-answer.js";
import { rawUserOf } from "../raw/raw-prompt.js";
import { rawRequestOn } from "../raw/raw-request.js";
import type { SpanReading } from "../reading/span-reading.js";

/** What was said on spans. Each is read once: a span may be compared with many others. */
const asked = new WeakMap<SpanReading, string>();
const answered = new WeakMap<SpanReading, string>();

/** What the user said, without white space, since parts are joined in several ways; `""` where that is not known. */
export function askedOn(reading: SpanReading): string {
  return remembered(asked, reading, () => {
    const own = promptOn(reading, {}).user;
    return own ?? (reading.isRawRequest ? rawUserOf(rawRequestOn(reading, ignoreIssue), false) : undefined);
  });
}

/** The answer, without white space; `""` where that is not known. */
export function answeredOn(reading: SpanReading): string {
  return remembered(answered, reading, () => {
    const own = answerOn(reading, undefined).output;
    return own ?? (reading.isRawRequest ? rawAnswerOf(rawRequestOn(reading, ignoreIssue)) : undefined);
  });
}

function remembered(texts: WeakMap<SpanReading, string>, reading: SpanReading, read: () => string | undefined): string {
  let text = texts.get(reading);
  if (text === undefined) texts.set(reading, (text = (read() ?? "").replace(/\s+/g, "")));
  return text;
}
