import type { FieldLine } from "./field-lines.js";
import { type Line, piece } from "./styled.js";
import { broken, padded, shortened, shortenedWithin, widthOf } from "./text-width.js";
import { visible, visibleOnOneLine } from "./visible.js";

const GAP = "  ";
const LABEL_WIDTH = 8;
/** A value is not made shorter than this to make room for its source. */
const VALUE_WIDTH = 24;
const MOST_LINES = 4;

/**
 * Labels, values and sources below each other. Texts get all the room there is. A value without a source may
 * continue on further lines.
 */
export function labelledLines(fields: readonly FieldLine[], room: number, full: boolean): readonly Line[] {
  if (full) return fields.flatMap((field) => fullLines(field, room));
  const texts = fields.filter(({ isText }) => isText);
  const sourceWidth = Math.max(0, ...(texts.length > 0 ? texts : fields).map(({ source }) => widthOf(source)));
  const most = Math.max(VALUE_WIDTH, room - LABEL_WIDTH - sourceWidth - GAP.length);
  const sourced = fields.filter(({ source }) => source !== "").map((field) => shownValue(field, most));
  const valueWidth = Math.max(0, ...sourced.map(widthOf));
  const sourceRoom = room - LABEL_WIDTH - valueWidth - GAP.length;
  return fields.flatMap((field) => {
    if (field.source === "" || sourceRoom < 1) return unsourcedLines(field, room);
    const value = piece(padded(shownValue(field, most), valueWidth) + GAP, field.style);
    return [[labelPiece(field.label), value, piece(shortened(field.source, sourceRoom), "dim")]];
  });
}

function unsourcedLines({ label, value, style }: FieldLine, room: number): readonly Line[] {
  const lines = wrapped(value, room - LABEL_WIDTH);
  return lines.map((text, at) => [labelPiece(at === 0 ? label : ""), piece(text, style)]);
}

/** Every line of the value, and the source below it. */
function fullLines({ label, value, source, style }: FieldLine, room: number): readonly Line[] {
  const lines = value.split("\n").flatMap((line) => broken(visible(line.replaceAll("\t", " ")), room - LABEL_WIDTH));
  const shown = lines.map((text, at) => [labelPiece(at === 0 ? label : ""), piece(text, style)]);
  if (source === "") return shown;
  const isShort = lines.length === 1 && widthOf(lines[0] ?? "") + GAP.length + widthOf(source) <= room - LABEL_WIDTH;
  if (isShort) return [[...(shown[0] ?? []), piece(GAP + source, "dim")]];
  return [...shown, [labelPiece(""), piece(shortened(`from ${source}`, room - LABEL_WIDTH), "dim")]];
}

function labelPiece(label: string) {
  return piece(label.padEnd(LABEL_WIDTH), "dim");
}

/** What is cut off unseen leaves enough for both ends. */
function shownValue({ value, showsEnd }: FieldLine, width: number): string {
  const most = 8 * width + 100;
  if (!showsEnd || value.length <= 2 * most)
    return (showsEnd ? shortenedWithin : shortened)(visibleOnOneLine(value.slice(0, 2 * most)), width);
  return shortenedWithin(visibleOnOneLine(`${value.slice(0, most)}…${value.slice(-most)}`), width);
}

/** Text on a few lines, broken between words; the rest is left out. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of visibleOnOneLine(text.slice(0, 8 * MOST_LINES * width)).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  const last = lines.slice(MOST_LINES - 1).join(" ");
  return [...lines.slice(0, MOST_LINES - 1), ...(last === "" ? [] : [last])].map((one) => shortened(one, width));
}
