import { varintSize } from "../wire/message-writer.js";

const UTF_8 = new TextEncoder();

/**
 * What was written to last, to be written to again: memory that is fresh costs more than all that is written. Of a bounded size, for
 * it is kept; `undefined` while a writer has it.
 */
let spare: Uint8Array | undefined;
const MAX_SPARE = 2 ** 21;

/** Bytes up to which a loop is faster than a call. */
const SHORT = 64;

/** More than the tag and the length of any field take. */
const HEAD = 20;

/**
 * Writes a message that is much like another: goes through the bytes of that one, keeps parts of them, leaves parts out, and writes
 * others in between. Parts that follow one another are copied at once.
 */
export class ByteWriter {
  readonly #input: Uint8Array;
  #output: Uint8Array;
  #used = 0;
  /** The input up to here is kept or left out; from `#from` on it is kept and not yet copied. */
  #cursor = 0;
  #from = 0;

  constructor(input: Uint8Array) {
    this.#input = input;
    const size = input.length + (input.length >> 2) + 256;
    this.#output = spare !== undefined && spare.length >= size ? spare : new Uint8Array(size);
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
    this.#flush(end - start);
    this.#append(this.#input, start, end);
  }

  write(bytes: Uint8Array): void {
    this.#flush(bytes.length);
    this.#append(bytes, 0, bytes.length);
  }

  /** A tag, and a length. */
  head(tag: number, length: number): void {
    this.#flush(HEAD);
    this.#head(tag, length);
  }

  /** A tag and a length, and the first bytes of what has that length. */
  headAndBytes(tag: number, length: number, bytes: Uint8Array): void {
    this.#flush(HEAD + bytes.length);
    this.#head(tag, length);
    this.#append(bytes, 0, bytes.length);
  }

  /** A 64-bit integer, with its tag. */
  varint64(tag: number, value: bigint): void {
    this.#flush(HEAD);
    this.#output[this.#used++] = tag;
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 128n; rest >>= 7n) this.#output[this.#used++] = Number(rest & 127n) | 128;
    this.#output[this.#used++] = Number(rest);
  }

  /** A double, with its tag. */
  double(tag: number, value: number): void {
    this.#flush(HEAD);
    this.#output[this.#used++] = tag;
    new DataView(this.#output.buffer).setFloat64(this.#used, value, true);
    this.#used += 8;
  }

  /** Begins a message whose length is not known yet, but may be about this. Its end is told with what this gives. */
  begin(tag: number, length: number): MessageStart {
    this.#flush(HEAD);
    this.#output[this.#used++] = tag;
    const size = varintSize(length);
    this.#used += size;
    return { content: this.#used, size };
  }

  end({ content, size }: MessageStart): void {
    this.#flush(HEAD);
    const length = this.#used - content;
    const shift = varintSize(length) - size;
    if (shift !== 0) this.#output.copyWithin(content + shift, content, this.#used);
    const end = this.#used + shift;
    this.#used = content - size;
    this.#varint(length);
    this.#used = end;
  }

  /**
   * A text within messages, and what stands before it in them: the head of each, from the outermost to that of the text, and the
   * `first` bytes of the outermost, behind its head.
   */
  textWithin(tags: readonly [outer: number, middle: number, text: number], first: Uint8Array, text: string): void {
    const [outer, middle, inner] = tags;
    const guess = text.length;
    const head = sizeOfHeads(first.length, guess);
    this.#flush(head + guess);
    const start = this.#used;
    const bytes = this.#encode(text, start + head);
    const shift = sizeOfHeads(first.length, bytes) - head;
    if (shift !== 0) {
      this.#makeRoom(head + shift + bytes);
      this.#output.copyWithin(start + head + shift, start + head, start + head + bytes);
    }
    const textSize = 1 + varintSize(bytes) + bytes;
    this.#head(outer, first.length + 1 + varintSize(textSize) + textSize);
    this.#append(first, 0, first.length);
    this.#head(middle, textSize);
    this.#head(inner, bytes);
    this.#used += bytes;
  }

  /** All that was written, and the rest of the input. */
  finish(): Uint8Array {
    this.#cursor = this.#input.length;
    this.#flush(0);
    if (this.#output.length <= MAX_SPARE) spare = this.#output;
    return this.#output.slice(0, this.#used);
  }

  /** Writes a text at a position; gives the number of its bytes. */
  #encode(text: string, position: number): number {
    if (text.length <= SHORT) {
      const output = this.#output;
      let at = 0;
      for (let code = 0; at < text.length && (code = text.charCodeAt(at)) < 128; at++) output[position + at] = code;
      if (at === text.length) return at;
    }
    let read = 0;
    let at = position;
    while (read < text.length) {
      const rest = read === 0 ? text : text.slice(read);
      const step = UTF_8.encodeInto(rest, this.#output.subarray(at));
      read += step.read;
      at += step.written;
      if (read < text.length) this.#makeRoom(at - this.#used + 3 * (text.length - read));
    }
    return at - position;
  }

  /** Copies what is kept and not yet copied, and makes room for more. */
  #flush(more: number): void {
    const from = this.#from;
    const to = this.#cursor;
    this.#makeRoom(to - from + more);
    this.#from = to;
    if (to > from) this.#append(this.#input, from, to);
  }

  #append(bytes: Uint8Array, start: number, end: number): void {
    const output = this.#output;
    let at = this.#used;
    if (end - start <= SHORT) for (let from = start; from < end; from++) output[at++] = bytes[from] as number;
    else {
      output.set(bytes.subarray(start, end), at);
      at += end - start;
    }
    this.#used = at;
  }

  #makeRoom(bytes: number): void {
    const size = this.#used + bytes;
    if (size <= this.#output.length) return;
    const larger = new Uint8Array(size + (size >> 1));
    larger.set(this.#output);
    this.#output = larger;
  }

  #head(tag: number, length: number): void {
    this.#output[this.#used++] = tag;
    this.#varint(length);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#output[this.#used++] = (rest % 128) | 128;
    this.#output[this.#used++] = rest;
  }
}

/** Where a message begins whose end is not written yet. */
export interface MessageStart {
  readonly content: number;
  /** The bytes that were left for its length. */
  readonly size: number;
}

/** The bytes before a text in three messages, the outermost of which begins with so many others. */
function sizeOfHeads(first: number, text: number): number {
  const inner = 1 + varintSize(text);
  const middle = 1 + varintSize(inner + text);
  const outer = 1 + varintSize(first + middle + inner + text);
  return outer + first + middle + inner;
}
