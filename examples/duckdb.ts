/**
 * Writes LiteLLM's spans into DuckDB and asks it what each team spent on which model, and how many tokens went by per day:
 *
 *     npx tsx examples/duckdb.ts traces.json more.json
 *
 * Each file holds one OTLP/JSON request. The database is in memory; give `DuckDBInstance.create` a path to keep it.
 */
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { type DuckDBConnection, DuckDBInstance, DuckDBTimestampNanosecondsValue, type DuckDBValue } from "@duckdb/node-api";
import { type FiddlerSpan, fiddlerSpansOf, mapLiteLLMTraces, type TracesData } from "litellm-span-mapper";

/** An exporter sends a batch again when the answer to it got lost: the key makes sure that nothing is counted twice. */
const CREATE_TABLE = `
  CREATE TABLE spans (
    trace_id VARCHAR, span_id VARCHAR, parent_span_id VARCHAR,
    name VARCHAR, type VARCHAR, status VARCHAR,
    start_time TIMESTAMP_NS, duration_ns BIGINT,
    operation VARCHAR, provider VARCHAR, request_model VARCHAR, response_model VARCHAR, team VARCHAR,
    system_prompt VARCHAR, user_input VARCHAR, output VARCHAR,
    input_tokens BIGINT, output_tokens BIGINT, total_tokens BIGINT, total_cost DOUBLE,
    costs JSON, user_attributes JSON, attributes JSON,
    PRIMARY KEY (trace_id, span_id)
  )`;

/** Not only of spans of type llm: embeddings and images cost money too. */
export const COST_BY_TEAM_AND_MODEL = `
  SELECT team, request_model AS model, count(*) AS calls, sum(total_cost) AS cost_usd
  FROM spans WHERE total_cost IS NOT NULL
  GROUP BY ALL ORDER BY cost_usd DESC, team, model`;

export const TOKENS_BY_DAY = `
  SELECT strftime(start_time, '%Y-%m-%d') AS day, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens
  FROM spans WHERE total_tokens IS NOT NULL
  GROUP BY ALL ORDER BY day`;

export async function createSpansTable(connection: DuckDBConnection): Promise<void> {
  await connection.run(CREATE_TABLE);
}

export async function insertSpans(connection: DuckDBConnection, spans: readonly FiddlerSpan[]): Promise<void> {
  await connection.run("CREATE OR REPLACE TEMP TABLE batch AS FROM spans LIMIT 0");
  const appender = await connection.createAppender("batch");
  for (const span of spans) {
    for (const value of rowOf(span)) appender.appendValue(value ?? null);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run("INSERT OR IGNORE INTO spans FROM batch");
}

/** In the order of the table's columns, and of their types. */
function rowOf(span: FiddlerSpan): readonly (DuckDBValue | undefined)[] {
  const team = span.user["metadata.user_api_key_team_alias"] ?? span.user["litellm.team.alias"];
  return [
    ...[span.traceId ?? "", span.spanId ?? "", span.parentSpanId],
    ...[span.name, span.type, span.status],
    ...[span.startTimeUnixNano && new DuckDBTimestampNanosecondsValue(span.startTimeUnixNano), span.durationNano],
    ...[span.operation, span.provider, span.requestModel, span.responseModel, team === undefined ? undefined : String(team)],
    ...[span.systemPrompt, span.userInput, span.output],
    ...[span.inputTokens, span.outputTokens, span.totalTokens].map((count) => (count === undefined ? undefined : BigInt(count))),
    ...[span.costs.total_cost, ...[span.costs, span.user, span.attributes].map(jsonOf)],
  ];
}

function jsonOf(values: object): string {
  return JSON.stringify(values, (_name, value) => (typeof value === "bigint" ? value.toString() : value));
}

async function main(files: readonly string[]): Promise<void> {
  const connection = await (await DuckDBInstance.create()).connect();
  await createSpansTable(connection);
  for (const file of files) {
    const traces: TracesData = JSON.parse(await readFile(file, "utf8"));
    await insertSpans(
      connection,
      (mapLiteLLMTraces(traces).resourceSpans ?? []).flatMap((each) => fiddlerSpansOf(each)),
    );
  }
  for (const question of [COST_BY_TEAM_AND_MODEL, TOKENS_BY_DAY]) {
    console.table((await connection.runAndReadAll(question)).getRowObjectsJson());
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main(process.argv.slice(2));
