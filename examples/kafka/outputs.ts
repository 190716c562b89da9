/**
 * Where mapped requests go. Each resolves when what it was given is stored, so that offsets can be committed
 * afterwards.
 */
import type { Message, Producer } from "@platformatic/kafka";
import { rowOf } from "litellm-span-mapper/tables";
import type { Pool } from "pg";
import { type MappedRequest, messagesWithin } from "./mapped-request.js";

export type Output = (mapped: MappedRequest) => Promise<void>;

/** A topic of encoded requests, for the Collector or any other OTLP consumer. */
export function topicOutput(producer: Producer, topic: string, maxMessageBytes: number): Output {
  return async ({ bytes }) => {
    for (const value of messagesWithin(maxMessageBytes, bytes)) {
      await producer.send({ messages: [{ topic, value: Buffer.from(value.buffer, value.byteOffset, value.byteLength) }] });
    }
  };
}

/** PostgreSQL takes 65,535 values in a statement, and a row has about 40. */
const ROWS_PER_STATEMENT = 1000;

/**
 * A table as `litellm-span-mapper schema --for postgres` makes it. The first version of a span stays: it was
 * mapped when its trace was whole, while one that is read again after a worker died may lack spans that were
 * stored before.
 */
export function postgresOutput(pool: Pool, table = "spans"): Output {
  return async ({ spans }) => {
    const rows = spans.map(rowOf);
    for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
      const some = rows.slice(at, at + ROWS_PER_STATEMENT).map((row) => Object.values(row));
      let place = 0;
      const places = some.map((row) => `(${row.map(() => `$${++place}`)})`);
      await pool.query(`INSERT INTO ${table} VALUES ${places} ON CONFLICT (trace_id, span_id) DO NOTHING`, some.flat());
    }
  };
}

export type DeadLetterOutput = (message: Message, error: unknown) => Promise<void>;

/** A topic of what can't be mapped, as it came, with the reason and where it came from. */
export function deadLetterOutput(producer: Producer, deadLetterTopic: string): DeadLetterOutput {
  return async ({ key, value, topic, partition, offset }, error) => {
    const facts = {
      reason: error instanceof Error ? error.message : String(error),
      topic,
      partition: String(partition),
      offset: String(offset),
    };
    const headers = new Map(Object.entries(facts).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]));
    await producer.send({ messages: [{ topic: deadLetterTopic, key, value: value ?? Buffer.alloc(0), headers }] });
  };
}
