/** The whole line: a broker, a Collector on each side, workers between them, a database, and what stands in for Fiddler. */
import { setTimeout as sleep } from "node:timers/promises";
import { Admin, Consumer, ProduceAcks, Producer } from "@platformatic/kafka";
import type { Cleanup } from "../../fixtures/record/cleanup.js";
import type { TracesData } from "../../src/index.js";
import { type Broker, type Started, startBroker, startCollector, startWorker } from "./programs.js";

export const TOPICS = { input: "otlp_spans", output: "fiddler_spans", dead: "otlp_spans_dead" } as const;

export interface DeadLetter {
  readonly value: Buffer;
  readonly reason: string;
}

export class Line {
  readonly #folder: string;
  readonly #cleanup: Cleanup;
  readonly broker: Broker;
  readonly #workers: Started[] = [];

  private constructor(folder: string, cleanup: Cleanup, broker: Broker) {
    this.#folder = folder;
    this.#cleanup = cleanup;
    this.broker = broker;
  }

  static async start(folder: string, cleanup: Cleanup, partitions: number): Promise<Line> {
    const broker = await startBroker(folder);
    cleanup.add(broker.process);
    const admin = new Admin({ clientId: "test", bootstrapBrokers: [broker.address] });
    await admin.createTopics({ topics: [TOPICS.input, TOPICS.output], partitions, replicas: 1 });
    await admin.createTopics({ topics: [TOPICS.dead], partitions: 1, replicas: 1 });
    await admin.close();
    return new Line(folder, cleanup, broker);
  }

  async restartBroker(): Promise<void> {
    this.#cleanup.add((await this.broker.restart()).process);
  }

  async collector(file: string, environment: NodeJS.ProcessEnv = {}): Promise<string> {
    const started = await startCollector(this.#folder, file, { KAFKA_BROKERS: this.broker.address, ...environment });
    this.#cleanup.add(started.process);
    return `http://${started.address}`;
  }

  async worker(environment: NodeJS.ProcessEnv): Promise<Started> {
    const name = `worker-${this.#workers.length + 1}`;
    const started = await startWorker(this.#folder, name, { KAFKA_BROKERS: this.broker.address, ...environment });
    this.#workers.push(started);
    this.#cleanup.add({ stop: () => started.process.stop() });
    return started;
  }

  /** Waits until the workers have read all and hold nothing. */
  async untilQuiet(workers: readonly Started[], millis: number): Promise<void> {
    for (const ends = Date.now() + millis; Date.now() < ends; await sleep(500)) {
      const counts = await Promise.all(workers.map((worker) => countsOf(worker).catch(() => NOT_UP)));
      const open = (name: string) => counts.reduce((sum, each) => sum + (each.get(name) ?? 0), 0);
      if (open("lag_messages") === 0 && open("held_spans") === 0 && (await this.unstored()) === 0n) return;
    }
    const logs = workers.map(({ process }) => process.log().slice(-2000)).join("\n");
    throw new Error(`After ${millis / 1000} s the workers are not done\n${logs}`);
  }

  /** Messages behind the offsets that the group has committed. */
  async unstored(): Promise<bigint> {
    const consumer = new Consumer({ clientId: "test", groupId: "litellm-span-mapper", bootstrapBrokers: [this.broker.address] });
    try {
      const ends = (await consumer.listOffsets({ topics: [TOPICS.input] })).get(TOPICS.input) ?? [];
      const topics = [{ topic: TOPICS.input, partitions: ends.map((_, at) => at) }];
      const stored = (await consumer.listCommittedOffsets({ topics })).get(TOPICS.input) ?? [];
      return ends.reduce((sum, end, at) => sum + end - ((stored[at] ?? 0n) < 0n ? 0n : (stored[at] ?? 0n)), 0n);
    } finally {
      await consumer.close(true);
    }
  }

  /** Bytes that never were a request, straight into the topic. */
  async poison(values: readonly Buffer[]): Promise<void> {
    const producer = new Producer({ clientId: "test", bootstrapBrokers: [this.broker.address], acks: ProduceAcks.ALL });
    await producer.send({
      messages: values.map((value, at) => ({ topic: TOPICS.input, key: Buffer.from(`poison ${at}`), value })),
    });
    await producer.close();
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    const letters: DeadLetter[] = [];
    const consumer = new Consumer({
      clientId: "test",
      groupId: "test",
      bootstrapBrokers: [this.broker.address],
      autocommit: false,
    });
    const stream = await consumer.consume({ topics: [TOPICS.dead], mode: "earliest", maxWaitTime: 200 });
    stream.on("data", ({ value, headers }) => {
      const texts = new Map([...headers].map(([name, text]) => [name.toString(), text.toString()]));
      letters.push({ value, reason: texts.get("reason") ?? "" });
    });
    await sleep(2000);
    await consumer.close(true);
    return letters;
  }
}

/** While a worker is started again. */
const NOT_UP: ReadonlyMap<string, number> = new Map([["held_spans", 1]]);

/** A worker's metrics without labels: those of one name added up. */
export async function metricsOf({ address }: Started): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://${address}/metrics`)).text();
  const metrics = new Map<string, number>();
  for (const [, name = "", value] of text.matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm)) {
    metrics.set(name, (metrics.get(name) ?? 0) + Number(value));
  }
  return metrics;
}

/** Of them, the worker's own. */
export async function countsOf(worker: Started): Promise<ReadonlyMap<string, number>> {
  const own = [...(await metricsOf(worker))].flatMap(([name, value]) => {
    const [, short] = /^litellm_span_mapper_(.*)/.exec(name) ?? [];
    return short === undefined ? [] : [[short, value] as const];
  });
  return new Map(own);
}

/** Sends a request over OTLP/HTTP, again where it is asked to, as exporters do. */
export async function send(endpoint: string, request: TracesData): Promise<void> {
  const body = JSON.stringify(request);
  for (let tries = 0; tries < 20; tries++) {
    const response = await fetch(`${endpoint}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (response.ok) return;
    if (![429, 502, 503, 504].includes(response.status)) throw new Error(`The Collector answered ${response.status}`);
    await sleep(500);
  }
  throw new Error("The Collector did not take a request");
}
