/**
 * Writes LiteLLM's spans into DuckDB and asks it what each team spent on which model, and how many tokens
 * went by per day:
 *
 * npx tsx examples/duckdb.ts request.json requests.ndjson more.ndjson.gz
 *
 * A file holds one OTLP/JSON request a line, as the Collector's file exporter writes them, or a `.json` file
 * one over many lines; `.gz` is unpacked. What can't be read is reported, and left out. The database is in
 * memory; give `DuckDBInstance.create` a path to keep it.
 */
import { pathToFileURL } from "node:url";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type FiddlerSpan, fiddlerSpansFrom } from "litellm-span-mapper";
import { rowOf, type SpanRow, tableFor } from "litellm-span-mapper/tables";
import { requestsInFile } from "./ndjson.js";
import { printable } from "./printable.js";

/** Not only for spans of type llm: embeddings and images cost money too. */
export const COST_BY_TEAM_AND_MODEL = `
  SELECT team_alias AS team, request_model AS model, count(*) AS calls, sum(total_cost) AS cost_usd
  FROM spans WHERE total_cost IS NOT NULL
  GROUP BY ALL ORDER BY cost_usd DESC, team, model`;

export const TOKENS_BY_DAY = `
  SELECT strftime(start_time, '%Y-%m-%d') AS day, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens
  FROM spans WHERE total_tokens IS NOT NULL
  GROUP BY ALL ORDER BY day`;

export async function createSpansTable(connection: DuckDBConnection): Promise<void> {
  await connection.run(tableFor("duckdb"));
}

/**
 * A span that was sent again, because the answer to an exporter got lost, is not counted twice: the table has
 * a key.
 */
export async function insertSpans(connection: DuckDBConnection, spans: readonly FiddlerSpan[]): Promise<void> {
  await insertRows(connection, spans.map(rowOf));
}

export async function insertRows(connection: DuckDBConnection, rows: readonly SpanRow[]): Promise<void> {
  if (rows[0] === undefined) return;
  // Values are passed as text, and DuckDB converts them to the columns' types.
  const columns = Object.keys(rows[0]).map((column) => `${column} VARCHAR`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE batch (${columns.join(", ")})`);
  const appender = await connection.createAppender("batch");
  for (const row of rows) {
    for (const value of Object.values(row)) appender.appendValue(value === null ? null : String(value));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run("INSERT INTO spans SELECT * FROM batch ON CONFLICT (trace_id, span_id) DO NOTHING");
}

async function main(files: readonly string[]): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  await createSpansTable(connection);
  for (const file of files) {
    try {
      for await (const request of requestsInFile(file)) await insertSpans(connection, fiddlerSpansFrom(request));
    } catch (error) {
      console.error(`${file} can't be read to its end: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
  for (const question of [COST_BY_TEAM_AND_MODEL, TOKENS_BY_DAY]) {
    const rows = (await connection.runAndReadAll(question)).getRowObjectsJson();
    console.table(JSON.parse(JSON.stringify(rows, (_, value) => (typeof value === "string" ? printable(value) : value))));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
