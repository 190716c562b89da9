import stringWidth from "string-width";

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * ASCII, Latin, arrows, and the lines of a tree take one column each. Checking this first spares most texts
 * the segmenter.
 */
const SIMPLE = /^[ -~\u00a1-\u00ac\u00ae-\u02ff\u2018-\u2026\u2190-\u21ff\u2500-\u257f]*$/;

/** How many columns a terminal needs for a text without control characters. */
export function widthOf(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  return stringWidth(text);
}

/** The text, or its beginning and `…` where it is wider than that. */
export function shortened(text: string, width: number): string {
  if (text.length <= width && SIMPLE.test(text)) return text;
  let used = 0;
  let fits = 0;
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    used += stringWidth(segment);
    if (used <= width - 1) fits = index + segment.length;
    if (used > width) return `${text.slice(0, fits)}…`;
  }
  return text;
}

/** The text, or its beginning and its end with `…` between them where it is wider than that. */
export function shortenedWithin(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const endWidth = Math.floor((width - 3) / 2);
  const end = ending(text, endWidth);
  return `${shortened(text, width - 1 - widthOf(end)).trimEnd()} ${end}`;
}

/** As much of the end of the text as fits. */
function ending(text: string, width: number): string {
  let used = 0;
  let from = text.length;
  for (const { segment, index } of [...GRAPHEMES.segment(text)].reverse()) {
    used += stringWidth(segment);
    if (used > width) break;
    from = index;
  }
  return text.slice(from).trimStart();
}

/** The whole text on lines of that width, broken between words where there are any. */
export function broken(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let from = 0;
  let blankAt = 0;
  let used = 0;
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    used += stringWidth(segment);
    if (used > width && index > from) {
      const to = blankAt > from ? blankAt : index;
      lines.push(text.slice(from, to));
      from = to;
      used = widthOf(text.slice(from, index + segment.length));
    }
    if (segment === " ") blankAt = index + 1;
  }
  return [...lines, text.slice(from)];
}

/** The text, padded with blanks to the width. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}
