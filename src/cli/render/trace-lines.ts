import type { TraceTree, TreeRow } from "../explain/trees.js";
import { counted, duration } from "./amounts.js";
import { type FieldLine, fieldLinesOf } from "./field-lines.js";
import { type Line, piece, type Style } from "./styled.js";
import { padded, shortened, widthOf } from "./text-width.js";
import { visibleOnOneLine } from "./visible.js";

const GAP = "  ";
const LABEL_WIDTH = 8;
const TYPE_WIDTH = 5;
const DURATION_WIDTH = 8;
/** A value is not shortened below this for the sake of its source. */
const VALUE_WIDTH = 24;

/** A trace as a tree: a heading, a line per span, and below each call what it says. Pure. */
export function traceLines(tree: TraceTree, width: number): readonly Line[] {
  const columns = columnsOf(tree.rows, width);
  return [headingOf(tree), ...resourceIssueLines(tree, width), ...tree.rows.flatMap((row) => rowLines(row, columns, width))];
}

interface Columns {
  readonly name: number;
  readonly reason: number;
}

function columnsOf(rows: readonly TreeRow[], width: number): Columns {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.slice(0, 1000).map(widthOf));
  const room = width - TYPE_WIDTH - DURATION_WIDTH - 3 * GAP.length;
  const name = Math.min(widest(rows.map((row) => railsOf(row) + nameOf(row))), Math.floor(room * 0.55));
  return { name, reason: Math.min(widest(rows.map(reasonOf)), room - name) };
}

function headingOf({ traceId, rows }: TraceTree): Line {
  const services = new Set(rows.flatMap(({ span }) => span.service ?? []));
  const about = [[...services].join(", "), counted(rows.length, "span")].filter(Boolean).join(" · ");
  return [piece("trace ", "bold"), piece(traceId || "without id", "bold"), piece(GAP + about, "dim")];
}

/** Issues of the resource hang on its first span, and concern all of them. */
function resourceIssueLines({ rows }: TraceTree, width: number): readonly Line[] {
  const messages = rows.flatMap(({ span }) => span.issues.filter(isOfResource).map((issue) => issueText(issue)));
  return [...new Set(messages)].map((message) => [piece(shortened(message, width), "yellow")]);
}

function rowLines(row: TreeRow, columns: Columns, width: number): readonly Line[] {
  const { span } = row;
  const fields = fieldLinesOf(span);
  const issues = span.issues.filter((issue) => !isOfResource(issue)).map(issueText);
  const below = belowOf(row);
  const room = width - widthOf(below);
  return [
    spanLine(row, columns, fields.length === 0),
    ...alignedFields(fields, room).map((line) => [piece(below, "dim"), ...line]),
    ...issues.map((text) => [piece(below, "dim"), piece(shortened(text, room), "yellow")]),
  ];
}

function spanLine(row: TreeRow, columns: Columns, isQuiet: boolean): Line {
  const { span } = row;
  const rails = railsOf(row);
  const name = shortened(nameOf(row), columns.name - widthOf(rails));
  const type = span.type ?? "—";
  const typeStyle: Style = type === "llm" ? "green" : "dim";
  const failed: Line = span.error === undefined || !isQuiet ? [] : [piece(`${GAP}failed`, "red")];
  return [
    piece(rails, "dim"),
    piece(padded(name, columns.name - widthOf(rails)) + GAP, isQuiet ? "dim" : "bold"),
    piece(type.padEnd(TYPE_WIDTH) + GAP, typeStyle),
    piece(padded(shortened(reasonOf(row), columns.reason), columns.reason) + GAP, "dim"),
    piece(duration(span.start, span.end).padStart(DURATION_WIDTH), "dim"),
    ...failed,
  ];
}

/** Labels, values and sources below each other. */
function alignedFields(lines: readonly FieldLine[], room: number): readonly Line[] {
  const sourceWidth = Math.max(0, ...lines.map(({ source }) => widthOf(source)));
  const most = Math.max(VALUE_WIDTH, room - LABEL_WIDTH - sourceWidth - GAP.length);
  const sourced = lines.filter(({ source }) => source !== "").map(({ value }) => shownValue(value, most));
  const valueWidth = Math.max(0, ...sourced.map(widthOf));
  const sourceRoom = room - LABEL_WIDTH - valueWidth - GAP.length;
  return lines.map(({ label, value, source, style }) => {
    const isAlone = source === "" || sourceRoom < 1;
    const text = shownValue(value, isAlone ? room - LABEL_WIDTH : most);
    const own = [piece(label.padEnd(LABEL_WIDTH), "dim"), piece(isAlone ? text : padded(text, valueWidth) + GAP, style)];
    return isAlone ? own : [...own, piece(shortened(source, sourceRoom), "dim")];
  });
}

function shownValue(value: string, width: number): string {
  return shortened(visibleOnOneLine(value.slice(0, 8 * width + 100)), width);
}

function nameOf({ span }: TreeRow): string {
  return visibleOnOneLine(span.name) || "(no name)";
}

function reasonOf({ span, rootNote }: TreeRow): string {
  return [visibleOnOneLine(span.why.text), rootNote].filter(Boolean).join(" · ");
}

function railsOf({ lastAt }: TreeRow): string {
  if (lastAt.length === 0) return "";
  return lastAt.slice(0, -1).map(railPast).join("") + (lastAt.at(-1) ? "└─ " : "├─ ");
}

/** What stands before the lines below a span. */
function belowOf({ lastAt, hasChildren }: TreeRow): string {
  return lastAt.map(railPast).join("") + (hasChildren ? "│  " : "   ");
}

function railPast(isLast: boolean): string {
  return isLast ? "   " : "│  ";
}

type Issue = TreeRow["span"]["issues"][number];

function isOfResource({ code }: Issue): boolean {
  return code === "application-id-missing" || code === "application-id-invalid";
}

function issueText({ code, message }: Issue): string {
  return visibleOnOneLine(`! ${code}  ${message}`);
}
