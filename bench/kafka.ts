/**
 * `npm run bench:kafka`: how many spans workers map, with one, two and four of them on one broker, and what they take of memory while
 * they work off a burst. All on the loopback interface; docs/scaling.md says what the figures mean.
 */

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ProduceAcks, Producer } from "@platformatic/kafka";
import pg from "pg";
import { Cleanup } from "../fixtures/record/cleanup.js";
import { tableFor } from "../src/tables/index.js";
import { withPostgres } from "../test/databases/postgres-server.js";
import { exportsOf, loadCopy } from "../test/kafka/exports.js";
import { Line, metricsOf, TOPICS } from "../test/kafka/line.js";
import type { Started } from "../test/kafka/programs.js";
import { messagesOf, type TraceMessage } from "../test/kafka/trace-messages.js";
import { argumentsOf } from "../tools/command.js";

argumentsOf({ name: "bench:kafka", does: "Measures how many spans one, two and four workers map on one broker.", options: {} });

const PARTITIONS = 8;
const LOAD_COPIES = 60;
/** With other trace ids. */
const REPEATS = 6;
const SPANS_PER_EXPORT = 512;
const MESSAGES_AT_ONCE = 500;
const POLL_MILLIS = 100;
/** What a worker has mapped before it is measured. */
const WARM_SPANS = 2000;
const MiB = 2 ** 20;

interface Run {
  readonly name: string;
  readonly workers: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** Fills the topic, as the Collector does, with messages of one trace each. Answers how much it was. */
async function fill(line: Line): Promise<{ readonly spans: number; readonly bytes: number; readonly messages: number }> {
  const messages = Array.from({ length: LOAD_COPIES }, (_, copy) => exportsOf([loadCopy(copy)], SPANS_PER_EXPORT))
    .flat()
    .flatMap(messagesOf);
  const producer = new Producer({ clientId: "bench", bootstrapBrokers: [line.broker.address], acks: ProduceAcks.ALL });
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (let at = 0; at < messages.length; at += MESSAGES_AT_ONCE) {
      const some = messages.slice(at, at + MESSAGES_AT_ONCE).map((message) => withOtherTraceId(message, repeat));
      await producer.send({ messages: some.map(({ key, value }) => ({ topic: TOPICS.input, key, value })) });
    }
  }
  await producer.close();
  const sum = (numberOf: (message: TraceMessage) => number) =>
    messages.reduce((total, message) => total + REPEATS * numberOf(message), 0);
  return { spans: sum(({ spans }) => spans), bytes: sum(({ value }) => value.length), messages: sum(() => 1) };
}

function withOtherTraceId({ key, value, spans }: TraceMessage, repeat: number): TraceMessage {
  const id = Buffer.from(key.toString(), "hex");
  const other = createHash("md5").update(id).update(String(repeat)).digest();
  const copy = Buffer.from(value);
  for (let at = copy.indexOf(id); at >= 0; at = copy.indexOf(id, at + id.length)) other.copy(copy, at);
  return { key: Buffer.from(other.toString("hex")), value: copy, spans };
}

/** Spans each second of time and of the workers' processors, and the most that was seen of memory, held bytes and lag. */
async function measure(line: Line, spans: number, run: Run): Promise<Readonly<Record<string, number>>> {
  const environment = { GROUP_ID: run.name, QUIET_MILLIS: "500", ...run.environment };
  const workers: Started[] = [];
  for (let at = 0; at < run.workers; at++) workers.push(await line.worker(environment));
  const peaks = { memory: 0, held: 0, lag: 0, incomplete: 0 };
  let began: { readonly at: number; readonly spans: number; readonly cpu: number } | undefined;
  let ended = began;
  for (let mapped = 0; mapped < spans; await sleep(POLL_MILLIS)) {
    const all = await Promise.all(workers.map(metricsOf));
    const sum = (name: string) => all.reduce((total, each) => total + (each.get(name) ?? 0), 0);
    mapped = sum("litellm_span_mapper_spans_total");
    const now = { at: Date.now(), spans: mapped, cpu: sum("process_cpu_seconds_total") };
    // From when all workers are at work, until a tenth is left: then some have nothing to do any more.
    if (all.every((each) => (each.get("litellm_span_mapper_spans_total") ?? 0) > WARM_SPANS)) began ??= now;
    if (mapped <= spans * 0.9) ended = now;
    peaks.memory = Math.max(peaks.memory, ...all.map((each) => each.get("process_resident_memory_bytes") ?? 0));
    peaks.held = Math.max(peaks.held, sum("litellm_span_mapper_held_bytes"));
    peaks.incomplete = Math.max(peaks.incomplete, sum("litellm_span_mapper_incomplete_bound_traces"));
    peaks.lag = Math.max(peaks.lag, sum("litellm_span_mapper_lag_messages"));
  }
  for (const { process } of workers) await process.stop();
  if (began === undefined || ended === undefined || ended.at <= began.at)
    throw new Error("The spans were mapped before anything could be measured");
  const done = ended.spans - began.spans;
  return {
    "spans/s": Math.round(done / ((ended.at - began.at) / 1000)),
    "spans/CPU s": Math.round(done / (ended.cpu - began.cpu)),
    "memory of a worker, MiB": Math.round(peaks.memory / MiB),
    "held, MiB": Math.round(peaks.held / MiB),
    "lag, messages": peaks.lag,
    "cut short, traces": peaks.incomplete,
  };
}

async function main(folder: string, postgresUrl: string, cleanup: Cleanup): Promise<void> {
  const database = new pg.Client({ connectionString: postgresUrl });
  await database.connect();
  cleanup.add({ stop: () => database.end() });
  await database.query(tableFor("postgres"));
  const line = await Line.start(folder, cleanup, PARTITIONS);
  const { spans, bytes, messages } = await fill(line);
  console.log(`${spans} spans in ${messages} messages, ${(bytes / MiB).toFixed(1)} MiB`);
  const bytesOut = { OUTPUT_TOPIC: TOPICS.output };
  const runs: readonly Run[] = [
    { name: "bytes-out-1", workers: 1, environment: bytesOut },
    { name: "bytes-out-2", workers: 2, environment: bytesOut },
    { name: "bytes-out-4", workers: 4, environment: bytesOut },
    { name: "rows-out-1", workers: 1, environment: { POSTGRES_URL: postgresUrl } },
    { name: "burst-held-10-s", workers: 1, environment: { ...bytesOut, QUIET_MILLIS: "10000" } },
    {
      name: "burst-bounded-8-MiB",
      workers: 1,
      environment: { ...bytesOut, QUIET_MILLIS: "10000", HELD_BYTES: String(8 * MiB) },
    },
  ];
  const results: Record<string, Readonly<Record<string, number>>> = {};
  for (const run of runs) {
    results[run.name] = await measure(line, spans, run);
    console.log(run.name, JSON.stringify(results[run.name]));
  }
  console.table(results);
}

const folder = mkdtempSync(join(tmpdir(), "bench-kafka-"));
const cleanup = new Cleanup();
try {
  await withPostgres((url) => main(folder, url, cleanup).finally(() => cleanup.run()));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
