import { stringify } from "csv-stringify/sync";

export type Cell = string | number | bigint | undefined;

/** What a terminal may act on; line breaks and tabs stay. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/**
 * Rows as CSV (RFC 4180, lines that end in "\n"). A text that a spreadsheet would take for a formula gets an
 * apostrophe before it: names and prompts come from strangers, and may be `=HYPERLINK(...)`. Control
 * characters are written as escapes.
 */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === "string" ? cell.replace(CONTROLS, escaped) : cell))),
    { escape_formulas: true, cast: { number: String, bigint: String } },
  );
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
