/** The traces of one partition that are not whole yet, and how far the partition is stored. */
import type { Message } from "@platformatic/kafka";
import { type WholeTraces, type WholeTracesOptions, wholeTracesProtobuf } from "litellm-span-mapper/whole-traces";

/** What passes at most while nothing comes, however long a store took: a partition is not quiet because its worker was busy. */
const LONGEST_IDLE_MILLIS = 250;

/**
 * Time is what the log says: the timestamps of messages. So a worker that has fallen behind, and reads an hour within a minute, takes
 * traces for whole at the same places as one that keeps up. While nothing comes, time passes as it does.
 */
export class HeldPartition {
  readonly traces: WholeTraces<Uint8Array, bigint>;
  /** The offset behind the last message that was read. */
  next = 0n;
  /** What the group knows as stored. */
  committedTo = 0n;
  #logTime = 0;
  #seenAt = 0;

  constructor(options: WholeTracesOptions) {
    this.traces = wholeTracesProtobuf(options);
  }

  /** Holds the spans of a message. Throws for bytes that are not a request. */
  add({ offset, timestamp, value }: Message): void {
    if (offset < this.next) return;
    this.next = offset + 1n;
    const now = Date.now();
    // A sender's clock that is ahead must not end all traces.
    this.#logTime = Math.max(this.#logTime, Math.min(Number(timestamp), now));
    this.#seenAt = now;
    this.traces.add(value, this.#logTime, offset);
  }

  takeReady(): IterableIterator<Uint8Array> {
    const now = Date.now();
    this.#logTime += Math.min(now - this.#seenAt, LONGEST_IDLE_MILLIS);
    this.#seenAt = now;
    return this.traces.takeReady(this.#logTime);
  }

  /** Every message before this offset has been handed back completely. */
  get storedTo(): bigint {
    return this.traces.oldestToken() ?? this.next;
  }
}
