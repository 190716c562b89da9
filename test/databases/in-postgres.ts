/**
 * `npm run test:postgres`: writes the rows of the corpus into a real PostgreSQL and asks it what each team cost. It starts a server
 * of its own on the loopback interface and stops it again. With `POSTGRES_URL` it uses that database, in a schema that it drops.
 */

import pg from "pg";
import { tableFor } from "../../src/tables/index.js";
import { argumentsOf } from "../../tools/command.js";
import { CALLS, callsView, checkCallsApart, recordedRequests, rowsMappedApart } from "./calls-apart.js";
import { checkCosts, same } from "./check.js";
import { awkwardRow, corpusRows, corpusSpans, costByTeam, expectedCosts } from "./corpus-rows.js";
import { withPostgres } from "./postgres-server.js";

argumentsOf({
  name: "test:postgres",
  does: "Writes the rows of the corpus into PostgreSQL and asks it what each team cost. POSTGRES_URL names a server; without it, one is started.",
  options: {},
});

const SCHEMA = "litellm_span_mapper_test";
const TABLE = `${SCHEMA}.spans`;

async function check(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE; CREATE SCHEMA ${SCHEMA}`);
    await client.query(tableFor("postgres", TABLE));
    const spans = corpusSpans();
    const rows = corpusRows(spans);
    const places = Object.keys(awkwardRow).map((_, at) => `$${at + 1}`);
    const insert = `INSERT INTO ${TABLE} VALUES (${places.join(", ")}) ON CONFLICT (trace_id, span_id) DO NOTHING`;
    await client.query("BEGIN");
    for (const row of rows) await client.query({ name: "insert", text: insert, values: Object.values(row) });
    await client.query("COMMIT");
    checkCosts((await client.query(costByTeam(TABLE))).rows, expectedCosts(spans));
    const keys = new Set(rows.map(({ trace_id, span_id }) => `${trace_id} ${span_id}`));
    same("rows", (await client.query(`SELECT count(*) AS n FROM ${TABLE}`)).rows, [{ n: String(keys.size) }]);
    const awkward = `SELECT team_alias, costs, start_time_unix_nano, (start_time AT TIME ZONE 'UTC')::text AS start FROM ${TABLE}
      WHERE span_id = 'ffffffffffffffff'`;
    same("the awkward row", (await client.query(awkward)).rows, [
      {
        team_alias: awkwardRow.team_alias,
        costs: JSON.parse(String(awkwardRow.costs)),
        start_time_unix_nano: String(2n ** 63n - 1n),
        start: "2262-04-11 23:47:16.854775",
      },
    ]);
    const recorded = recordedRequests();
    await client.query(`TRUNCATE ${TABLE}`);
    await client.query("BEGIN");
    for (const row of rowsMappedApart(recorded)) await client.query({ name: "insert", text: insert, values: Object.values(row) });
    await client.query("COMMIT");
    await client.query(callsView(TABLE, `${SCHEMA}.calls`));
    const repeated = checkCallsApart(recorded, (await client.query(`${CALLS} ${SCHEMA}.calls`)).rows);
    await client.query(`DROP SCHEMA ${SCHEMA} CASCADE`);
    console.log(`PostgreSQL: of calls that were mapped apart, ${repeated} that were there twice count once`);
    console.log(`PostgreSQL: ${keys.size} rows, each written twice; cost by team is right`);
  } finally {
    await client.end();
  }
}

const { POSTGRES_URL } = process.env;
if (POSTGRES_URL !== undefined) await check(POSTGRES_URL);
else await withPostgres(check);
