import schema from "../../schemas/fiddler-span.v1.schema.json" with { type: "json" };
import { COLUMNS } from "./columns.js";
import { BIGQUERY, CLICKHOUSE, type Dialect, DUCKDB, POSTGRES, SQLITE } from "./dialects.js";

/** What a table of spans, or a schema of records, can be written for. */
export type TableTarget = "duckdb" | "clickhouse" | "postgres" | "sqlite" | "bigquery" | "json-schema";

const DIALECTS: ReadonlyMap<TableTarget, Dialect> = new Map([
  ["duckdb", DUCKDB],
  ["clickhouse", CLICKHOUSE],
  ["postgres", POSTGRES],
  ["sqlite", SQLITE],
  ["bigquery", BIGQUERY],
]);

/** The targets that `tableFor` knows. */
export const TABLE_TARGETS: readonly TableTarget[] = [...DIALECTS.keys(), "json-schema"];

/** A name that needs no quotes, such as `spans` or `traces.spans`. */
const TABLE_NAME = /^[A-Za-z_]\w{0,62}(?:\.[A-Za-z_]\w{0,62}){0,2}$/;

/**
 * The statements that create a table of spans in a database, derived from the JSON Schema of a record, with
 * comments on how to insert so that a span that is sent again counts once. For `json-schema`, that schema
 * itself.
 *
 * @throws {TypeError} for an unknown target, or a table name that would need quotes.
 */
export function tableFor(target: TableTarget, table = "spans"): string {
  if (!TABLE_NAME.test(table)) {
    throw new TypeError(
      `The table's name must be letters, digits and _, with dots between its parts, not ${JSON.stringify(table)}.`,
    );
  }
  if (target === "json-schema") return `${JSON.stringify(schema, null, 2)}\n`;
  const dialect = DIALECTS.get(target);
  if (dialect === undefined) {
    throw new TypeError(`There is no table for ${JSON.stringify(target)}. Known values: ${TABLE_TARGETS.join(", ")}.`);
  }
  return ddlOf(dialect, table);
}

function ddlOf(dialect: Dialect, table: string): string {
  const { types, typeOf, within, behind, advice, further } = dialect;
  const columns = COLUMNS.map((column) => [column.name, typeOf(column, types[column.kind]), column.description] as const);
  const width = Math.max(...columns.map(([name]) => name.length));
  const lines = [
    "-- One row for each span that was mapped to Fiddler's schema. A row is what rowOf() makes of a record.",
    ...advice(table).map((line) => `--   ${line}`),
    `CREATE TABLE ${table} (`,
    ...columns.map(([name, type, description], at) => {
      const comma = at < columns.length - 1 || within.length > 0 ? "," : "";
      return `  ${name.padEnd(width)} ${type}${comma} -- ${description}`;
    }),
    ...within.map((line, at) => `  ${line}${at < within.length - 1 ? "," : ""}`),
    [")", ...behind].join("\n"),
  ];
  return `${[`${lines.join("\n")};`, ...further(table)].join("\n")}\n`;
}
