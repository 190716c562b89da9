/**
 * `npm run test:clickhouse`: writes the rows of the corpus into a real ClickHouse and asks it what each team cost. ClickHouse is that
 * of PyPI's `chdb-core-lite`, which runs within a process, installed into `node_modules/.cache`.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type SpanRow, tableFor } from "../../src/tables/index.js";
import { argumentsOf } from "../../tools/command.js";
import { CALLS, callsView, checkCallsApart, recordedRequests, rowsMappedApart } from "./calls-apart.js";
import { checkCosts, same } from "./check.js";
import { awkwardRow, corpusRows, corpusSpans, costByTeam, expectedCosts } from "./corpus-rows.js";

argumentsOf({
  name: "test:clickhouse",
  does: "Writes the rows of the corpus into ClickHouse and asks it what each team cost. ClickHouse comes from PyPI, into node_modules/.cache.",
  options: {},
});

const PACKAGE = "chdb-core-lite==26.5.0";
const ENVIRONMENT = fileURLToPath(new URL("../../node_modules/.cache/chdb", import.meta.url));

/** Runs each statement of a JSON list, and prints the rows of each answer as JSON. */
const PROGRAM = `
import json, sys
from chdb import session
database = session.Session()
for statement in json.load(open(sys.argv[1])):
    answer = database.query(statement, "JSON")
    text = str(answer)
    print(json.dumps(json.loads(text)["data"]) if text else "[]")
`;

/** Python of an environment that has ClickHouse. */
function python(): string {
  const program = join(ENVIRONMENT, "bin/python");
  const installed = join(ENVIRONMENT, `installed-${PACKAGE}`);
  if (!existsSync(installed)) {
    rmSync(ENVIRONMENT, { recursive: true, force: true });
    mkdirSync(dirname(ENVIRONMENT), { recursive: true });
    execFileSync("python3", ["-m", "venv", ENVIRONMENT], { stdio: "inherit" });
    execFileSync(program, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE], { stdio: "inherit" });
    writeFileSync(installed, "");
  }
  return program;
}

function answersOf(statements: readonly string[]): readonly (readonly object[])[] {
  const folder = mkdtempSync(join(tmpdir(), "clickhouse-"));
  try {
    const file = join(folder, "statements.json");
    writeFileSync(file, JSON.stringify(statements));
    const output = execFileSync(python(), ["-c", PROGRAM, file], { encoding: "utf8", maxBuffer: 2 ** 28 });
    return output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const spans = corpusSpans();
const rows = corpusRows(spans);
const linesOf = (all: readonly SpanRow[]) => all.map((row) => JSON.stringify(row)).join("\n");
const recorded = recordedRequests();
const answers = answersOf([
  "CREATE DATABASE traces",
  tableFor("clickhouse", "traces.spans"),
  `INSERT INTO traces.spans FORMAT JSONEachRow ${linesOf(rows)}`,
  costByTeam("traces.spans FINAL"),
  "SELECT toString(count()) AS n FROM traces.spans FINAL",
  `SELECT team_alias, costs, toString(start_time_unix_nano) AS nano, toString(start_time) AS start FROM traces.spans FINAL
    WHERE span_id = 'ffffffffffffffff'`,
  tableFor("clickhouse", "traces.apart"),
  `INSERT INTO traces.apart FORMAT JSONEachRow ${linesOf(rowsMappedApart(recorded))}`,
  callsView("traces.apart", "traces.calls", true),
  `${CALLS} traces.calls`,
]);
const [costs = [], count, awkward] = answers.slice(3, 6);
checkCosts(costs, expectedCosts(spans));
const keys = new Set(rows.map(({ trace_id, span_id }) => `${trace_id} ${span_id}`));
same("rows", count, [{ n: String(keys.size) }]);
same("the awkward row", awkward, [
  {
    team_alias: awkwardRow.team_alias,
    costs: awkwardRow.costs,
    nano: String(2n ** 63n - 1n),
    start: "2262-04-11 23:47:16.854775",
  },
]);
const repeated = checkCallsApart(recorded, answers.at(-1) ?? []);
console.log(`ClickHouse: of calls that were mapped apart, ${repeated} that were there twice count once`);
console.log(`ClickHouse: ${keys.size} rows, each written twice; cost by team is right`);
