/**
 * Maps encoded OTLP requests of a Kafka topic once their traces are whole. Run as many as the topic has partitions:
 *
 *     KAFKA_BROKERS=127.0.0.1:9092 OUTPUT_TOPIC=fiddler_spans npx tsx examples/kafka/worker.ts
 *
 * Nothing is lost: an offset is committed only when everything before it is stored. Whatever goes wrong, a worker ends, is started
 * again, and begins from what is committed, as does one that takes over its partitions. docs/kafka.md says what follows from that.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Consumer, ProduceAcks, Producer } from "@platformatic/kafka";
import pg from "pg";
import { Assignment } from "./assignment.js";
import { WorkerMetrics } from "./metrics.js";
import { type DeadLetterOutput, deadLetterOutput, type Output, postgresOutput, topicOutput } from "./outputs.js";
import { settingsFrom, type WorkerSettings } from "./settings.js";

const MiB = 1024 * 1024;
const POLL_MILLIS = 50;
const COMMIT_MILLIS = 1000;

/** A dead worker's partitions are given to others after 10 seconds. */
const GROUP = { sessionTimeout: 10_000, rebalanceTimeout: 10_000, heartbeatInterval: 1000, autocommit: false } as const;
/** The client may stop asking its group for news after a broker was away, and would not hear of other partitions. */
const SILENCE_MILLIS = 30_000;
/** Bounds what is fetched ahead: 256 messages, and what one fetch brings. */
const FETCH = { maxWaitTime: 250, maxBytes: 8 * MiB, maxBytesPerPartition: MiB, highWaterMark: 256 } as const;
const FROM_COMMITTED = { mode: "committed", fallbackMode: "earliest" } as const;

export class Worker {
  readonly #settings: WorkerSettings;
  readonly #consumer: Consumer;
  readonly #producer: Producer;
  readonly #pool: pg.Pool | undefined;
  readonly #outputs: readonly Output[];
  readonly #deadLetters: DeadLetterOutput;
  readonly #metrics: WorkerMetrics;
  #assignment: Assignment;
  /** How often the group has given out its partitions. */
  #joins = 0;

  constructor(settings: WorkerSettings) {
    const { brokers, groupId, inputTopic, outputTopic, deadLetterTopic, postgresUrl, maxMessageBytes } = settings;
    const connection = { clientId: "litellm-span-mapper", bootstrapBrokers: brokers };
    this.#settings = settings;
    this.#producer = new Producer({ ...connection, acks: ProduceAcks.ALL });
    this.#pool = postgresUrl === undefined ? undefined : new pg.Pool({ connectionString: postgresUrl });
    this.#outputs = [
      ...(outputTopic === undefined ? [] : [topicOutput(this.#producer, outputTopic, maxMessageBytes)]),
      ...(this.#pool === undefined ? [] : [postgresOutput(this.#pool)]),
    ];
    this.#deadLetters = deadLetterOutput(this.#producer, deadLetterTopic);
    this.#consumer = new Consumer({ ...connection, ...GROUP, groupId });
    // The client gives up a topic that has no stream for a moment, and would join the group anew for the next stream.
    this.#consumer.topics.track(inputTopic);
    this.#consumer.on("consumer:group:join", () => this.#joins++);
    this.#metrics = new WorkerMetrics(() => this.#assignment);
    this.#assignment = new Assignment(settings, this.#consumer, this.#metrics);
  }

  /** Until the signal is given: then it stores what is whole, commits and leaves the group. What it holds is read again by another. */
  async run(signal: AbortSignal): Promise<void> {
    const server = this.#metrics.serve(this.#settings.metricsPort);
    while (!signal.aborted) await this.#workOnAssignment(signal);
    server.close();
    await this.#consumer.close(true);
    await this.#producer.close();
    await this.#pool?.end();
  }

  /** Until the group gives out its partitions anew: what is held is dropped then, and read again by whoever has the partition. */
  async #workOnAssignment(signal: AbortSignal): Promise<void> {
    const stream = await this.#consumer.consume({ ...FETCH, ...FROM_COMMITTED, topics: [this.#settings.inputTopic] });
    const assignment = new Assignment(this.#settings, this.#consumer, this.#metrics);
    this.#assignment = assignment;
    const joins = this.#joins;
    const began = Date.now();
    let failure: unknown;
    // Listened to, a stream fetches; its messages are asked for by `read`.
    stream.on("readable", () => {}).on("error", (error) => (failure = error));
    try {
      for (let committed = 0; joins === this.#joins; ) {
        const bytes = await assignment.read(stream, this.#deadLetters);
        if (failure !== undefined) throw failure;
        const silence = Date.now() - Math.max(began, Number(this.#consumer.lastHeartbeat));
        if (silence > SILENCE_MILLIS) throw new Error(`The group has not answered for ${silence} ms`);
        await assignment.store(this.#outputs);
        const isDue = signal.aborted || Date.now() - committed >= COMMIT_MILLIS;
        if (isDue) await assignment.commit();
        if (isDue) committed = Date.now();
        if (signal.aborted) return;
        await sleep(bytes === 0 ? POLL_MILLIS : 0);
      }
    } finally {
      await stream.close();
    }
  }
}

async function main(): Promise<void> {
  const end = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => end.abort());
  try {
    await new Worker(settingsFrom(process.env)).run(end.signal);
  } catch (error) {
    // Whoever started it starts it again, and it begins from what is committed: there is no state that could be half broken.
    console.error(error);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
