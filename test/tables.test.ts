import { DuckDBInstance } from "@duckdb/node-api";
import initSqlJs from "sql.js";
import { describe, expect, test } from "vitest";
import { fiddlerSpansFrom } from "../src/index.js";
import { rowOf, TABLE_TARGETS, type TableTarget, tableFor } from "../src/tables/index.js";
import { awkwardRow, corpusRows, corpusSpans, costByTeam, expectedCosts, sorted } from "./databases/corpus-rows.js";
import { recordedCase } from "./recorded-cases.js";

const spans = corpusSpans();
const rows = corpusRows(spans);
const expected = expectedCosts(spans);
const columns = Object.keys(awkwardRow);

test("the corpus costs more than one team something", () => {
  expect(expected.length).toBeGreaterThan(2);
  expect(spans.length).toBeGreaterThan(5000);
});

test("DuckDB: the corpus goes in twice, and cost by team comes out", async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(tableFor("duckdb"));
  await connection.run(`CREATE TEMP TABLE batch (${columns.map((column) => `${column} VARCHAR`).join(", ")})`);
  const appender = await connection.createAppender("batch");
  for (const row of rows) {
    for (const value of Object.values(row)) appender.appendValue(value === null ? null : String(value));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run("INSERT INTO spans SELECT * FROM batch ON CONFLICT (trace_id, span_id) DO NOTHING");
  const answer = async (question: string) => (await connection.runAndReadAll(question)).getRowObjectsJson();
  expect(sorted(await answer(costByTeam("spans")))).toEqual(expected);
  expect(await answer("SELECT count(*) AS rows FROM spans")).toEqual([{ rows: String(new Set(rows.map(keyOf)).size) }]);
  const day = "SELECT strftime(max(start_time), '%Y-%m-%d') AS day, max(start_time_unix_nano) AS nano FROM spans";
  expect(await answer(day)).toEqual([{ day: "2262-04-11", nano: String(2n ** 63n - 1n) }]);
  expect(
    await answer(`SELECT count(*) AS n FROM spans WHERE user_attributes->>'metadata.user_api_key_team_alias' = 'Blue Team'`),
  ).not.toEqual([{ n: "0" }]);
  connection.closeSync();
});

test("SQLite: the corpus goes in twice, and cost by team comes out", async () => {
  const { Database } = await initSqlJs();
  const database = new Database();
  database.run(tableFor("sqlite"));
  const insert = database.prepare(
    `INSERT INTO spans VALUES (${columns.map(() => "?").join(", ")}) ON CONFLICT (trace_id, span_id) DO NOTHING`,
  );
  database.run("BEGIN");
  for (const row of rows) insert.run(Object.values(row));
  database.run("COMMIT");
  const answer = (question: string) => {
    const [result] = database.exec(question);
    return (result?.values ?? []).map((values) =>
      Object.fromEntries(values.map((value, at) => [result?.columns[at] ?? "", value])),
    );
  };
  expect(sorted(answer(costByTeam("spans")))).toEqual(expected);
  expect(answer("SELECT count(*) AS rows FROM spans")).toEqual([{ rows: new Set(rows.map(keyOf)).size }]);
  expect(answer("SELECT typeof(start_time_unix_nano) AS type, date(max(start_time)) AS day FROM spans")).toEqual([
    { type: "integer", day: "2262-04-11" },
  ]);
});

const keyOf = ({ trace_id, span_id }: { readonly [column: string]: unknown }) => `${trace_id} ${span_id}`;

describe("a row", () => {
  const [record] = fiddlerSpansFrom(recordedCase("1.83.10-tenant-chat-team-key").input);
  if (record === undefined) throw new Error("The case has no record.");

  test("has all columns in the order of each table", () => {
    expect(Object.keys(rowOf(record))).toEqual(columns);
    for (const target of TABLE_TARGETS.filter((each) => each !== "json-schema")) {
      const named = [...tableFor(target).matchAll(/^ {2}([a-z_]+) +\S/gm)].map(([, name]) => name);
      expect(named, target).toEqual(columns);
    }
  });

  test.each<[string, unknown]>([
    ["trace_id", record.traceId],
    ["parent_span_id", record.parentSpanId ?? null],
    ["team_alias", "Blue Team"],
    ["type", "llm"],
    ["start_time_unix_nano", String(record.startTimeUnixNano)],
    [
      "start_time",
      `${new Date(Number((record.startTimeUnixNano ?? 0n) / 1_000_000n)).toISOString().slice(0, -1)}${String(record.startTimeUnixNano).slice(13, 16)}Z`,
    ],
    ["total_tokens", 34],
    ["total_cost", 9.675e-6],
    ["costs", JSON.stringify(record.costs)],
    ["user_attributes", JSON.stringify(record.user)],
    ["reasoning_tokens", null],
  ])("%s", (column, value) => {
    expect(rowOf(record)[column]).toBe(value);
  });

  test.each<[string, string, string]>([
    ["U+0000", "a\0b", "a\ufffdb"],
    ["half a pair", "a\ud83db\udc00", "a\ufffdb\ufffd"],
    ["a pair", "😀", "😀"],
    ["the text of an escape", "\\u0000 \\\\u0000 \\ud800", "\\u0000 \\\\u0000 \\ud800"],
  ])("%s in a text and in JSON", (_name, text, stored) => {
    const row = rowOf({ ...record, output: text, user: { [text]: [text] } });
    expect(row.output).toBe(stored);
    expect(JSON.parse(String(row.user_attributes))).toEqual({ [stored]: [stored] });
  });

  test("the key is never null", () => {
    expect(rowOf({ type: "llm", status: "ok", costs: {}, user: {}, attributes: {} })).toMatchObject({
      trace_id: "",
      span_id: "",
      start_time: null,
      total_cost: null,
      costs: "{}",
    });
  });
});

describe("tables", () => {
  test.each<[TableTarget, RegExp]>([
    ["duckdb", /total_cost +DOUBLE, .*PRIMARY KEY \(trace_id, span_id\)/s],
    ["postgres", /costs +jsonb NOT NULL/],
    ["sqlite", /STRICT;/],
    ["clickhouse", /ReplacingMergeTree.*ORDER BY \(toStartOfHour\(start_time\), trace_id, span_id\);/s],
    ["bigquery", /PRIMARY KEY \(trace_id, span_id\) NOT ENFORCED\n\)\nPARTITION BY/],
    ["json-schema", /"title": "FiddlerSpan"/],
  ])("%s", (target, text) => {
    expect(tableFor(target)).toMatch(text);
    expect(tableFor(target).endsWith("\n")).toBe(true);
  });

  test("another name", () => {
    expect(tableFor("postgres", "traces.llm_spans")).toMatch(
      /CREATE TABLE traces\.llm_spans \(.*CREATE INDEX ON traces\.llm_spans/s,
    );
  });

  test.each(["", "a b", "spans; DROP TABLE x", "spans\n--", 'a"', "a..b", ".a", "1a", "a.b.c.d", "a".repeat(64)])(
    "the name %j throws",
    (table) => {
      expect(() => tableFor("duckdb", table)).toThrow(TypeError);
    },
  );

  test.each(["mysql", "", "constructor"])("the target %j throws", (target) => {
    expect(() => tableFor(target as TableTarget)).toThrow(/no table for/);
  });
});
