import { FieldReader, tagOf, WIRE_TYPE } from "../wire/field-reader.js";
import { FIELD } from "../wire/otlp-messages.js";
import type { RequestBytes } from "./request-bytes.js";

/**
 * The numbers that describe an attribute, in their order: where its field begins and ends, where its name
 * begins and ends, which field of `AnyValue` holds its value (0: none), and where that begins.
 */
export const PLACE = { start: 0, end: 1, keyStart: 2, keyEnd: 3, field: 4, content: 5 } as const;
export const PLACE_SIZE = 6;

/** Where the attributes of a message are. */
export interface Places {
  readonly numbers: Int32Array;
  readonly first: number;
  readonly count: number;
  readonly irregularEnds: ReadonlyMap<number, number>;
}

/** Added to the field of a value where the attribute is not written the way exporters do. */
export const IRREGULAR = 16;

const TAG = {
  key: tagOf(FIELD.keyValue.key, WIRE_TYPE.lengthDelimited),
  value: tagOf(FIELD.keyValue.value, WIRE_TYPE.lengthDelimited),
  string: tagOf(FIELD.anyValue.stringValue, WIRE_TYPE.lengthDelimited),
  bool: tagOf(FIELD.anyValue.boolValue, WIRE_TYPE.varint),
  int: tagOf(FIELD.anyValue.intValue, WIRE_TYPE.varint),
  double: tagOf(FIELD.anyValue.doubleValue, WIRE_TYPE.fixed64),
} as const;

/** How many numbers a chunk has. Those of one span are in one chunk. */
const CHUNK = 3 * 2 ** 14;

/** A chunk that no request uses. Making one takes as long as mapping a small request. */
let spare: Int32Array | undefined;

/**
 * Finds where the attributes of messages are, and checks them on the way. Attributes written the way
 * exporters do, name before value and nothing else, are read in one step.
 */
export class AttributeIndex {
  readonly #request: RequestBytes;
  /** Where it is `undefined`, attributes are only checked. */
  #numbers: Int32Array | undefined;
  #used = 0;
  /** Where the numbers of the message begin. */
  #first = 0;
  readonly #irregularEnds = new Map<number, number>();
  #next = 0;

  constructor(request: RequestBytes, isKept: boolean) {
    this.#request = request;
    if (!isKept) return;
    this.#numbers = spare ?? new Int32Array(CHUNK);
    spare = undefined;
  }

  /** What was found is not needed any more, so the next request can use its memory. */
  release(): void {
    if (this.#numbers?.length === CHUNK) spare = this.#numbers;
    this.#numbers = undefined;
  }

  /** What was found since the last call. */
  takePlaces(): Places {
    const first = this.#first;
    const count = (this.#used - first) / PLACE_SIZE;
    this.#first = this.#used;
    return { numbers: this.#numbers ?? NOTHING, first, count, irregularEnds: this.#irregularEnds };
  }

  /** Where the attribute ends whose field begins at `start`, or 0 where it is not written the usual way. */
  regular(start: number, limit: number): number {
    const { bytes } = this.#request;
    if (limit - start < 10) return 0;
    this.#next = start + 1;
    const end = this.#length() + this.#next;
    if (end > limit || this.#next + 4 > end || bytes[this.#next++] !== TAG.key) return 0;
    const keyEnd = this.#length() + this.#next;
    const keyStart = this.#next;
    if (keyEnd + 4 > end || bytes[keyEnd] !== TAG.value) return 0;
    this.#next = keyEnd + 1;
    if (this.#length() + this.#next !== end || this.#next + 2 > end) return 0;
    const tag = bytes[this.#next++];
    let field: number;
    if (tag === TAG.string) {
      field = FIELD.anyValue.stringValue;
      if (this.#length() + this.#next !== end) return 0;
    } else if (tag === TAG.int || tag === TAG.bool) {
      field = tag === TAG.int ? FIELD.anyValue.intValue : FIELD.anyValue.boolValue;
      if (end - this.#next > 10) return 0;
      for (let at = this.#next; at < end - 1; at++) if ((bytes[at] as number) < 128) return 0;
      if ((bytes[end - 1] as number) > 127) return 0;
    } else if (tag === TAG.double && end - this.#next === 8) field = FIELD.anyValue.doubleValue;
    else return 0;
    if (this.#numbers !== undefined) this.#add(start, end, keyStart, keyEnd, field, this.#next);
    return end;
  }

  /**
   * An attribute of any form that was checked. Of its fields, and those of its value, which may come in
   * parts, the last ones count.
   */
  irregular({ start, content, end }: FieldReader): void {
    const { bytes } = this.#request;
    if (this.#numbers === undefined) return;
    let [keyStart, keyEnd, kind, valueStart, valueEnd] = [0, 0, 0, 0, 0];
    const field = new FieldReader(bytes, content, end);
    while (field.next()) {
      if (field.number === FIELD.keyValue.key) [keyStart, keyEnd] = [field.content, field.end];
      else if (field.number === FIELD.keyValue.value) {
        const value = new FieldReader(bytes, field.content, field.end);
        while (value.next()) {
          if (value.number <= FIELD.anyValue.bytesValue) [kind, valueStart, valueEnd] = [value.number, value.content, value.end];
        }
      }
    }
    this.#irregularEnds.set(start, valueEnd);
    this.#add(start, end, keyStart, keyEnd, kind + IRREGULAR, valueStart);
  }

  /** A length of up to four bytes; a longer one gives a position beyond the end. */
  #length(): number {
    const { bytes } = this.#request;
    const byte = bytes[this.#next++] as number;
    if (byte < 128) return byte;
    let length = byte & 127;
    for (let shift = 7; shift < 28; shift += 7) {
      if (this.#next >= bytes.length) break;
      const more = bytes[this.#next++] as number;
      length += (more & 127) << shift;
      if (more < 128) return length;
    }
    return Number.MAX_SAFE_INTEGER;
  }

  #add(start: number, end: number, keyStart: number, keyEnd: number, field: number, content: number): void {
    let numbers = this.#numbers as Int32Array;
    if (this.#used + PLACE_SIZE > numbers.length) numbers = this.#nextChunk(numbers);
    const at = this.#used;
    numbers[at] = start;
    numbers[at + 1] = end;
    numbers[at + 2] = keyStart;
    numbers[at + 3] = keyEnd;
    numbers[at + 4] = field;
    numbers[at + 5] = content;
    this.#used = at + PLACE_SIZE;
  }

  /** Another chunk, with what the message has so far; a message of many attributes has a larger one. */
  #nextChunk(full: Int32Array): Int32Array {
    const begun = full.subarray(this.#first, this.#used);
    const next = new Int32Array(Math.max(CHUNK, 2 * begun.length));
    next.set(begun);
    this.#first = 0;
    this.#used = begun.length;
    return (this.#numbers = next);
  }
}

const NOTHING = new Int32Array();
