import type { FieldLine } from "./field-lines.js";
import { type Line, piece } from "./styled.js";
import { padded, shortened, widthOf } from "./text-width.js";
import { visibleOnOneLine } from "./visible.js";

const GAP = "  ";
const LABEL_WIDTH = 8;
/** A value is not shortened below this for the sake of its source. */
const VALUE_WIDTH = 24;
const MOST_LINES = 4;

/** Labels, values and sources below each other. Texts get what room there is; a value without source may go on on further lines. */
export function labelledLines(fields: readonly FieldLine[], room: number): readonly Line[] {
  const texts = fields.filter(({ isText }) => isText);
  const sourceWidth = Math.max(0, ...(texts.length > 0 ? texts : fields).map(({ source }) => widthOf(source)));
  const most = Math.max(VALUE_WIDTH, room - LABEL_WIDTH - sourceWidth - GAP.length);
  const sourced = fields.filter(({ source }) => source !== "").map(({ value }) => shownValue(value, most));
  const valueWidth = Math.max(0, ...sourced.map(widthOf));
  const sourceRoom = room - LABEL_WIDTH - valueWidth - GAP.length;
  return fields.flatMap((field) => {
    if (field.source === "" || sourceRoom < 1) return unsourcedLines(field, room);
    const value = piece(padded(shownValue(field.value, most), valueWidth) + GAP, field.style);
    return [[labelPiece(field.label), value, piece(shortened(field.source, sourceRoom), "dim")]];
  });
}

function unsourcedLines({ label, value, style }: FieldLine, room: number): readonly Line[] {
  const lines = wrapped(value, room - LABEL_WIDTH);
  return lines.map((text, at) => [labelPiece(at === 0 ? label : ""), piece(text, style)]);
}

function labelPiece(label: string) {
  return piece(label.padEnd(LABEL_WIDTH), "dim");
}

function shownValue(value: string, width: number): string {
  return shortened(visibleOnOneLine(value.slice(0, 8 * width + 100)), width);
}

/** Text on a few lines, broken between words; what is more is left out. */
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
