import type { SpanEdit } from "../reading/span-view.js";
import { tagOf, WIRE_TYPE } from "../wire/field-reader.js";
import { fieldSize, messageWithout, varintSize } from "../wire/message-writer.js";
import { FIELD } from "../wire/otlp-messages.js";
import { PLACE } from "./attribute-index.js";
import type { ByteSpan } from "./byte-span.js";
import type { ByteWriter, MessageStart } from "./byte-writer.js";
import { bytesWithData } from "./copied-bytes.js";
import { encodedKey, encodedWord } from "./encoded-attributes.js";

const TAG = {
  span: tagOf(FIELD.scopeSpans.spans, WIRE_TYPE.lengthDelimited),
  attribute: tagOf(FIELD.span.attributes, WIRE_TYPE.lengthDelimited),
  value: tagOf(FIELD.keyValue.value, WIRE_TYPE.lengthDelimited),
  string: tagOf(FIELD.anyValue.stringValue, WIRE_TYPE.lengthDelimited),
  int: tagOf(FIELD.anyValue.intValue, WIRE_TYPE.varint),
  double: tagOf(FIELD.anyValue.doubleValue, WIRE_TYPE.fixed64),
} as const;

const TEXT_ATTRIBUTE = [TAG.attribute, TAG.value, TAG.string] as const;

/** About how many bytes a mapped span gains. With that, the room left for its length seldom is too small. */
export const GROWTH = 400;

/** Writes a span as bytes: what stays is copied from where it was, together with what is around it. */
export class ByteEdit implements SpanEdit {
  readonly #writer: ByteWriter;
  readonly #before: ByteSpan;
  readonly #start: MessageStart;
  /** How many attributes of the message are kept, replaced or left out so far. */
  #row = 0;
  #cut = 0;

  constructor(before: ByteSpan, writer: ByteWriter) {
    this.#before = before;
    this.#writer = writer;
    const { start, content, end } = before.places.field;
    writer.keepTo(start);
    writer.skipTo(content);
    this.#start = writer.begin(TAG.span, end - content + GROWTH);
  }

  /** The rest of the span, and its end. */
  finish(): void {
    this.#goToEnd();
    this.#writer.end(this.#start);
  }

  keep(from: number, to: number): void {
    const { attributes } = this.#before;
    if (attributes.count === attributes.rowCount) {
      if (this.#row < from) this.#leaveOutTo(from);
      this.#row = to;
    } else for (let at = from; at < to; at++) this.#keepRow(attributes.rowOf(at));
  }

  rename(at: number, key: string): void {
    const { attributes } = this.#before;
    const row = attributes.rowOf(at);
    this.#keepRow(row);
    this.#keepTo(attributes.place(row, PLACE.start));
    const end = attributes.place(row, PLACE.end);
    if (attributes.isRegular(row)) {
      // What follows the key stays, and is copied with what comes after it.
      const keyEnd = attributes.place(row, PLACE.keyEnd);
      this.#writer.skipTo(keyEnd);
      this.#beginAttribute(key, end - keyEnd);
    } else {
      this.#writer.skipTo(end);
      this.#copyAs(row, key);
    }
  }

  replaceByText(at: number, key: string, text: string): void {
    this.#replace(at);
    this.#writeText(key, text);
  }

  replaceByCount(at: number, key: string, count: bigint): void {
    this.#replace(at);
    this.#writeCount(key, count);
  }

  addText(key: string, text: string): void {
    this.#goToEnd();
    this.#writeText(key, text);
  }

  addWord(key: string, word: string): void {
    this.#goToEnd();
    this.#writer.write(encodedWord(key, word));
  }

  addDouble(key: string, number: number): void {
    this.#goToEnd();
    this.#beginAttribute(key, 11);
    this.#writer.head(TAG.value, 9);
    this.#writer.double(TAG.double, number);
  }

  addCount(key: string, count: bigint): void {
    this.#goToEnd();
    this.#writeCount(key, count);
  }

  addCopy(at: number, key: string): void {
    this.#goToEnd();
    this.#copyAs(this.#before.attributes.rowOf(at), key);
  }

  /** Writes a copy of an attribute under another key, with everything else that it has. */
  #copyAs(row: number, key: string): void {
    const { attributes } = this.#before;
    const end = attributes.place(row, PLACE.end);
    if (attributes.isRegular(row)) {
      const keyEnd = attributes.place(row, PLACE.keyEnd);
      this.#beginAttribute(key, end - keyEnd);
      this.#writer.copy(keyEnd, end);
      return;
    }
    const rest = messageWithout(attributes.request.bytes, attributes.contentOf(row), end, FIELD.keyValue.key);
    this.#beginAttribute(key, rest.length);
    this.#writer.write(bytesWithData(rest));
  }

  #writeText(key: string, text: string): void {
    this.#writer.textWithin(TEXT_ATTRIBUTE, encodedKey(key), text);
  }

  #writeCount(key: string, count: bigint): void {
    const value = 1 + varintSize(Number(count));
    this.#beginAttribute(key, fieldSize(value));
    this.#writer.head(TAG.value, value);
    this.#writer.varint64(TAG.int, count);
  }

  /** The head of an attribute and its key; `size` is the number of bytes that follow. */
  #beginAttribute(key: string, size: number): void {
    const encoded = encodedKey(key);
    this.#writer.headAndBytes(TAG.attribute, encoded.bytes.length + size, encoded);
  }

  #replace(at: number): void {
    const { attributes } = this.#before;
    const row = attributes.rowOf(at);
    this.#leaveOutTo(row);
    this.#row = row;
    this.#leaveOutTo(row + 1);
  }

  /** An attribute stays, and those before it that no call mentioned are left out. */
  #keepRow(row: number): void {
    this.#leaveOutTo(row);
    this.#row = row + 1;
  }

  /** Leaves out the attributes before `row`. */
  #leaveOutTo(row: number): void {
    const { attributes } = this.#before;
    for (; this.#row < row; this.#row++) {
      this.#keepTo(attributes.place(this.#row, PLACE.start));
      this.#writer.skipTo(attributes.place(this.#row, PLACE.end));
    }
  }

  #goToEnd(): void {
    this.#leaveOutTo(this.#before.attributes.rowCount);
    this.#keepTo(this.#before.places.field.end);
  }

  /** Keeps everything up to a position, except what is cut out of the span. */
  #keepTo(position: number): void {
    const { cuts } = this.#before;
    for (let cut = cuts[this.#cut]; cut !== undefined && cut.place.start < position; cut = cuts[++this.#cut]) {
      this.#writer.keepTo(cut.place.start);
      this.#writer.skipTo(cut.place.end);
      this.#writer.write(bytesWithData(cut.replacement));
    }
    this.#writer.keepTo(position);
  }
}
