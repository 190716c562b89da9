import { MAX_DEPTH } from "../otlp/json.js";
import { endOfString } from "../otlp/quotes.js";

const BACKSLASH = 0x5c;

/**
 * Closes JSON that was cut short, as an attribute length limit (`OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT`) leaves
 * it: a string value that was cut ends there, any other member or element that is not whole is left out, and
 * the open brackets are closed. `openDepth` is the number of brackets that were open at the cut. `undefined`
 * for text that is not the beginning of a JSON list or object; whether the result parses is left to
 * `JSON.parse`.
 */
export function closeTruncatedJson(text: string): { readonly json: string; readonly openDepth: number } | undefined {
  /** The brackets that close what is open, innermost last. */
  const open: string[] = [];
  /** Up to this index, every member and element is whole. */
  let whole = 0;
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"') {
      const end = endOfString(text, at);
      if (end === -1) {
        return expectsKey ? closed(text.slice(0, whole), open) : closed(`${text.slice(0, endOfOpenString(text, at))}"`, open);
      }
      at = end;
      if (!expectsKey) whole = at + 1;
    } else if (char === "{" || char === "[") {
      if (open.push(char === "{" ? "}" : "]") > MAX_DEPTH) return undefined;
      expectsKey = char === "{";
      whole = at + 1;
    } else if (char === "}" || char === "]") {
      if (open.pop() !== char || open.length === 0) return undefined;
      whole = at + 1;
    } else if (char === ":") expectsKey = false;
    else if (char === ",") {
      // A number or literal before the comma is whole.
      whole = at;
      expectsKey = open.at(-1) === "}";
    } else if (open.length === 0 && !/\s/.test(char)) return undefined;
  }
  return closed(text.slice(0, whole), open);
}

function closed(beginning: string, open: readonly string[]) {
  if (open.length === 0) return undefined;
  return { json: beginning + open.toReversed().join(""), openDepth: open.length };
}

/**
 * Where the whole characters of an unclosed string end: before an escape that was cut, and before the first
 * half of a surrogate pair without its second.
 */
function endOfOpenString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const isEscape = text.charCodeAt(at) === BACKSLASH;
    const size = isEscape ? (text[at + 1] === "u" ? 6 : 2) : 1;
    if (at + size > text.length) return at;
    const next = at + size;
    if (HIGH_SURROGATE.test(text.slice(at, next)) && (next === text.length || isCutEscape(text, next))) return at;
    at = next;
  }
  return at;
}

/** As a character, or as the escape that Python's `json.dumps` writes. */
const HIGH_SURROGATE = /^(?:[\ud800-\udbff]|\\u[dD][89abAB][0-9a-fA-F]{2})$/;

function isCutEscape(text: string, at: number): boolean {
  return text.charCodeAt(at) === BACKSLASH && at + (text[at + 1] === "u" ? 6 : 2) > text.length;
}
