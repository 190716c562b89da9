import type { Time } from "../otlp/times.js";
import { layoutOfEncoded } from "../reading/encoded-orders.js";
import type { Layout } from "../reading/span-layout.js";
import { LONG_TEXT, type LongText, type SpanView } from "../reading/span-view.js";
import type { SpanFacts } from "../records/record.js";
import { FieldReader, type Place } from "../wire/field-reader.js";
import { fieldOfMessage, messageWithout } from "../wire/message-writer.js";
import { FIELD } from "../wire/otlp-messages.js";
import type { ByteAttributes } from "./byte-attributes.js";
import { keyValueAt } from "./decode-value.js";
import { longTextOf } from "./long-text.js";
import type { RequestBytes } from "./request-bytes.js";
import type { SpanPlaces } from "./span-places.js";

/** An id has 8 or 16 bytes. Anything much longer is not an id. */
const MAX_ID_BYTES = 64;

const ERROR_CODE = 2;

/** A part of a span that the result does not have, or has in another form. */
export interface Cut {
  readonly place: Place;
  /** What replaces it. */
  readonly replacement: Uint8Array;
}

/** A span in the bytes that it came in. */
export class ByteSpan implements SpanView {
  readonly places: SpanPlaces;
  readonly attributes: ByteAttributes;
  readonly layout: Layout;
  readonly attributeCount: number;
  /** What is left out of the span beside attributes, in its order. */
  readonly cuts: readonly Cut[];
  readonly #request: RequestBytes;
  #spanId: string | undefined;
  #longText: LongText | undefined;
  #longTextAt = -1;
  #startTime: bigint | undefined;
  #endTime: bigint | undefined;

  constructor(places: SpanPlaces, attributes: ByteAttributes, cuts = NO_CUTS) {
    this.#request = attributes.request;
    this.places = places;
    this.attributes = attributes;
    this.attributeCount = attributes.count;
    this.layout = layoutOfEncoded(attributes);
    this.cuts = cuts;
  }

  get traceId(): string | undefined {
    return this.#id(this.places.traceId, this.places.traceIdEnd);
  }

  get spanId(): string | undefined {
    return (this.#spanId ??= this.#id(this.places.spanId, this.places.spanIdEnd));
  }

  get parentId(): string | undefined {
    const { parentId, parentIdEnd } = this.places;
    for (let at = parentId; at < parentIdEnd; at++) if (this.#request.bytes[at] !== 0) return this.#id(parentId, parentIdEnd);
    return undefined;
  }

  get startTime(): Time {
    return (this.#startTime ??= this.#time(this.places.startTime));
  }

  get endTime(): Time {
    return (this.#endTime ??= this.#time(this.places.endTime));
  }

  get isFailed(): boolean {
    return this.places.statusCode === ERROR_CODE;
  }

  get hasDroppedAttributes(): boolean {
    return this.places.droppedAttributes > 0;
  }

  /** What a record holds beside attributes. */
  get facts(): SpanFacts {
    const { places, traceId, spanId, parentId, startTime, endTime, cuts } = this;
    return {
      traceId,
      spanId,
      parentSpanId: parentId,
      name: this.#request.text(places.name, places.nameEnd),
      kind: places.kind,
      startTimeUnixNano: startTime,
      endTimeUnixNano: endTime,
      statusCode: places.statusCode,
      // Where anything is cut out, the message is too.
      statusMessage: cuts.length > 0 ? "" : this.#request.text(places.statusMessage, places.statusMessageEnd),
    };
  }

  isNamed(name: string): boolean {
    return this.#request.isText(this.places.name, this.places.nameEnd, name);
  }

  keyAt(at: number): string | undefined {
    return this.layout.names[at] ?? (at < this.attributeCount ? this.attributes.nameAt(at) : undefined);
  }

  valueAt(at: number): unknown {
    return this.attributes.valueAt(at);
  }

  textAt(at: number): string | undefined {
    const { attributes } = this;
    return attributes.isTextAt(at)
      ? this.#request.text(attributes.contentAt(at), attributes.contentEndAt(at)) || undefined
      : undefined;
  }

  longTextAt(at: number): LongText | undefined {
    const { attributes } = this;
    if (!attributes.isTextAt(at)) return undefined;
    const [start, end] = [attributes.contentAt(at), attributes.contentEndAt(at)];
    if (end - start <= LONG_TEXT) return undefined;
    if (this.#longTextAt !== at) this.#longText = longTextOf(this.#request, start, end);
    this.#longTextAt = at;
    return this.#longText;
  }

  isEmptyAt(at: number): boolean {
    const { attributes } = this;
    return attributes.isTextAt(at) && attributes.contentAt(at) === attributes.contentEndAt(at);
  }

  keeping(isKept: (at: number) => boolean): SpanView {
    return new ByteSpan(this.places, this.attributes.keeping(isKept), this.cuts);
  }

  hasEvent(test: (attributes: readonly unknown[]) => boolean): boolean {
    const { places } = this;
    if (!places.hasEventsOrMessage) return false;
    const field = new FieldReader(this.#request.bytes, places.field.content, places.field.end);
    while (field.next()) {
      if (field.number === FIELD.span.events && test(this.#attributesOfEvent(field.content, field.end))) return true;
    }
    return false;
  }

  withoutTexts(isWithheld: (attributes: readonly unknown[]) => boolean): SpanView {
    const { places, attributes } = this;
    if (!places.hasEventsOrMessage) return this;
    const cuts: Cut[] = [];
    const field = new FieldReader(this.#request.bytes, places.field.content, places.field.end);
    while (field.next()) {
      const { number, content, end } = field;
      if (number === FIELD.span.events && isWithheld(this.#attributesOfEvent(content, end))) {
        cuts.push({ place: field.place(), replacement: NOTHING });
      } else if (number === FIELD.span.status && this.#hasMessage(content, end)) {
        cuts.push({ place: field.place(), replacement: this.#statusWithoutMessage(content, end) });
      }
    }
    return cuts.length === 0 ? this : new ByteSpan(places, attributes, cuts);
  }

  #attributesOfEvent(start: number, end: number): readonly unknown[] {
    const attributes: unknown[] = [];
    const field = new FieldReader(this.#request.bytes, start, end);
    while (field.next()) {
      if (field.number === FIELD.event.attributes) attributes.push(keyValueAt(this.#request, field.content, field.end));
    }
    return attributes;
  }

  #hasMessage(start: number, end: number): boolean {
    const field = new FieldReader(this.#request.bytes, start, end);
    while (field.next()) if (field.number === FIELD.status.message && field.end > field.content) return true;
    return false;
  }

  /** The field of the span's status, with all it has but its message. */
  #statusWithoutMessage(start: number, end: number): Uint8Array {
    return fieldOfMessage(FIELD.span.status, messageWithout(this.#request.bytes, start, end, FIELD.status.message));
  }

  #id(start: number, end: number): string | undefined {
    return start === end || end - start > MAX_ID_BYTES ? undefined : this.#request.hex(start, end);
  }

  #time(at: number): bigint {
    return at === 0 ? 0n : this.#request.data.getBigUint64(at, true);
  }
}

const NO_CUTS: readonly Cut[] = [];
const NOTHING = new Uint8Array();
