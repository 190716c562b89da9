import { jsonIn } from "../otlp/json.js";
import type { Message } from "./message.js";

/**
 * A message of one text or of nothing, as LiteLLM writes most, with what follows it in the list. A string can be read in one way
 * only, so that no text takes more than linear time.
 */
const PLAIN_MESSAGE =
  /\{"role": "([a-z]+)", "parts": \[(?:\{"type": "text", "content": ("[^"\\\p{Cc}]*(?:\\.[^"\\\p{Cc}]*)*")\})?\](?:, "finish_reason": "([a-z_]+)")?\}(?:, |(\]$))/uy;

/** Characters. Of long texts `JSON.parse` is as fast, and a regular expression may run out of stack. */
const MAX_LENGTH = 1024;

/**
 * A JSON list of messages in exactly the shape LiteLLM writes most, read in a fifth of the time of `JSON.parse`; the text stands
 * for the parts it is the only one of. `undefined` for any other shape, valid or not, which is then for `JSON.parse` to read.
 */
export function plainMessagesIn(json: string): readonly Message[] | undefined {
  if (json.length > MAX_LENGTH || json[0] !== "[") return undefined;
  const messages: Message[] = [];
  PLAIN_MESSAGE.lastIndex = 1;
  for (;;) {
    const match = PLAIN_MESSAGE.exec(json);
    if (match === null) return undefined;
    const { 1: role, 2: literal = '""', 3: finish_reason, 4: end } = match;
    const parts = literal.includes("\\") ? jsonIn(literal) : literal.slice(1, -1);
    if (parts === undefined) return undefined;
    messages.push({ role, parts, finish_reason });
    if (end !== undefined) return messages;
  }
}
