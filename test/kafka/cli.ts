/** `npm run test:kafka`: the examples that need a broker or a Collector, with real programs on the loopback interface. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cleanup } from "../../fixtures/record/cleanup.js";
import { argumentsOf } from "../../tools/command.js";
import { withPostgres } from "../databases/postgres-server.js";
import { checkCollectorAlone } from "./collector-alone.js";
import { checkWholeLine } from "./whole-line.js";

argumentsOf({
  name: "test:kafka",
  does: "Runs the examples that need a broker or a Collector with real ones. Kafka comes with Maven and a Collector with Go, into node_modules/.cache.",
  options: {},
});

const folder = mkdtempSync(join(tmpdir(), "kafka-"));

/** Runs a check, and ends what it started, however it comes out. */
async function check(name: string, run: (cleanup: Cleanup) => Promise<void>): Promise<void> {
  const cleanup = new Cleanup();
  console.log(name);
  try {
    await run(cleanup);
  } finally {
    await cleanup.run();
  }
}

try {
  await check("A Collector alone", (cleanup) => checkCollectorAlone(folder, cleanup));
  await withPostgres((url) => check("Kafka", (cleanup) => checkWholeLine(folder, url, cleanup)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
