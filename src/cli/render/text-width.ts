const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Scripts and signs that take two columns. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6])|\ufe0f/u;
const ZERO = /^(?:\p{Mark}|\u200d|\u200c)+$/u;
/** ASCII, Latin, arrows, and the lines of a tree: a column each. Asking this first spares most texts the segmenter. */
const SIMPLE = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2018-\u2026\u2190-\u21ff\u2500-\u257f]*$/;

/** How many columns a terminal needs for a text without control characters. */
export function widthOf(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/** The text, or its beginning and `…` where it is wider than that. */
export function shortened(text: string, width: number): string {
  if (text.length <= width && SIMPLE.test(text)) return text;
  let used = 0;
  let fits = 0;
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    used += widthOfGrapheme(segment);
    if (used <= width - 1) fits = index + segment.length;
    if (used > width) return `${text.slice(0, fits)}…`;
  }
  return text;
}

/** The text and blanks up to the width. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

function widthOfGrapheme(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return ZERO.test(grapheme) ? 0 : 1;
}
