/** Conversations as fast-check makes them up, and the JSON writers that they pass through. */
import fc from "fast-check";

/** Whoever runs the long suite says `EXTENDED=1`. Under mutation testing, where each change of the source is tried, a twentieth. */
export function runs(normal: number, extended: number): number {
  if (process.env.MUTATION_TEST === "1") return normal / 20;
  return process.env.EXTENDED === "1" ? extended : normal;
}

/** Pieces that could mislead a reader of JSON that does not keep track of strings. */
const TRICKY_PIECES = [
  '"',
  "\\",
  '\\"',
  "\\\\",
  "[",
  "]",
  "{",
  "}",
  "},",
  "]}]",
  ", ",
  ":",
  '"role": "system"',
  '{"role":"user","content":"not said"}',
  '[{"role": "system", "parts": [{"type": "text", "content": "not said"}]}]',
  '"}]}, {"role": "user", "content": "not said"}]',
  "\\u0022role\\u0022",
  "system",
  "user",
  "\n",
  "\t",
  "\u0000",
  "\u2028",
  "é",
  "😀",
  "\ud83d",
  "\ude00",
  " ",
];

/** A text put together of tricky and plain pieces; sometimes long, so that the JSON is longer than what is parsed whole. */
export const text: fc.Arbitrary<string> = fc.nat().map((seed) => {
  const next = randomFrom(seed);
  const kind = next();
  if (kind < 0.1) return pick(["default-message-value", "redacted-by-litellm", "", "  "], next);
  const pieces = kind < 0.9 ? next() * 8 : 100 + next() * 100;
  return Array.from({ length: pieces }, () => (next() < 0.3 ? pick(["said", "word "], next) : pick(TRICKY_PIECES, next))).join(
    "",
  );
});

/** Numbers from 0 to 1 (mulberry32): ten times as fast as arbitraries, and found again by their seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(list: readonly T[], next: () => number): T {
  return list[Math.floor(next() * list.length)] as T;
}

/** One JSON text of a value; each call may choose white space, escapes, member order and repetitions anew. */
export interface JsonStyle {
  readonly space: () => string;
  readonly escapes: (char: string, at: number) => boolean;
  readonly repeat: () => boolean;
}

/** As JavaScript writes. */
export const COMPACT: JsonStyle = { space: () => "", escapes: () => false, repeat: () => false };

/** As Python's `json.dumps` writes (`ensure_ascii`, a blank behind separators). */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${pythonJson(key)}: ${pythonJson(member)}`);
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, unicodeEscape);
}

/** JSON in any style that is valid. */
export function styledJson(value: unknown, style: JsonStyle): string {
  const { space } = style;
  const list = (open: string, entries: readonly string[], close: string) =>
    `${space()}${open}${entries.length === 0 ? space() : entries.join(",")}${close}${space()}`;
  if (Array.isArray(value))
    return list(
      "[",
      value.map((entry) => styledJson(entry, style)),
      "]",
    );
  if (typeof value === "object" && value !== null) {
    const member = (key: string, of: unknown) => `${space()}${styledString(key, style)}${space()}:${styledJson(of, style)}`;
    const members = Object.entries(value).flatMap(([key, of]) =>
      style.repeat() ? [member(key, "overwritten"), member(key, of)] : [member(key, of)],
    );
    return list("{", members, "}");
  }
  return `${space()}${typeof value === "string" ? styledString(value, style) : JSON.stringify(value)}${space()}`;
}

function styledString(value: string, { escapes }: JsonStyle): string {
  let json = "";
  for (let at = 0; at < value.length; at++) {
    const char = value[at] as string;
    if (escapes(char, at)) json += unicodeEscape(char);
    else json += /[^\x20-\x7e]|["\\]/.test(char) ? JSON.stringify(char).slice(1, -1) : char;
  }
  return `"${json}"`;
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
