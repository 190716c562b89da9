import { parseJson } from "./json-text.js";
import { MOST_VALUES, TOO_MANY_VALUES } from "./limits.js";

/** One document of the input. */
export interface InputDocument {
  readonly value: unknown;
  /** Its first line, counted from 1; `undefined` where the input is not text. */
  readonly line: number | undefined;
  /** The indentation of its second line; `undefined` for a document on one line. */
  readonly indent: string | undefined;
  /** In UTF-16 units, or bytes of protobuf. */
  readonly size: number;
}

/** What can't be read, and where. */
export interface Fault {
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
}

export type Found = { readonly document: InputDocument } | { readonly fault: Fault };

const TOO_DEEP = "is nested too deeply to be parsed; the document was skipped";

/** The document in a text that is JSON, judging by its brackets. */
export function documentIn(text: string, line: number, indent: string | undefined): Found {
  const value = parsed(text);
  if (value === undefined) return { fault: { line, message: hasTooManyValues(text) ? TOO_MANY_VALUES : TOO_DEEP } };
  return { document: { value: value.json, line, indent, size: text.length } };
}

/** The value of a JSON text; `undefined` where it is not JSON, or would fill the memory. */
export function parsed(text: string): { readonly json: unknown } | undefined {
  if (hasTooManyValues(text)) return undefined;
  try {
    return { json: parseJson(text) };
  } catch {
    return undefined;
  }
}

/**
 * Counts the characters that precede values. Strings hold them too, but in far smaller numbers than a list of
 * empty values.
 */
function hasTooManyValues(text: string): boolean {
  if (text.length <= MOST_VALUES) return false;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === BRACE || code === BRACKET) count++;
  }
  return count > MOST_VALUES;
}

const [COMMA, BRACE, BRACKET] = [0x2c, 0x7b, 0x5b];
