import type { Column, ColumnKind } from "./columns.js";

/** What a database calls things, and what its table needs. */
export interface Dialect {
  readonly types: Readonly<Record<ColumnKind, string>>;
  /** The column's type with its nullability. */
  readonly typeOf: (column: Column, type: string) => string;
  /** Further lines within the parentheses. */
  readonly within: readonly string[];
  /** What follows the parentheses. */
  readonly behind: readonly string[];
  /** Comment lines on how to write rows so that a span that is sent again counts once. */
  readonly advice: (table: string) => readonly string[];
  /** Statements after the one that creates the table. */
  readonly further: (table: string) => readonly string[];
}

const notNull = ({ isRequired }: Column, type: string) => (isRequired ? `${type} NOT NULL` : type);
const ON_CONFLICT = (table: string) => [`INSERT INTO ${table} ... ON CONFLICT (trace_id, span_id) DO NOTHING`];
const KEY = ["PRIMARY KEY (trace_id, span_id)"];
const NOTHING = () => [];

/** Columns with few different texts: ClickHouse stores each text once. */
const FEW_VALUES: ReadonlySet<string> = new Set([
  "application_id",
  "service_name",
  "environment",
  "scope_name",
  "name",
  "type",
  "kind",
  "status",
  "operation",
  "provider",
  "request_model",
  "response_model",
  "team_id",
  "team_alias",
  "key_alias",
]);

export const DUCKDB: Dialect = {
  types: { text: "VARCHAR", integer: "BIGINT", time: "TIMESTAMP", number: "DOUBLE", json: "JSON" },
  typeOf: notNull,
  within: KEY,
  behind: [],
  advice: ON_CONFLICT,
  further: NOTHING,
};

export const POSTGRES: Dialect = {
  types: { text: "text", integer: "bigint", time: "timestamptz", number: "double precision", json: "jsonb" },
  typeOf: notNull,
  within: KEY,
  behind: [],
  advice: ON_CONFLICT,
  further: (table) => [`CREATE INDEX ON ${table} (start_time);`, `CREATE INDEX ON ${table} (team_id, start_time);`],
};

export const SQLITE: Dialect = {
  types: { text: "TEXT", integer: "INTEGER", time: "TEXT", number: "REAL", json: "TEXT" },
  typeOf: notNull,
  within: KEY,
  // Without STRICT, a wrong type would be stored as it came. Texts of digits still become integers.
  behind: ["STRICT"],
  advice: ON_CONFLICT,
  further: NOTHING,
};

export const CLICKHOUSE: Dialect = {
  types: { text: "String", integer: "Int64", time: "DateTime64(6, 'UTC')", number: "Float64", json: "String" },
  typeOf: ({ name, isRequired, kind }, type) => {
    // A part of the order key can't be null, so a span without a start gets one in 1970.
    const nullable = isRequired || kind === "time" ? type : `Nullable(${type})`;
    return FEW_VALUES.has(name) ? `LowCardinality(${nullable})` : nullable;
  },
  within: ["INDEX trace_id_index trace_id TYPE bloom_filter GRANULARITY 1"],
  behind: [
    "ENGINE = ReplacingMergeTree",
    "PARTITION BY toYYYYMM(start_time)",
    // Queries are first about a time, then about a trace. A span that is sent again has the same start, and
    // so the same key.
    "ORDER BY (toStartOfHour(start_time), trace_id, span_id)",
  ],
  advice: (table) => [
    "INSERT as it comes: ClickHouse merges rows of one key some time later.",
    `Until then, SELECT ... FROM ${table} FINAL counts each span once.`,
    "Older releases take rows in JSONEachRow only after SET date_time_input_format = 'best_effort'.",
  ],
  further: NOTHING,
};

export const BIGQUERY: Dialect = {
  types: { text: "STRING", integer: "INT64", time: "TIMESTAMP", number: "FLOAT64", json: "JSON" },
  typeOf: notNull,
  // BigQuery does not enforce it, but its planner uses it.
  within: ["PRIMARY KEY (trace_id, span_id) NOT ENFORCED"],
  behind: ["PARTITION BY TIMESTAMP_TRUNC(start_time, DAY)", "CLUSTER BY team_id, request_model, trace_id"],
  advice: (table) => [
    "BigQuery enforces no key. Load into a staging table of the same columns, then:",
    `MERGE ${table} AS t USING staging AS s ON t.trace_id = s.trace_id AND t.span_id = s.span_id`,
    "WHEN NOT MATCHED THEN INSERT ROW",
    "Columns of JSON are text in a row, as the streaming APIs take them; in a load job use PARSE_JSON.",
  ],
  further: NOTHING,
};
