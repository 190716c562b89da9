import { endOfString } from "./quotes.js";

/**
 * No message is nested deeper. A text that is could take a hundred times its size as a value, since one byte
 * opens a list.
 */
export const MAX_DEPTH = 1000;

/** From this length on, the depth is checked before a value is built. */
const MAY_BE_DEEP = 65_536;

/**
 * The value of a JSON text; `undefined` where it is not JSON, or is long and nested too deep. What Python's
 * `json` writes for NaN and the infinities is read as null.
 */
export function jsonIn(text: string): unknown {
  if (text.length >= MAY_BE_DEEP && isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text.includes("NaN") || text.includes("Infinity") ? withNullIn(text) : undefined;
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return false; // not JSON
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return false;
}

const QUOTE = 0x22;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function withNullIn(text: string): unknown {
  try {
    return JSON.parse(withNullFor(text));
  } catch {
    return undefined;
  }
}

const NOT_NUMBERS = ["NaN", "Infinity", "-Infinity"];

/** The text with null for these words where they stand outside of strings. */
function withNullFor(text: string): string {
  let json = "";
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
      if (at === -1) break;
    } else if (char === "N" || char === "I" || char === "-") {
      const word = NOT_NUMBERS.find((each) => text.startsWith(each, at));
      if (word === undefined) continue;
      json += `${text.slice(copied, at)}null`;
      copied = at + word.length;
      at = copied - 1;
    }
  }
  return json + text.slice(copied);
}
