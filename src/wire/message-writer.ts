import { FieldReader, tagOf, WIRE_TYPE } from "./field-reader.js";

/** How many bytes a length-delimited field with a number below 16 takes, with its tag and length. */
export function fieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

/** How many bytes a number takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes a message whose size is known, from its beginning to its end. */
export class MessageWriter {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** The head of a length-delimited field with a number below 16; its content comes next. */
  begin(number: number, length: number): void {
    this.bytes[this.#at++] = tagOf(number, WIRE_TYPE.lengthDelimited);
    let rest = length;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes[this.#at++] = (rest % 128) + 128;
    this.bytes[this.#at++] = rest;
  }

  /** Bytes as they are. */
  write(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

/** A field, with a number below 16, that holds a message. */
export function fieldOfMessage(number: number, message: Uint8Array): Uint8Array {
  const writer = new MessageWriter(fieldSize(message.length));
  writer.begin(number, message.length);
  writer.write(message);
  return writer.bytes;
}

/** A message without the fields of one number, and otherwise byte for byte the same. */
export function messageWithout(bytes: Uint8Array, start: number, end: number, number: number): Uint8Array {
  const kept: Uint8Array[] = [];
  let size = 0;
  const field = new FieldReader(bytes, start, end);
  while (field.next()) {
    if (field.number === number) continue;
    kept.push(bytes.subarray(field.start, field.end));
    size += field.end - field.start;
  }
  const writer = new MessageWriter(size);
  for (const part of kept) writer.write(part);
  return writer.bytes;
}
