/** The corpus and a live load through the whole line, while one worker dies, one comes and one goes; and what must be true then. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Cleanup } from "../../fixtures/record/cleanup.js";
import { fiddlerSpansFrom, recordToJSON, type TracesData } from "../../src/index.js";
import { tableFor } from "../../src/tables/index.js";
import { same } from "../databases/check.js";
import { checkCalls, checkTruth, OPTIONS, secretsLeft, spanCountOf, sumsOf, toldIn } from "./expected.js";
import { corpusRecordings, exportsOf, loadCopy, type Recorded } from "./exports.js";
import { FiddlerStandIn } from "./fiddler-stand-in.js";
import { countsOf, Line, send, TOPICS } from "./line.js";
import { EXAMPLES } from "./places.js";
import type { Started } from "./programs.js";

const PARTITIONS = 4;
const LOAD_COPIES = 10;
/** Small, so that most traces of the load are split. */
const SPANS_PER_EXPORT = 64;
const DONE_MILLIS = 120_000;

const POISON = ["not a request", '{"resourceSpans":[]}', "\u0000\u0001\u0002"];

export async function checkWholeLine(folder: string, postgresUrl: string, cleanup: Cleanup): Promise<void> {
  const database = new pg.Pool({ connectionString: postgresUrl });
  cleanup.add({ stop: () => database.end() });
  await database.query(tableFor("postgres"));
  await database.query(readFileSync(join(EXAMPLES, "kafka/calls.sql"), "utf8"));
  const line = await Line.start(folder, cleanup, PARTITIONS);
  const fiddler = new FiddlerStandIn();
  const front = await line.collector("kafka/collector-front.yaml");
  await line.collector("kafka/collector-back.yaml", { FIDDLER_ENDPOINT: await fiddler.serve(cleanup) });

  const recordings = [...corpusRecordings(), ...Array.from({ length: LOAD_COPIES }, (_, copy) => [loadCopy(copy)])];
  const recorded = recordings.flat();
  const began = Date.now();
  const last = await sendThrough(line, front, recordings, postgresUrl);
  console.log(
    `  ${recorded.length} requests were sent within ${seconds(began)}; a worker and the broker were killed, one worker came, one went`,
  );
  await line.untilQuiet([last], DONE_MILLIS);
  await untilHolds(fiddler, spanCountOf(recorded));
  console.log(`  all is mapped and stored after ${seconds(began)}`);

  await checkDatabase(database, recorded);
  checkFiddler(fiddler, recorded);
  await checkDeadLetters(line);
  await stop(last);
  same("The number of messages that are not committed at the end", String(await line.unstored()), "0");
  sayWhatSplittingCosts(recordings);
}

/** Sends all while workers come and go; answers the one that is left. */
async function sendThrough(
  line: Line,
  front: string,
  recordings: readonly (readonly Recorded[])[],
  postgresUrl: string,
): Promise<Started> {
  const settings = {
    OUTPUT_TOPIC: TOPICS.output,
    POSTGRES_URL: postgresUrl,
    QUIET_MILLIS: "4000",
    SCOPE_NAMES: OPTIONS.scopeNames.join(),
  };
  const [killed, stopped] = [await line.worker(settings), await line.worker(settings)];
  const sending = Promise.all([sendAll(front, recordings, 6), line.poison(POISON.map((text) => Buffer.from(text)))]);
  const isBusy = async (worker: Started) => {
    const counts = await countsOf(worker).catch(() => new Map<string, number>());
    return (counts.get("spans_total") ?? 0) > 0 && (counts.get("held_spans") ?? 0) > 0;
  };
  while (!(await isBusy(killed))) await sleep(50);
  killed.process.child.kill("SIGKILL");
  const last = await line.worker(settings);
  await line.restartBroker();
  await sending;
  while (!(await isBusy(stopped))) await sleep(50);
  await stop(stopped);
  return last;
}

/** Sends recordings, some at once, each in requests as an exporter cuts them. */
async function sendAll(endpoint: string, recordings: readonly (readonly Recorded[])[], atOnce: number): Promise<void> {
  const open = [...recordings];
  const sendNext = async () => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      for (const request of exportsOf(next, SPANS_PER_EXPORT)) await send(endpoint, request);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendNext));
}

/** As an orchestrator stops it. */
async function stop({ process }: Started): Promise<void> {
  process.child.kill("SIGTERM");
  const [code] = process.hasEnded() ? [process.child.exitCode] : await once(process.child, "close");
  if (code !== 0) throw new Error(`A worker that was asked to stop ended with ${code}\n${process.log().slice(-2000)}`);
}

async function untilHolds(fiddler: FiddlerStandIn, count: number): Promise<void> {
  for (const ends = Date.now() + DONE_MILLIS; fiddler.spans.size < count && Date.now() < ends; ) await sleep(200);
}

async function checkDatabase(database: pg.Pool, recorded: readonly Recorded[]): Promise<void> {
  const columns = "trace_id, span_id, type, total_tokens, total_cost";
  const { rows } = await database.query(`SELECT trace_id, spans::text AS text FROM spans`);
  const { rows: calls } = await database.query(`SELECT ${columns} FROM calls`);
  same("The number of rows", rows.length, spanCountOf(recorded));
  checkCalls(recorded, calls);
  const checked = checkTruth(recorded, calls);
  if (checked < 1000) throw new Error(`The truth of only ${checked} calls was compared`);
  const texts = textsByTrace(rows.map(({ trace_id, text }) => [trace_id, text]));
  same("What is left of redacted requests in the database", secretsLeft(recorded, texts), []);
  const { calls: count, tokens } = sumsOf(calls);
  console.log(
    `  database: ${rows.length} spans, ${count} calls, each once, ${tokens} tokens; ${checked} as their providers counted`,
  );
}

function checkFiddler(fiddler: FiddlerStandIn, recorded: readonly Recorded[]): void {
  same("The number of spans that Fiddler has", fiddler.spans.size, spanCountOf(recorded));
  const texts = textsByTrace([...fiddler.spans.values()].map((span) => [span.traceId ?? "", JSON.stringify(recordToJSON(span))]));
  same("What is left of redacted requests at Fiddler", secretsLeft(recorded, texts), []);
  console.log(
    `  Fiddler: ${fiddler.spans.size} spans; ${fiddler.again} came again, ${fiddler.differing} of them mapped otherwise`,
  );
}

function textsByTrace(texts: readonly (readonly [traceId: string, text: string])[]): (traceId: string) => string {
  const byTrace = new Map<string, string[]>();
  for (const [traceId, text] of texts) byTrace.set(traceId, [...(byTrace.get(traceId) ?? []), text]);
  return (traceId) => byTrace.get(traceId)?.join("\n") ?? "";
}

async function checkDeadLetters(line: Line): Promise<void> {
  const letters = await line.deadLetters();
  // What was read again after a worker died may be there again.
  same("The dead letters", [...new Set(letters.map(({ value }) => value.toString()))].sort(), [...POISON].sort());
  const others = letters.filter(({ reason }) => !reason.startsWith("The bytes are not a well-formed request"));
  same("Reasons of dead letters", others, []);
}

/** The same exports, each mapped by itself. */
function sayWhatSplittingCosts(recordings: readonly (readonly Recorded[])[]): void {
  const recorded = recordings.flat();
  const apart = recordings.flatMap((each) => exportsOf(each, SPANS_PER_EXPORT));
  const said = (traces: readonly TracesData[]) => {
    const spans = traces.flatMap((each) => fiddlerSpansFrom(each, OPTIONS));
    const secrets = secretsLeft(
      recorded,
      textsByTrace(spans.map((span) => [span.traceId ?? "", JSON.stringify(recordToJSON(span))])),
    );
    return `${JSON.stringify(sumsOf(traces.flatMap(toldIn)))}, redacted fragments left: ${secrets.length}`;
  };
  console.log(`  with each request mapped alone ${said(apart)}`);
  console.log(`  with all that was recorded of it ${said(recorded.map(({ whole }) => whole))}`);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
