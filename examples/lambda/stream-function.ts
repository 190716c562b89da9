/**
 * Functions behind an AWS stream whose records are encoded OTLP requests, as the Collector's `awskinesis` exporter writes them:
 *
 * - `forward` behind Kinesis maps a batch and sends it to Fiddler. With the trace id as partition key and a batching window of some
 *   seconds, most traces come whole; those at the ends of a batch do not.
 * - `transform` within Firehose makes rows of records, one JSON object a line, for a table as `schema` of the command line makes it.
 */
import { fiddlerSpansOfProtobuf, mapLiteLLMTracesProtobuf } from "litellm-span-mapper/protobuf";
import { rowOf } from "litellm-span-mapper/tables";
import { wholeTracesProtobuf } from "litellm-span-mapper/whole-traces";
import { messagesWithin } from "../kafka/mapped-request.js";

export interface KinesisEvent {
  readonly Records: readonly { readonly kinesis: { readonly data: string; readonly sequenceNumber: string } }[];
}

export interface FirehoseEvent {
  readonly records: readonly { readonly recordId: string; readonly data: string }[];
}

const MAX_BYTES = 4 * 1024 * 1024;

/** Where it throws, the stream gives the batch again. A record that is not a request is left out, for it would never be one. */
export async function forward({ Records }: KinesisEvent): Promise<void> {
  const traces = wholeTracesProtobuf();
  for (const { kinesis } of Records) {
    try {
      traces.add(Buffer.from(kinesis.data, "base64"), 0);
    } catch (error) {
      console.error(`Record ${kinesis.sequenceNumber} is left out:`, error);
    }
  }
  for (const request of traces.flush()) await send(mapLiteLLMTracesProtobuf(request));
}

async function send(mapped: Uint8Array): Promise<void> {
  for (const body of messagesWithin(MAX_BYTES, mapped)) {
    const headers = { "content-type": "application/x-protobuf", authorization: process.env.FIDDLER_AUTHORIZATION ?? "" };
    const init = { method: "POST", headers, body: new Uint8Array(body) };
    const answer = await fetch(`${process.env.FIDDLER_ENDPOINT}/v1/traces`, init);
    if (!answer.ok) throw new Error(`Fiddler answered ${answer.status}`);
  }
}

/** Firehose wants each record back, so each is mapped alone; what is not a request it keeps apart. */
export async function transform({ records }: FirehoseEvent) {
  return { records: records.map(({ recordId, data }) => ({ recordId, ...transformed(data) })) };
}

function transformed(data: string): { readonly result: "Ok" | "Dropped" | "ProcessingFailed"; readonly data: string } {
  try {
    const rows = fiddlerSpansOfProtobuf(Buffer.from(data, "base64")).map(rowOf);
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    return { result: rows.length === 0 ? "Dropped" : "Ok", data: Buffer.from(lines).toString("base64") };
  } catch {
    return { result: "ProcessingFailed", data };
  }
}
