import { type Bytes, bytesWithData, copyBytes } from "./copied-bytes.js";

const UTF_8 = new TextEncoder();

/**
 * The memory that was last written to, for the next output: fresh memory costs more than everything that is
 * written into it. It is kept, so its size is bounded. `undefined` while an output uses it.
 */
let spare: Bytes | undefined;
const MAX_SPARE = 2 ** 21;

/** Up to this many characters, a loop is faster than a call. */
const SHORT = 64;

/**
 * Bytes that are written one after another, in memory that grows. Except for texts, call `makeRoom` before
 * writing.
 */
export class ByteOutput {
  #output: Bytes;
  /** How many bytes were written. */
  used = 0;

  /** `size`: about how many bytes there will be. */
  constructor(size: number) {
    this.#output = spare !== undefined && spare.bytes.length >= size ? spare : bytesWithData(new Uint8Array(size));
    spare = undefined;
  }

  makeRoom(bytes: number): void {
    const size = this.used + bytes;
    if (size <= this.#output.bytes.length) return;
    const larger = new Uint8Array(size + (size >> 1));
    larger.set(this.#output.bytes);
    this.#output = bytesWithData(larger);
  }

  append(bytes: Bytes, start = 0, end = bytes.bytes.length): void {
    this.used = copyBytes(bytes, start, end, this.#output, this.used);
  }

  byte(value: number): void {
    this.#output.bytes[this.used++] = value;
  }

  varint(value: number): void {
    const { bytes } = this.#output;
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[this.used++] = (rest % 128) | 128;
    bytes[this.used++] = rest;
  }

  varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 128n; rest >>= 7n) this.byte(Number(rest & 127n) | 128);
    this.byte(Number(rest));
  }

  double(value: number): void {
    this.#output.data.setFloat64(this.used, value, true);
    this.used += 8;
  }

  /** Moves the bytes between two positions, to the front where `by` is less than 0. */
  move(from: number, to: number, by: number): void {
    this.#output.bytes.copyWithin(from + by, from, to);
  }

  /**
   * Writes a text as UTF-8, at a position with room for as many bytes as the text has characters. Returns the
   * number of bytes.
   */
  textAt(position: number, text: string): number {
    if (text.length <= SHORT) {
      const { bytes } = this.#output;
      let at = 0;
      for (let code = 0; at < text.length && (code = text.charCodeAt(at)) < 128; at++) bytes[position + at] = code;
      if (at === text.length) return at;
    }
    let read = 0;
    let at = position;
    while (read < text.length) {
      const rest = read === 0 ? text : text.slice(read);
      const step = UTF_8.encodeInto(rest, this.#output.bytes.subarray(at));
      read += step.read;
      at += step.written;
      if (read < text.length) this.makeRoom(at - this.used + 3 * (text.length - read));
    }
    return at - position;
  }

  /** All that was written; what is read of it must be read before the next output is made. */
  finish(): Bytes {
    if (this.#output.bytes.length <= MAX_SPARE) spare = this.#output;
    return this.#output;
  }
}
