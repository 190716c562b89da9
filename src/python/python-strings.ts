/**
 * What `repr` writes: `\n`, `\x1b`, `\u2028`, `\U0001f600`, or a backslash before anything else, which it
 * never writes.
 */
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\\'"nrt]|)/g;

/** Those without a number. */
const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\n", "\n"],
  ["\\r", "\r"],
  ["\\t", "\t"],
]);

const MAX_CODE_POINT = 0x10ffff;

/**
 * The text of a Python string literal, given what is between its quotes; `undefined` where that holds an
 * escape that `repr` never writes. Two escaped surrogates in a row become one character, as everywhere in
 * JavaScript.
 */
export function unescaped(written: string): string | undefined {
  if (!written.includes("\\")) return written;
  let isLiteral = true;
  const text = written.replace(ESCAPE, (one) => {
    if (one.length === 2) return SIMPLE_ESCAPES.get(one) ?? one.slice(1);
    const codePoint = Number.parseInt(one.slice(2), 16);
    if (codePoint <= MAX_CODE_POINT) return String.fromCodePoint(codePoint);
    isLiteral = false;
    return "";
  });
  return isLiteral ? text : undefined;
}
