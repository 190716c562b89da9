import { varintSize } from "../wire/message-writer.js";
import { ByteOutput } from "./byte-output.js";
import type { Bytes } from "./copied-bytes.js";
import { LongParts } from "./long-parts.js";

/** From this many bytes on, a part of the input is long. */
const LONG = 512;

/** More than the tag and the length of any field take. */
const HEAD = 20;

/**
 * Writes a message that is much like another one. It goes through the bytes of that message, keeps parts,
 * leaves parts out, and writes others between them. Adjacent parts are copied together, and long ones only
 * once: into the result.
 */
export class ByteWriter {
  readonly #input: Bytes;
  readonly #output: ByteOutput;
  /** The input up to this position is kept or left out. From `#from` on it is kept, and not yet copied. */
  #cursor = 0;
  #from = 0;
  /** The long parts that are kept. They are not in the output yet, but put in at the end. */
  readonly #long = new LongParts();

  constructor(input: Bytes) {
    this.#input = input;
    this.#output = new ByteOutput((input.bytes.length >> 1) + 256);
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
    this.#output.append(bytes);
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
    this.#output.append(first);
  }

  /** A 64-bit integer, with its tag. */
  varint64(tag: number, value: bigint): void {
    this.#flush(HEAD);
    this.#output.byte(tag);
    this.#output.varint64(value);
  }

  /** A double, with its tag. */
  double(tag: number, value: number): void {
    this.#flush(HEAD);
    this.#output.byte(tag);
    this.#output.double(value);
  }

  /** Begins a message whose length is not known yet, but is about `length`. Pass the result to `end`. */
  begin(tag: number, length: number): MessageStart {
    this.#flush(HEAD);
    this.#output.byte(tag);
    const size = varintSize(length);
    const content = (this.#output.used += size);
    return { content, size, long: this.#long.size };
  }

  end({ content, size, long }: MessageStart): void {
    this.#flush(HEAD);
    const output = this.#output;
    const length = output.used - content + this.#long.size - long;
    const shift = varintSize(length) - size;
    if (shift !== 0) {
      output.move(content, output.used, shift);
      this.#long.move(content, shift);
    }
    const end = output.used + shift;
    output.used = content - size;
    output.varint(length);
    output.used = end;
  }

  /**
   * A text within messages, and what precedes it: the head of each message, from the outermost to that of the
   * text, and after the head of the outermost, its `first` bytes.
   */
  textWithin(tags: readonly [outer: number, middle: number, text: number], first: Bytes, text: string): void {
    const [outer, middle, inner] = tags;
    const output = this.#output;
    const guess = text.length;
    const before = first.bytes.length;
    const head = sizeOfHeads(before, guess);
    this.#flush(head + guess);
    const start = output.used;
    const bytes = output.textAt(start + head, text);
    const shift = bytes === guess ? 0 : sizeOfHeads(before, bytes) - head;
    if (shift !== 0) {
      output.makeRoom(head + shift + bytes);
      output.move(start + head, start + head + bytes, shift);
    }
    const textSize = 1 + varintSize(bytes) + bytes;
    this.#head(outer, before + 1 + varintSize(textSize) + textSize);
    output.append(first);
    this.#head(middle, textSize);
    this.#head(inner, bytes);
    output.used += bytes;
  }

  /** All that was written, and the rest of the input. */
  finish(): Uint8Array {
    this.#cursor = this.#input.bytes.length;
    this.#flush(0);
    return this.#long.within(this.#output.finish(), this.#output.used, this.#input);
  }

  /** Copies what is kept and not yet copied, and makes room for more. */
  #flush(more: number): void {
    const from = this.#from;
    const to = this.#cursor;
    this.#from = to;
    if (to > from) this.#keep(from, to);
    this.#output.makeRoom(more);
  }

  #keep(start: number, end: number): void {
    if (end - start >= LONG) this.#long.add(this.#output.used, start, end);
    else {
      this.#output.makeRoom(end - start);
      this.#output.append(this.#input, start, end);
    }
  }

  #head(tag: number, length: number): void {
    this.#output.byte(tag);
    this.#output.varint(length);
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
