import type { EncodedNames } from "../reading/encoded-orders.js";
import { contentOfField } from "../wire/field-reader.js";
import { FIELD } from "../wire/otlp-messages.js";
import { IRREGULAR, PLACE, PLACE_SIZE, type Places } from "./attribute-index.js";
import { keyValueAt, valueOfField } from "./decode-value.js";
import type { RequestBytes } from "./request-bytes.js";

/** The attributes of an encoded message, or some of them. */
export class ByteAttributes implements EncodedNames {
  readonly request: RequestBytes;
  readonly count: number;
  readonly #places: Places;
  readonly #rows: readonly number[] | undefined;

  /** `rows`: the numbers of these attributes in the message, in their order. */
  constructor(request: RequestBytes, places: Places, rows?: readonly number[]) {
    this.request = request;
    this.#places = places;
    this.#rows = rows;
    this.count = rows === undefined ? places.count : rows.length;
  }

  /** The same list with only the attributes for which `isKept` is true. */
  keeping(isKept: (at: number) => boolean): ByteAttributes {
    const rows: number[] = [];
    for (let at = 0; at < this.count; at++) if (isKept(at)) rows.push(this.rowOf(at));
    return new ByteAttributes(this.request, this.#places, rows);
  }

  /** The number that an attribute has in the message. */
  rowOf(at: number): number {
    return this.#rows === undefined ? at : (this.#rows[at] as number);
  }

  /** How many attributes the message has. */
  get rowCount(): number {
    return this.#places.count;
  }

  /** One of the numbers that describe an attribute, by the attribute's number in the message. */
  place(row: number, which: number): number {
    return this.#places.numbers[this.#places.first + row * PLACE_SIZE + which] as number;
  }

  /** Where the content of an attribute's field begins. */
  contentOf(row: number): number {
    return contentOfField(this.request.bytes, this.place(row, PLACE.start));
  }

  isRegular(row: number): boolean {
    return this.place(row, PLACE.field) < IRREGULAR;
  }

  get data(): DataView {
    return this.request.data;
  }

  keyStartAt(at: number): number {
    return this.place(this.rowOf(at), PLACE.keyStart);
  }

  keyEndAt(at: number): number {
    return this.place(this.rowOf(at), PLACE.keyEnd);
  }

  nameAt(at: number): string {
    return this.request.text(this.keyStartAt(at), this.keyEndAt(at)) ?? "";
  }

  /** The field of `AnyValue` that holds the value; 0 where none does. */
  fieldAt(at: number): number {
    return this.place(this.rowOf(at), PLACE.field) & (IRREGULAR - 1);
  }

  contentAt(at: number): number {
    return this.place(this.rowOf(at), PLACE.content);
  }

  contentEndAt(at: number): number {
    const row = this.rowOf(at);
    return this.isRegular(row)
      ? this.place(row, PLACE.end)
      : (this.#places.irregularEnds.get(this.place(row, PLACE.start)) as number);
  }

  isTextAt(at: number): boolean {
    return at < this.count && this.fieldAt(at) === FIELD.anyValue.stringValue;
  }

  valueAt(at: number): unknown {
    if (at >= this.count) return undefined;
    const field = this.fieldAt(at);
    // No value at all differs from an empty one.
    if (field === 0 || field === FIELD.anyValue.arrayValue || field === FIELD.anyValue.kvlistValue) {
      const row = this.rowOf(at);
      return keyValueAt(this.request, this.contentOf(row), this.place(row, PLACE.end)).value;
    }
    return valueOfField(this.request, field, this.contentAt(at), this.contentEndAt(at));
  }
}
