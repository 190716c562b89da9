import { endOfString } from "../quotes.js";

/** A string literal that was read, and where it ends. */
export interface StringLiteral {
  readonly text: string;
  readonly end: number;
}

/** What `repr` writes: `\n`, `\x1b`, `\u2028`, `\U0001f600`, or a backslash before anything else, which it never writes. */
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\\'"nrt]|)/g;

/** Those without a number. */
const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\n", "\n"],
  ["\\r", "\r"],
  ["\\t", "\t"],
]);

const MAX_CODE_POINT = 0x10ffff;

/**
 * Reads the Python string literal whose opening quote stands at `start`; `undefined` where it does not end or holds an escape that
 * `repr` never writes. Two escaped surrogates in a row become one character, as everywhere in JavaScript.
 */
export function readStringLiteral(source: string, start: number): StringLiteral | undefined {
  const end = endOfString(source, start);
  if (end === -1) return undefined;
  const body = source.slice(start + 1, end);
  if (!body.includes("\\")) return { text: body, end: end + 1 };
  let isLiteral = true;
  const text = body.replace(ESCAPE, (written) => {
    if (written.length === 2) return SIMPLE_ESCAPES.get(written) ?? written.slice(1);
    const codePoint = Number.parseInt(written.slice(2), 16);
    if (codePoint <= MAX_CODE_POINT) return String.fromCodePoint(codePoint);
    isLiteral = false;
    return "";
  });
  return isLiteral ? { text, end: end + 1 } : undefined;
}
