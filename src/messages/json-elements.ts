import { endOfString, isEscaped } from "../otlp/quotes.js";

const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** Long enough for any role, even one whose characters are all written as `\uXXXX`. */
const SHORT = 64;

/** Where an object ends, and whether one of the short strings directly in it may matter; -1 where it does not end. */
export function skipObject(
  json: string,
  start: number,
  mayMatter: (json: string, from: number, to: number) => boolean,
): { readonly end: number; readonly matters: boolean } {
  let depth = 0;
  let matters = false;
  if (json.charCodeAt(start) !== OPEN_OBJECT) return { end: -1, matters };
  for (let at = start; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(json, at);
      if (end === -1) break;
      if (depth === 1 && !matters && end - at <= SHORT) matters = mayMatter(json, at + 1, end);
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if ((code === CLOSE_OBJECT || code === CLOSE_LIST) && --depth === 0) return { end: at + 1, matters };
  }
  return { end: -1, matters };
}

/** Where the object that ends at `end` begins, or -1. */
export function startOfObject(json: string, end: number): number {
  let depth = 0;
  if (json.charCodeAt(end) !== CLOSE_OBJECT) return -1;
  for (let at = end; at >= 0; at--) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) {
      at = startOfString(json, at);
      if (at === -1) return -1;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth++;
    else if ((code === OPEN_OBJECT || code === OPEN_LIST) && --depth === 0) return at;
  }
  return -1;
}

/** The opening quote of the string that ends at `end`, or -1. */
function startOfString(json: string, end: number): number {
  if (isEscaped(json, end)) return -1;
  let at = json.lastIndexOf('"', end - 1);
  while (at !== -1 && isEscaped(json, at)) at = json.lastIndexOf('"', at - 1);
  return at;
}

/** The index of the first character, from `from` on, that is not white space. */
export function afterSpace(json: string, from: number): number {
  return pastSpace(json, from, 1);
}

/** The index of the last character, up to `from`, that is not white space. */
export function beforeSpace(json: string, from: number): number {
  return pastSpace(json, from, -1);
}

function pastSpace(json: string, from: number, step: 1 | -1): number {
  let at = from;
  for (let code = json.charCodeAt(at); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; ) {
    at += step;
    code = json.charCodeAt(at);
  }
  return at;
}
