import type { TraceTree, TreeRow } from "../explain/trees.js";
import { counted, duration } from "./amounts.js";
import { fieldLinesOf } from "./field-lines.js";
import { labelledLines, wrapped } from "./labelled-lines.js";
import { type Line, piece, type Style } from "./styled.js";
import { padded, shortened, widthOf } from "./text-width.js";
import { belowOf, railsOf } from "./tree-rails.js";
import { visibleOnOneLine } from "./visible.js";

const GAP = "  ";
const SEPARATOR = " · ";
const TRACE_ID_WIDTH = 32;
const NARROWEST_NAME = 10;
const TYPE_WIDTH = 5;
const DURATION_WIDTH = 7;

/** Codes that concern a resource as a whole. Any other concerns one span. */
const RESOURCE_CODES: ReadonlySet<string> = new Set([
  "application-id-missing",
  "application-id-invalid",
  "litellm-not-recognised",
]);

/** A trace as a tree: a heading, a line per span, and below each call what it says. Pure. */
export function traceLines(tree: TraceTree, width: number, full: boolean): readonly Line[] {
  const columns = columnsOf(tree.rows, width);
  return [
    headingOf(tree, width),
    ...resourceIssueLines(tree, width),
    ...tree.rows.flatMap((row) => rowLines(row, columns, width, full)),
  ];
}

interface Columns {
  readonly name: number;
  readonly reason: number;
}

function columnsOf(rows: readonly TreeRow[], width: number): Columns {
  const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
  const room = width - TYPE_WIDTH - DURATION_WIDTH - 3 * GAP.length;
  const widestName = widest(rows.map((row) => railsOf(row) + nameOf(row)));
  const widestReason = widest(rows.map(reasonOf));
  // Where both don't fit, each gets at least half the room.
  const name = Math.min(widestName, Math.max(Math.floor(room / 2), room - widestReason));
  return { name, reason: Math.min(widestReason, room - name) };
}

function headingOf({ traceId, rows }: TraceTree, width: number): Line {
  const services = new Set(rows.flatMap(({ span }) => span.service ?? []));
  const trace = `trace ${shortened(visibleOnOneLine(traceId) || "without id", TRACE_ID_WIDTH)}`;
  const spans = counted(rows.length, "span");
  const room = Math.max(NARROWEST_NAME, width - widthOf(trace + GAP + SEPARATOR + spans));
  // Names of more services than fit are not looked at. There may be thousands.
  const names = shortened(
    visibleOnOneLine(
      [...services]
        .slice(0, room)
        .join(", ")
        .slice(0, 4 * room),
    ),
    room,
  );
  return [piece(trace, "bold"), piece(GAP + [names, spans].filter(Boolean).join(SEPARATOR), "dim")];
}

/** Issues of a resource are attached to its first span, and concern all of its spans. */
function resourceIssueLines({ rows }: TraceTree, width: number): readonly Line[] {
  const issues = rows.flatMap(({ span }) => span.issues.filter(isOfResource));
  return [...new Map(issues.map((issue) => [issueText(issue), issue])).values()].flatMap((issue) => issueLines(issue, width));
}

function rowLines(row: TreeRow, columns: Columns, width: number, full: boolean): readonly Line[] {
  const { span } = row;
  const fields = fieldLinesOf(span);
  const issues = span.issues.filter((issue) => !isOfResource(issue));
  const below = belowOf(row);
  const room = width - widthOf(below);
  const lines = [...labelledLines(fields, room, full), ...issues.flatMap((issue) => issueLines(issue, room))];
  return [spanLine(row, columns, fields.length === 0), ...lines.map((line) => [piece(below, "dim"), ...line])];
}

function spanLine(row: TreeRow, columns: Columns, isQuiet: boolean): Line {
  const { type, error, start, end } = row.span;
  const rails = railsOf(row);
  const nameWidth = columns.name - widthOf(rails);
  return [
    piece(rails, "dim"),
    piece(padded(shortened(nameOf(row), nameWidth), nameWidth) + GAP, isQuiet ? "dim" : "bold"),
    piece((type ?? "—").padEnd(TYPE_WIDTH) + GAP, type === "llm" ? "green" : "dim"),
    piece(padded(shortened(reasonOf(row), columns.reason), columns.reason) + GAP, error === undefined ? "dim" : "red"),
    piece(duration(start, end).padStart(DURATION_WIDTH), "dim"),
  ];
}

function nameOf({ span }: TreeRow): string {
  return visibleOnOneLine(span.name) || "(no name)";
}

function reasonOf({ span, rootNote, isRepeat }: TreeRow): string {
  const isFailed = span.error !== undefined && span.type !== "llm";
  return [isFailed ? "failed" : "", visibleOnOneLine(span.why.text), isRepeat ? "sent again" : "", rootNote]
    .filter(Boolean)
    .join(" · ");
}

type Issue = TreeRow["span"]["issues"][number];

function isOfResource({ code }: Issue): boolean {
  return RESOURCE_CODES.has(code);
}

function issueText({ code, message }: Issue): string {
  return `${code}: ${message}`;
}

function issueLines(issue: Issue, room: number): readonly Line[] {
  const style = styleOf(issue);
  return wrapped(issueText(issue), room - 2).map((line, at) => [piece(at === 0 ? "! " : "  ", style), piece(line, style)]);
}

/** What the mapper put right by itself requires nobody to act. */
function styleOf(issue: Issue): Style {
  return "severity" in issue && issue.severity === "info" ? "dim" : "yellow";
}
