/**
 * `npm run test:postgres`: writes the rows of the corpus into a real PostgreSQL and asks it what each team cost. It starts a server
 * of its own on the loopback interface and stops it again. With `POSTGRES_URL` it uses that database, in a schema that it drops.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { tableFor } from "../../src/tables/index.js";
import { checkCosts, same } from "./check.js";
import { awkwardRow, corpusRows, corpusSpans, costByTeam, expectedCosts } from "./corpus-rows.js";

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
    await client.query(`DROP SCHEMA ${SCHEMA} CASCADE`);
    console.log(`PostgreSQL: ${keys.size} rows, each written twice; cost by team is right`);
  } finally {
    await client.end();
  }
}

/** Where Debian puts the newest of the servers that are installed; elsewhere they are on the path. */
function binaries(): string {
  const debian = "/usr/lib/postgresql";
  const [newest] = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  return newest === undefined ? "" : `${debian}/${newest}/bin/`;
}

/** A server of its own for as long as `use` runs. PostgreSQL refuses to run as root, so there it is run as `postgres`. */
async function withServer(use: (url: string) => Promise<void>): Promise<void> {
  const asRoot = process.getuid?.() === 0;
  const run = (program: string, ...args: readonly string[]) => {
    const command = [`${binaries()}${program}`, ...args];
    const [first = "", ...rest] = asRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    execFileSync(first, rest, { cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
  };
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  if (asRoot) execFileSync("chown", ["postgres", folder]);
  const data = join(folder, "data");
  const port = await freePort();
  try {
    run("initdb", "-D", data, "-A", "trust", "-U", "test", "-E", "UTF8", "--no-sync", "--locale=C");
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c fsync=off -c unix_socket_directories=${folder}`;
    run("pg_ctl", "-D", data, "-l", join(folder, "log"), "-o", options, "-w", "start");
    try {
      await use(`postgres://test@127.0.0.1:${port}/postgres`);
    } finally {
      run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

const { POSTGRES_URL } = process.env;
if (POSTGRES_URL !== undefined) await check(POSTGRES_URL);
else await withServer(check);
