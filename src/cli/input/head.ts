import { joined } from "./bytes.js";

/** A stream whose first bytes are known. */
export interface Peeked {
  readonly head: Uint8Array;
  /** The whole stream, the head included. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Reads the first bytes of a stream: at least `length`, or all where there are fewer. */
export async function peeked(source: AsyncIterable<Uint8Array>, length: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size < length) {
    const next = await iterator.next();
    if (next.done) break;
    read.push(next.value);
    size += next.value.byteLength;
  }
  return { head: joined(read).subarray(0, length), chunks: rejoined(read, iterator) };
}

async function* rejoined(read: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
