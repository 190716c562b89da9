import { MalformedProtobufError } from "./malformed-protobuf-error.js";

/** How protobuf writes a field's content. */
export const WIRE_TYPE = { varint: 0, fixed64: 1, lengthDelimited: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const;

/** What a field begins with: a varint, which takes one byte for field numbers below 16. */
export function tagOf(number: number, wireType: number): number {
  return 8 * number + wireType;
}

/** How deep messages and groups may be nested: protobufjs, protobuf-es and protobuf's own decoders accept 100. */
export const MAX_DEPTH = 100;

const MAX_VARINT_BYTES = 10;
const MAX_TAG = 2 ** 32 - 1;

/** Where a field is in the bytes. */
export interface Place {
  /** Where it begins, with its tag. */
  readonly start: number;
  /** Where its content begins: after its tag, and its length if it has one. */
  readonly content: number;
  readonly end: number;
}

/**
 * Goes through the fields of a message in place, one after another. It only gives their positions: nothing is
 * decoded or copied. A group, of which OTLP has none, is one field.
 */
export class FieldReader implements Place {
  /** The number of the field that was read last. */
  number = 0;
  wireType = 0;
  /** Where the field begins, with its tag. */
  start = 0;
  /** Where the field's content begins: after its tag, and its length if it has one. */
  content = 0;
  /** Where the field ends. */
  end: number;
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  readonly #depth: number;

  /** For the message between two positions; `depth` is the number of messages it is in. */
  constructor(bytes: Uint8Array, start = 0, limit = bytes.length, depth = 0) {
    this.#bytes = bytes;
    this.end = start;
    this.#limit = limit;
    this.#depth = depth;
  }

  /** Goes to the next field; `false` where there is none. Throws `MalformedProtobufError`. */
  next(): boolean {
    if (this.end >= this.#limit) return false;
    this.start = this.end;
    this.#readTag();
    this.content = this.end;
    if (this.wireType === WIRE_TYPE.startGroup) this.#skipGroup();
    else this.#skipContent();
    return true;
  }

  get isLengthDelimited(): boolean {
    return this.wireType === WIRE_TYPE.lengthDelimited;
  }

  /** Where the field that was read last is. */
  place(): Place {
    return { start: this.start, content: this.content, end: this.end };
  }

  #readTag(): void {
    const at = this.end;
    const tag = this.#varint();
    if (tag > MAX_TAG || tag < 8) throw new MalformedProtobufError(at, "a field number between 1 and 536870911");
    this.number = Math.floor(tag / 8);
    this.wireType = tag % 8;
  }

  /** Goes to the end of the content, and notes where it begins. */
  #skipContent(): void {
    const at = this.end;
    if (this.wireType === WIRE_TYPE.varint) this.#varint();
    else if (this.wireType === WIRE_TYPE.fixed64) this.end = at + 8;
    else if (this.wireType === WIRE_TYPE.fixed32) this.end = at + 4;
    else if (this.wireType === WIRE_TYPE.lengthDelimited) {
      const length = this.#varint();
      this.content = this.end;
      this.end += length;
    } else if (this.wireType === WIRE_TYPE.endGroup)
      throw new MalformedProtobufError(this.start, "no end of a group that never began");
    else throw new MalformedProtobufError(this.start, `a wire type between 0 and 5, not ${this.wireType}`);
    if (this.end > this.#limit) {
      throw new MalformedProtobufError(at, `content that ends with its message, at byte ${this.#limit} or before`);
    }
  }

  /** Without recursion, because groups can hold groups. */
  #skipGroup(): void {
    const { start, content, number } = this;
    const open = [number];
    while (open.length > 0) {
      this.start = this.end;
      this.#readTag();
      if (this.wireType === WIRE_TYPE.startGroup) open.push(this.number);
      else if (this.wireType !== WIRE_TYPE.endGroup) this.#skipContent();
      else if (open.pop() !== this.number) {
        throw new MalformedProtobufError(this.start, "the end of the group that began last");
      }
      if (this.#depth + open.length > MAX_DEPTH) throw tooDeep(this.start);
    }
    Object.assign(this, { start, content, number, wireType: WIRE_TYPE.startGroup });
  }

  /** Not exact beyond 2^53, which nothing here needs. */
  #varint(): number {
    const first = this.end;
    const short = first < this.#limit ? this.#bytes[first] : undefined;
    if (short !== undefined && short < 128) {
      this.end = first + 1;
      return short;
    }
    let value = 0;
    for (let unit = 1, count = 0; count < MAX_VARINT_BYTES; unit *= 128, count++) {
      const byte = this.end < this.#limit ? this.#bytes[this.end] : undefined;
      if (byte === undefined) throw new MalformedProtobufError(this.end, "another byte of a number, before the end");
      this.end++;
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
    throw new MalformedProtobufError(first, `a number of at most ${MAX_VARINT_BYTES} bytes`);
  }
}

export function tooDeep(offset: number): MalformedProtobufError {
  return new MalformedProtobufError(offset, `at most ${MAX_DEPTH} messages and groups within one another`);
}

/** Where the content of the field that begins at `start` begins. */
export function contentOfField(bytes: Uint8Array, start: number): number {
  const field = new FieldReader(bytes, start);
  field.next();
  return field.content;
}
