/**
 * Characters on which a terminal may act, or that change how others are read: controls, line separators,
 * changes of direction. Joiners stay: emoji and some scripts need them.
 */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]/gu;

/**
 * Text from the wire as it can be shown on a terminal: what a terminal may act on is written as an escape
 * (`\x1b`).
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** As `visible`, on one line: line breaks are shown as an arrow, and other white space as a blank. */
export function visibleOnOneLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return visible(
    lines
      .filter((line) => line !== "")
      .join(" ↵ ")
      .replaceAll("\t", " "),
  );
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  if (character === "\n") return "\\n";
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
