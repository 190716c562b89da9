/** What a worker does with the partitions it was given, until the group gives them out anew. */
import type { Consumer, Message, MessagesStream } from "@platformatic/kafka";
import { HeldPartition } from "./held-partition.js";
import { mappedRequest } from "./mapped-request.js";
import type { WorkerMetrics } from "./metrics.js";
import type { DeadLetterOutput, Output } from "./outputs.js";
import type { WorkerSettings } from "./settings.js";

const MiB = 1024 * 1024;
/**
 * How many bytes are read before something is stored. With one fetch, that is what a worker takes beyond what
 * it holds.
 */
const READ_BYTES = 4 * MiB;
/** So small that few spans count as many bytes as they do in memory. */
const BYTES_OF_SMALL_SPAN = 500;

export class Assignment {
  readonly partitions = new Map<number, HeldPartition>();
  readonly #settings: WorkerSettings;
  readonly #consumer: Consumer;
  readonly #metrics: WorkerMetrics;

  constructor(settings: WorkerSettings, consumer: Consumer, metrics: WorkerMetrics) {
    this.#settings = settings;
    this.#consumer = consumer;
    this.#metrics = metrics;
  }

  /** Holds what has come. Returns its size in bytes. While this is not called, little more is fetched. */
  async read(stream: MessagesStream<Buffer, Buffer, Buffer, Buffer>, sendToDeadLetters: DeadLetterOutput): Promise<number> {
    let bytes = 0;
    while (bytes < READ_BYTES) {
      const message: Message | null = stream.read();
      if (message === null) break;
      bytes += message.value?.length ?? 0;
      this.#metrics.messages.inc();
      const partition = this.partitions.get(message.partition) ?? this.#begin(message.partition);
      try {
        partition.add(message);
      } catch (error) {
        this.#metrics.deadLetters.inc();
        await sendToDeadLetters(message, error);
      }
    }
    return bytes;
  }

  #begin(number: number): HeldPartition {
    const { heldBytes, quietMillis, maxAgeMillis } = this.#settings;
    const shares = this.#consumer.assignments?.flatMap(({ partitions }) => partitions).length || 1;
    const maxBytes = Math.ceil(heldBytes / shares);
    const maxSpans = Math.ceil(maxBytes / BYTES_OF_SMALL_SPAN);
    const partition = new HeldPartition({ quietMillis, maxAgeMillis, maxBytes, maxSpans, maxRequestBytes: MiB });
    this.partitions.set(number, partition);
    return partition;
  }

  /** Maps and stores what is whole: of each partition one request after another, of all partitions at once. */
  async store(outputs: readonly Output[]): Promise<void> {
    const options = { scopeNames: this.#settings.scopeNames, onIssue: this.#metrics.onIssue };
    const storeOf = async (partition: HeldPartition) => {
      for (const request of partition.takeReady()) {
        const mapped = mappedRequest(request, options);
        await Promise.all(outputs.map((output) => output(mapped)));
        this.#metrics.stored(mapped.spans);
      }
    };
    await Promise.all([...this.partitions.values()].map(storeOf));
  }

  /** Commits the offsets up to which everything is stored. */
  async commit(): Promise<void> {
    const due = [...this.partitions].filter(([, { storedTo, committedTo }]) => storedTo > committedTo);
    if (due.length === 0) return;
    const topic = this.#settings.inputTopic;
    const offsets = due.map(([partition, { storedTo }]) => ({ topic, partition, offset: storedTo, leaderEpoch: -1 }));
    await this.#consumer.commit({ offsets });
    for (const { partition, offset } of offsets) {
      const held = this.partitions.get(partition);
      if (held !== undefined) held.committedTo = offset;
    }
  }

  /** How many messages of its partitions are not read yet. */
  async lag(): Promise<ReadonlyMap<number, bigint>> {
    const topic = this.#settings.inputTopic;
    const ends = (await this.#consumer.listOffsets({ topics: [topic] })).get(topic) ?? [];
    return new Map([...this.partitions].map(([number, { next }]) => [number, (ends[number] ?? next) - next]));
  }
}
