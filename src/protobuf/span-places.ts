import { checkField } from "../wire/check-message.js";
import { FieldReader, type Place, WIRE_TYPE } from "../wire/field-reader.js";
import { FIELD, SPAN } from "../wire/otlp-messages.js";
import type { AttributeIndex } from "./attribute-index.js";
import { uint32At } from "./decode-value.js";
import type { RequestBytes } from "./request-bytes.js";

/** Messages around a span: request, `ResourceSpans` and `ScopeSpans`. */
const DEPTH = 4;

const ATTRIBUTE_TAG = 8 * FIELD.span.attributes + 2;

/** Where the fields of a span stand, and its small numbers. Of a field that is repeated, the last one counts; 0: it is not there. */
export class SpanPlaces {
  readonly field: Place;
  traceId = 0;
  traceIdEnd = 0;
  spanId = 0;
  spanIdEnd = 0;
  parentId = 0;
  parentIdEnd = 0;
  name = 0;
  nameEnd = 0;
  kind = 0;
  startTime = 0;
  endTime = 0;
  droppedAttributes = 0;
  statusCode = 0;
  statusMessage = 0;
  statusMessageEnd = 0;
  /** Whether an event or a status can hold texts. */
  hasEventsOrMessage = false;

  constructor(field: Place) {
    this.field = field;
  }

  /** Takes down where a field stands. */
  take(bytes: Uint8Array, number: number, content: number, end: number): void {
    switch (number) {
      case FIELD.span.traceId:
        this.traceId = content;
        this.traceIdEnd = end;
        break;
      case FIELD.span.spanId:
        this.spanId = content;
        this.spanIdEnd = end;
        break;
      case FIELD.span.parentSpanId:
        this.parentId = content;
        this.parentIdEnd = end;
        break;
      case FIELD.span.name:
        this.name = content;
        this.nameEnd = end;
        break;
      case FIELD.span.kind:
        this.kind = uint32At(bytes, content, end);
        break;
      case FIELD.span.startTime:
        this.startTime = content;
        break;
      case FIELD.span.endTime:
        this.endTime = content;
        break;
      case FIELD.span.droppedAttributesCount:
        this.droppedAttributes = uint32At(bytes, content, end);
        break;
      case FIELD.span.events:
        this.hasEventsOrMessage = true;
        break;
      case FIELD.span.status:
        this.#takeStatus(bytes, content, end);
    }
  }

  #takeStatus(bytes: Uint8Array, start: number, end: number): void {
    this.statusCode = this.statusMessage = this.statusMessageEnd = 0;
    if (start === end) return;
    const field = new FieldReader(bytes, start, end);
    while (field.next()) {
      if (field.number === FIELD.status.code) this.statusCode = uint32At(bytes, field.content, field.end);
      else if (field.number === FIELD.status.message) {
        this.statusMessage = field.content;
        this.statusMessageEnd = field.end;
        this.hasEventsOrMessage = true;
      }
    }
  }
}

/**
 * Checks a span, and takes down where its fields stand in `places`, and its attributes in the index.
 * Throws `MalformedProtobufError`.
 */
export function readPlaces({ bytes }: RequestBytes, { content, end }: Place, index: AttributeIndex, places?: SpanPlaces): void {
  let at = content;
  while (at < end) {
    const tag = bytes[at] as number;
    let next = tag === ATTRIBUTE_TAG ? index.regular(at, end) : 0;
    if (next === 0) {
      const size = sizeOfSimple(bytes, at, end);
      if (size !== 0) {
        next = at + size;
        places?.take(bytes, tag >> 3, at + (tag % 8 === WIRE_TYPE.lengthDelimited ? 2 : 1), next);
      } else next = readField(bytes, at, end, index, places);
    }
    at = next;
  }
}

/** The bytes of a field that is an id, a time, a kind, or a name of fewer than 128 bytes; 0 for any other. */
function sizeOfSimple(bytes: Uint8Array, at: number, limit: number): number {
  if (limit - at < 10) return 0;
  let size = 0;
  switch (bytes[at]) {
    case 8 * FIELD.span.traceId + 2:
    case 8 * FIELD.span.spanId + 2:
    case 8 * FIELD.span.parentSpanId + 2:
    case 8 * FIELD.span.name + 2:
      size = 2 + (bytes[at + 1] as number);
      return size < 130 && at + size <= limit ? size : 0;
    case 8 * FIELD.span.startTime + 1:
    case 8 * FIELD.span.endTime + 1:
      return 9;
    case 8 * FIELD.span.kind:
      return (bytes[at + 1] as number) < 128 ? 2 : 0;
    default:
      return 0;
  }
}

/** Reads any field; gives its end. */
function readField(bytes: Uint8Array, at: number, limit: number, index: AttributeIndex, places: SpanPlaces | undefined): number {
  const field = new FieldReader(bytes, at, limit, DEPTH);
  field.next();
  checkField(bytes, SPAN, field, DEPTH);
  if (field.number === FIELD.span.attributes) index.irregular(field);
  else places?.take(bytes, field.number, field.content, field.end);
  return field.end;
}
