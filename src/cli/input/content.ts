import { DocumentReader } from "./document-reader.js";
import { type Format, formatOf, HEAD_SIZE } from "./format.js";
import { framedMessages } from "./framed-messages.js";
import { peeked } from "./head.js";
import type { Found } from "./input-document.js";
import { linesOf } from "./lines.js";
import { tracesIn } from "./otlp-protobuf.js";
import { unpackedGzip, unpackedZstd } from "./unpacking.js";
import { UnreadableFile } from "./unreadable-file.js";
import { wholeOf } from "./whole.js";

type Bytes = AsyncIterable<Uint8Array>;

/** Packed messages in packed files are enough; only an attacker nests deeper. */
const DEEPEST = 4;

/** The documents in a stream of bytes. Its beginning decides what it is. */
export async function* documentsIn(source: Bytes, depth = 0): AsyncGenerator<Found> {
  if (depth > DEEPEST) throw new UnreadableFile("is compressed too many times");
  const { head, chunks } = await peeked(source, HEAD_SIZE);
  yield* documentsOf(formatOf(head), chunks, depth);
}

async function* documentsOf(format: Format, chunks: Bytes, depth: number): AsyncGenerator<Found> {
  switch (format.name) {
    case "foreign":
      throw new UnreadableFile(format.message);
    case "gzip":
      return yield* documentsIn(unpackedGzip(chunks), depth + 1);
    case "zstd":
      return yield* documentsIn(unpackedZstd(chunks), depth + 1);
    case "framed":
      return yield* documentsInMessages(framedMessages(chunks), depth);
    case "protobuf":
      return yield documentInProtobuf(await wholeOf(chunks));
    case "text":
      return yield* documentsInLines(chunks);
  }
}

async function* documentsInLines(chunks: Bytes): AsyncGenerator<Found> {
  const reader = new DocumentReader();
  for await (const lines of linesOf(chunks)) {
    for (const line of lines) {
      if (line === "") reader.pushEmpty();
      // Not `yield*`, which in an async generator costs each line several turns of the event loop.
      else for (const found of reader.push(line)) yield found;
    }
  }
  yield* reader.end();
}

function documentInProtobuf(bytes: Uint8Array): Found {
  const value = tracesIn(bytes);
  if (typeof value === "string") return { fault: { message: value } };
  return { document: { value, line: undefined, indent: undefined, size: bytes.byteLength } };
}

/** A message that can't be read does not affect the others. */
async function* documentsInMessages(messages: Bytes, depth: number): AsyncGenerator<Found> {
  let number = 0;
  for await (const message of messages) {
    number++;
    for await (const found of documentsInMessage(message, depth)) yield inMessage(number, found);
  }
}

async function* documentsInMessage(message: Uint8Array, depth: number): AsyncGenerator<Found> {
  try {
    yield* documentsIn(onlyOne(message), depth + 1);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    yield { fault: { message: error.message } };
  }
}

function inMessage(number: number, found: Found): Found {
  if ("document" in found) return { document: { ...found.document, line: undefined, indent: undefined } };
  return { fault: { message: `message ${number}: ${found.fault.message}` } };
}

async function* onlyOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
