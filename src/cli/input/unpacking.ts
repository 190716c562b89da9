import { Decompress } from "fzstd";
import { gunzipped } from "./gunzip.js";
import { UnreadableFile } from "./unreadable-file.js";
import { ZstdFrames } from "./zstd-frames.js";

/**
 * This much may come out of any file, and beyond that, this many times its size. What exceeds both was made
 * to fill a disk.
 */
const MOST_AT_ONCE = 2 ** 30;
const MOST_TIMES = 200;

/** A short piece of zstd may unpack to thousands of times its size. */
const PIECE = 1024;

type Bytes = AsyncIterable<Uint8Array>;

/** What a stream of gzip unpacks to, also of several members. */
export async function* unpackedGzip(packed: Bytes): AsyncGenerator<Uint8Array> {
  const limit = new SizeLimit("gzip -dc");
  try {
    yield* limit.ofUnpacked(gunzipped(limit.ofPacked(packed)));
  } catch (error) {
    throw unreadable(error, "gzip");
  }
}

/** What a stream of zstd unpacks to, also of several frames. */
export async function* unpackedZstd(packed: Bytes): AsyncGenerator<Uint8Array> {
  const limit = new SizeLimit("zstd -dc");
  try {
    yield* limit.ofUnpacked(zstdBlocks(limit.ofPacked(packed)));
  } catch (error) {
    throw unreadable(error, "zstd");
  }
}

async function* zstdBlocks(packed: Bytes): AsyncGenerator<Uint8Array> {
  const blocks: Uint8Array[] = [];
  const frames = new ZstdFrames();
  const decompressor = new Decompress((block) => blocks.push(block));
  let written = 0;
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE);
      const length = frames.push(piece);
      frames.check(written);
      // The decompressor may keep what it is given, and the chunk belongs to somebody else.
      decompressor.push(piece.slice(0, length));
      for (const block of blocks) written += block.length;
      yield* blocks.splice(0).filter(({ length }) => length > 0);
      if (length < piece.length) throw new UnreadableFile("is zstd followed by something else; what precedes it was read");
    }
  }
  decompressor.push(new Uint8Array(0), true);
  yield* blocks.filter(({ length }) => length > 0);
}

/** Compares what came out with what went in. */
class SizeLimit {
  readonly #command: string;
  #packed = 0;
  #unpacked = 0;

  constructor(command: string) {
    this.#command = command;
  }

  async *ofPacked(chunks: Bytes): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#packed += chunk.byteLength;
      yield chunk;
    }
  }

  async *ofUnpacked(chunks: Bytes): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#unpacked += chunk.byteLength;
      if (this.#unpacked > MOST_AT_ONCE && this.#unpacked > MOST_TIMES * this.#packed) throw this.#tooMuch();
      yield chunk;
    }
  }

  #tooMuch(): UnreadableFile {
    const most = `more than 1 GiB and more than ${MOST_TIMES} times its size`;
    return new UnreadableFile(`unpacks to ${most}; if it is to be read: ${this.#command} FILE | litellm-span-mapper ...`);
  }
}

function unreadable(error: unknown, format: string): UnreadableFile {
  if (error instanceof UnreadableFile) return error;
  return new UnreadableFile(`is ${format} that is damaged or cut short; what came before was read`);
}
