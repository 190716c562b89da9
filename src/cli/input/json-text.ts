import { stringEndOf } from "./json-scanner.js";

const MAY_HOLD_LONG_INTEGER = /[:[,]\s*-?[0-9]{16}/;
const LONG_INTEGER = /(?<![0-9.eE+-])-?[0-9]{16,}(?![0-9.eE+-])/g;

/**
 * Parses JSON without rounding. Some exporters write 64-bit integers without quotes; one that a double can't
 * hold becomes the decimal string that OTLP/JSON requires.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(MAY_HOLD_LONG_INTEGER.test(text) ? withLongIntegersQuoted(text) : text);
}

function withLongIntegersQuoted(text: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    pieces.push(text.slice(at, end).replace(LONG_INTEGER, quotedWhereInexact));
    const next = quote < 0 ? end : stringEndOf(text, quote);
    if (next < 0) return text;
    pieces.push(text.slice(end, next));
    at = next;
  }
  return pieces.join("");
}

function quotedWhereInexact(digits: string): string {
  return Number.isSafeInteger(Number(digits)) ? digits : `"${digits}"`;
}

/**
 * Characters that JSON allows in a string and a terminal may act on: DEL, C1 controls, line separators,
 * changes of direction.
 */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** JSON in which nothing makes a terminal act. */
export function writeJson(value: unknown, indent?: string): string {
  return JSON.stringify(value, null, indent).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
