/** A string literal that was read, and where it ends. */
export interface StringLiteral {
  readonly text: string;
  readonly end: number;
}

/** Those that `repr` writes. */
const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Escapes of a code point: their letter, and how many hex digits follow. */
const HEX_ESCAPES: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/**
 * Reads the Python string literal whose opening quote stands at `start`; `undefined` where it does not end or holds an escape that
 * `repr` never writes. Two escaped surrogates in a row become one character, as everywhere in JavaScript.
 */
export function readStringLiteral(source: string, start: number): StringLiteral | undefined {
  const quote = source[start] as string;
  let text = "";
  let from = start + 1;
  let nextEscape = source.indexOf("\\", from);
  let end = source.indexOf(quote, from);
  for (;;) {
    // A quote before `from` was part of an escape; one behind it is still the next, so that none is searched for twice.
    if (end < from) end = source.indexOf(quote, from);
    if (end === -1) return undefined;
    if (nextEscape === -1 || end < nextEscape) return { text: text + source.slice(from, end), end: end + 1 };
    const escaped = readEscape(source, nextEscape + 1);
    if (escaped === undefined) return undefined;
    text += source.slice(from, nextEscape) + escaped.text;
    from = escaped.end;
    nextEscape = source.indexOf("\\", from);
  }
}

function readEscape(source: string, at: number): StringLiteral | undefined {
  const letter = source[at] ?? "";
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) return { text: simple, end: at + 1 };
  const end = at + 1 + (HEX_ESCAPES.get(letter) ?? 0);
  const hex = source.slice(at + 1, end);
  if (hex.length !== HEX_ESCAPES.get(letter) || !/^[0-9a-f]+$/i.test(hex)) return undefined;
  const codePoint = Number.parseInt(hex, 16);
  return codePoint > 0x10ffff ? undefined : { text: String.fromCodePoint(codePoint), end };
}
