import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { insertRows } from "../examples/duckdb.js";
import { tableFor } from "../src/tables/index.js";
import { CALLS, callsView, checkCallsApart, recordedRequests, rowsMappedApart } from "./databases/calls-apart.js";

test("DuckDB counts each call once, of traces that were mapped apart", async () => {
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(tableFor("duckdb"));
  const recorded = recordedRequests();
  await insertRows(connection, rowsMappedApart(recorded));
  await connection.run(callsView("spans", "calls"));
  const calls = (await connection.runAndReadAll(`${CALLS} calls`)).getRowObjectsJson();
  expect(checkCallsApart(recorded, calls)).toBeGreaterThan(100);
});
