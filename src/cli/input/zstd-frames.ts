import { uint32At } from "./bytes.js";
import { UnreadableFile } from "./unreadable-file.js";

/** The largest window that `zstd -d` accepts by default. */
const WIDEST_WINDOW = 1 << 27;
/**
 * The decompressor moves its window for each block. This much work is allowed at once, and this much for each
 * byte of output.
 */
const WORK_AT_ONCE = 2 ** 38;
const WORK_PER_BYTE = 4096;

/** What a frame begins with. */
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const LONGEST_BLOCK = 1 << 17;

/**
 * Follows the frames and blocks of a zstd stream, and refuses those whose decompression takes more memory or
 * time than they are worth.
 */
export class ZstdFrames {
  #header: number[] = [];
  #block: number[] = [];
  #skip = 0;
  #isInFrame = false;
  #isLastBlock = false;
  #hasChecksum = false;
  #window = 0;
  #work = 0;

  /** Follows the bytes. Returns how many of them belong to frames: fewer than all where something else follows. */
  push(bytes: Uint8Array): number {
    for (let at = 0; at < bytes.length; ) {
      const skipped = Math.min(this.#skip, bytes.length - at);
      this.#skip -= skipped;
      at += skipped;
      const byte = bytes[at];
      if (byte === undefined) break;
      if (this.#isInFrame) this.#readBlockHeader(byte);
      else if (!this.#readFrameHeader(byte)) return at;
      at++;
    }
    return bytes.length;
  }

  /** Throws where the work was too much for so many bytes of output. */
  check(written: number): void {
    if (this.#work <= WORK_AT_ONCE + WORK_PER_BYTE * written) return;
    throw new UnreadableFile(
      "is zstd in blocks too small for its window; unpack it first: zstd -dc FILE | litellm-span-mapper ...",
    );
  }

  #readBlockHeader(byte: number): void {
    if (this.#block.push(byte) < 3) return;
    const [low = 0, middle = 0, high = 0] = this.#block;
    const header = low | (middle << 8) | (high << 16);
    this.#block = [];
    this.#isLastBlock = (header & 1) === 1;
    const isRun = ((header >> 1) & 3) === 1;
    this.#work += this.#window;
    if (header >> 3 > LONGEST_BLOCK) throw new UnreadableFile("is damaged zstd: a block is too long");
    this.#skip = isRun ? 1 : header >> 3;
    if (!this.#isLastBlock) return;
    this.#isInFrame = false;
    if (this.#hasChecksum) this.#skip += 4;
  }

  /** `false` where no frame begins. */
  #readFrameHeader(byte: number): boolean {
    this.#header.push(byte);
    const { length } = this.#header;
    if (length === MAGIC.length && !isSkippable(this.#header) && !MAGIC.every((one, at) => one === this.#header[at]))
      return false;
    if (length <= MAGIC.length) return true;
    if (isSkippable(this.#header)) {
      if (length === 8) this.#endHeader(uint32At(Uint8Array.from(this.#header.slice(4).reverse()), 0));
    } else if (length >= headerLengthOf(this.#header)) this.#beginFrame();
    return true;
  }

  #beginFrame(): void {
    const descriptor = this.#header[4] ?? 0;
    const isSingle = (descriptor & 0x20) !== 0;
    this.#window = isSingle ? contentSizeOf(this.#header) : windowOf(this.#header[5] ?? 0);
    if (this.#window > WIDEST_WINDOW) {
      throw new UnreadableFile(
        "is zstd with a window of more than 128 MiB; unpack it first: zstd -dc --long=31 FILE | litellm-span-mapper ...",
      );
    }
    if ((descriptor & 3) !== 0)
      throw new UnreadableFile(
        "is zstd with a dictionary; unpack it first: zstd -dc -D DICTIONARY FILE | litellm-span-mapper ...",
      );
    this.#hasChecksum = (descriptor & 4) !== 0;
    this.#isInFrame = true;
    this.#endHeader(0);
  }

  #endHeader(skip: number): void {
    this.#header = [];
    this.#skip = skip;
  }
}

/** Whether it is a frame without content, which may precede others. */
export function isSkippable([first = 0, second, third, fourth]: ArrayLike<number> & Iterable<number>): boolean {
  return (first & 0xf0) === 0x50 && second === 0x2a && third === 0x4d && fourth === 0x18;
}

/** With magic number, descriptor, window, dictionary and content size; `descriptor` is there. */
function headerLengthOf(header: readonly number[]): number {
  const descriptor = header[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  return 5 + (isSingle ? 0 : 1) + dictionarySizeOf(descriptor) + contentFieldSizeOf(descriptor);
}

function dictionarySizeOf(descriptor: number): number {
  return [0, 1, 2, 4][descriptor & 3] ?? 0;
}

function contentFieldSizeOf(descriptor: number): number {
  return [(descriptor & 0x20) !== 0 ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
}

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

function contentSizeOf(header: readonly number[]): number {
  const descriptor = header[4] ?? 0;
  const size = contentFieldSizeOf(descriptor);
  const from = 5 + dictionarySizeOf(descriptor);
  const value = header.slice(from, from + size).reduce((sum, byte, at) => sum + byte * 256 ** at, 0);
  return size === 2 ? value + 256 : value;
}
