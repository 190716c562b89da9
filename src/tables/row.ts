import type { FiddlerSpan } from "../records/fiddler-span.js";
import { recordToJSON } from "../records/record-json.js";
import { COLUMNS, columnNameOf } from "./columns.js";

/** The values of a row by column: text, numbers and null, which every database driver and JSON loader accepts. */
export interface SpanRow {
  readonly [column: string]: string | number | null;
}

/**
 * The row of a record for the table that `tableFor` describes, with all its columns in their order.
 * - 64-bit integers are decimal text, `costs`, `user` and `attributes` JSON text.
 * - A member that the record leaves out is null, or `""` in the key.
 * - U+0000 and lone surrogates, which PostgreSQL refuses and others cut or change, become U+FFFD.
 */
export function rowOf(record: FiddlerSpan): SpanRow {
  const values = new Map<string, unknown>(
    Object.entries(recordToJSON(record)).map(([name, value]) => [columnNameOf(name), value]),
  );
  values.set("start_time", timeOf(record.startTimeUnixNano));
  values.set("total_cost", record.costs.total_cost);
  return Object.fromEntries(
    COLUMNS.map(({ name, isRequired }) => [name, storableOf(values.get(name)) ?? (isRequired ? "" : null)]),
  );
}

/** `2026-11-23T19:13:31.267908Z`: to the microsecond, truncated, because some databases refuse nine digits. */
function timeOf(unixNano: bigint | undefined): string | undefined {
  if (unixNano === undefined) return undefined;
  const micros = unixNano / 1000n;
  const seconds = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, -"000Z".length);
  return `${seconds}${(micros % 1_000_000n).toString().padStart(6, "0")}Z`;
}

function storableOf(value: unknown): string | number | undefined {
  if (typeof value === "object" && value !== null) return JSON.stringify(value).replace(ESCAPES, storableEscape);
  if (typeof value === "string") return value.replace(/[\0\p{Surrogate}]/gu, "\ufffd");
  return typeof value === "number" ? value : undefined;
}

/** Matches each escape of a JSON text as a whole, so that an escaped backslash is not read as the start of one. */
const ESCAPES = /\\(?:u[0-9a-f]{4}|.)/g;

/** `JSON.stringify` escapes U+0000, and of surrogates only lone ones. */
function storableEscape(sequence: string): string {
  return /^\\u(?:0000|d[89a-f])/.test(sequence) ? "\ufffd" : sequence;
}
