import { varintSize } from "../wire/message-writer.js";
import { type Bytes, bytesWithData, copyBytes } from "./copied-bytes.js";
import { LongParts } from "./long-parts.js";

const UTF_8 = new TextEncoder();

/**
 * What was written to last, to be written to again: memory that is fresh costs more than all that is written. Of a bounded size, for
 * it is kept; `undefined` while a writer has it.
 */
let spare: Bytes | undefined;
const MAX_SPARE = 2 ** 21;

/** Characters up to which a loop is faster than a call. */
const SHORT = 64;

/** A part of the input is long from so many bytes on. */
const LONG = 512;

/** More than the tag and the length of any field take. */
const HEAD = 20;

/**
 * Writes a message that is much like another: goes through the bytes of that one, keeps parts of them, leaves parts out, and writes
 * others in between. Parts that follow one another are copied at once, and a long one only once: into the result.
 */
export class ByteWriter {
  readonly #input: Bytes;
  #output: Bytes;
  #used = 0;
  /** The input up to here is kept or left out; from `#from` on it is kept and not yet copied. */
  #cursor = 0;
  #from = 0;
  /** The long parts that are kept. The output does not hold them: they are put in at the end. */
  readonly #long = new LongParts();

  constructor(input: Bytes) {
    this.#input = input;
    const size = (input.bytes.length >> 1) + 256;
    this.#output = spare !== undefined && spare.bytes.length >= size ? spare : bytesWithData(new Uint8Array(size));
    spare = undefined;
  }

  /** Keeps the input up to a position. */
  keepTo(position: number): void {
    this.#cursor = position;
  }

  /** Leaves out the input up to a position. */
  skipTo(position: number): void {
    if (this.#cursor !== this.#from) this.#flush(0);
    this.#cursor = this.#from = position;
  }

  /** Keeps a part of the input again, or out of its place. */
  copy(start: number, end: number): void {
    this.#flush(0);
    this.#keep(start, end);
  }

  write(bytes: Bytes): void {
    this.#flush(bytes.bytes.length);
    this.#append(bytes);
  }

  /** A tag, and a length. */
  head(tag: number, length: number): void {
    this.#flush(HEAD);
    this.#head(tag, length);
  }

  /** A tag and a length, and the first bytes of what has that length. */
  headAndBytes(tag: number, length: number, first: Bytes): void {
    this.#flush(HEAD + first.bytes.length);
    this.#head(tag, length);
    this.#append(first);
  }

  /** A 64-bit integer, with its tag. */
  varint64(tag: number, value: bigint): void {
    this.#flush(HEAD);
    const { bytes } = this.#output;
    bytes[this.#used++] = tag;
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 128n; rest >>= 7n) bytes[this.#used++] = Number(rest & 127n) | 128;
    bytes[this.#used++] = Number(rest);
  }

  /** A double, with its tag. */
  double(tag: number, value: number): void {
    this.#flush(HEAD);
    this.#output.bytes[this.#used++] = tag;
    this.#output.data.setFloat64(this.#used, value, true);
    this.#used += 8;
  }

  /** Begins a message whose length is not known yet, but may be about this. Its end is told with what this gives. */
  begin(tag: number, length: number): MessageStart {
    this.#flush(HEAD);
    this.#output.bytes[this.#used++] = tag;
    const size = varintSize(length);
    this.#used += size;
    return { content: this.#used, size, long: this.#long.size };
  }

  end({ content, size, long }: MessageStart): void {
    this.#flush(HEAD);
    const length = this.#used - content + this.#long.size - long;
    const shift = varintSize(length) - size;
    if (shift !== 0) {
      this.#output.bytes.copyWithin(content + shift, content, this.#used);
      this.#long.move(content, shift);
    }
    const end = this.#used + shift;
    this.#used = content - size;
    this.#varint(length);
    this.#used = end;
  }

  /**
   * A text within messages, and what stands before it in them: the head of each, from the outermost to that of the text, and the
   * `first` bytes of the outermost, behind its head.
   */
  textWithin(tags: readonly [outer: number, middle: number, text: number], first: Bytes, text: string): void {
    const [outer, middle, inner] = tags;
    const guess = text.length;
    const before = first.bytes.length;
    const head = sizeOfHeads(before, guess);
    this.#flush(head + guess);
    const start = this.#used;
    const bytes = this.#encode(text, start + head);
    const shift = bytes === guess ? 0 : sizeOfHeads(before, bytes) - head;
    if (shift !== 0) {
      this.#makeRoom(head + shift + bytes);
      this.#output.bytes.copyWithin(start + head + shift, start + head, start + head + bytes);
    }
    const textSize = 1 + varintSize(bytes) + bytes;
    this.#head(outer, before + 1 + varintSize(textSize) + textSize);
    this.#append(first);
    this.#head(middle, textSize);
    this.#head(inner, bytes);
    this.#used += bytes;
  }

  /** All that was written, and the rest of the input. */
  finish(): Uint8Array {
    this.#cursor = this.#input.bytes.length;
    this.#flush(0);
    const output = this.#output;
    if (output.bytes.length <= MAX_SPARE) spare = output;
    return this.#long.within(output, this.#used, this.#input);
  }

  /** Writes a text at a position; gives the number of its bytes. */
  #encode(text: string, position: number): number {
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
      if (read < text.length) this.#makeRoom(at - this.#used + 3 * (text.length - read));
    }
    return at - position;
  }

  /** Takes up what is kept and not yet copied, and makes room for more. */
  #flush(more: number): void {
    const from = this.#from;
    const to = this.#cursor;
    this.#from = to;
    if (to > from) this.#keep(from, to);
    this.#makeRoom(more);
  }

  #keep(start: number, end: number): void {
    if (end - start >= LONG) this.#long.add(this.#used, start, end);
    else {
      this.#makeRoom(end - start);
      this.#used = copyBytes(this.#input, start, end, this.#output, this.#used);
    }
  }

  #append(bytes: Bytes): void {
    this.#used = copyBytes(bytes, 0, bytes.bytes.length, this.#output, this.#used);
  }

  #makeRoom(bytes: number): void {
    const size = this.#used + bytes;
    if (size <= this.#output.bytes.length) return;
    const larger = new Uint8Array(size + (size >> 1));
    larger.set(this.#output.bytes);
    this.#output = bytesWithData(larger);
  }

  #head(tag: number, length: number): void {
    this.#output.bytes[this.#used++] = tag;
    this.#varint(length);
  }

  #varint(value: number): void {
    const { bytes } = this.#output;
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[this.#used++] = (rest % 128) | 128;
    bytes[this.#used++] = rest;
  }
}

/** Where a message begins whose end is not written yet. */
export interface MessageStart {
  readonly content: number;
  /** The bytes that were left for its length. */
  readonly size: number;
  /** Bytes of the long parts before it. */
  readonly long: number;
}

/** The bytes before a text in three messages, the outermost of which begins with so many others. */
function sizeOfHeads(first: number, text: number): number {
  const inner = 1 + varintSize(text);
  const middle = 1 + varintSize(inner + text);
  const outer = 1 + varintSize(first + middle + inner + text);
  return outer + first + middle + inner;
}
