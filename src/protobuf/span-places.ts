import { checkField } from "../wire/check-message.js";
import { FieldReader, type Place, tagOf, WIRE_TYPE } from "../wire/field-reader.js";
import { FIELD, SPAN } from "../wire/otlp-messages.js";
import type { AttributeIndex } from "./attribute-index.js";
import { uint32At } from "./decode-value.js";
import type { RequestBytes } from "./request-bytes.js";

/** How many messages a span is nested in: request, `ResourceSpans` and `ScopeSpans`. */
const DEPTH = 4;

/**
 * Where the fields of a span are, and its small numbers. Of a repeated field, the last one counts; 0 where
 * there is none.
 */
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

  /** Takes down where a field is. */
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

  /** A status that comes in several parts is one status. */
  #takeStatus(bytes: Uint8Array, start: number, end: number): void {
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
 * Checks a span, and takes down in `places` where its fields are, and in the index where its attributes are.
 * Throws `MalformedProtobufError`.
 */
export function readPlaces({ bytes }: RequestBytes, { content, end }: Place, index: AttributeIndex, places: SpanPlaces): void {
  let at = content;
  while (at < end) {
    const next = bytes[at] === TAG.attribute ? index.regular(at, end) : readShort(bytes, at, end, places);
    at = next === 0 ? readField(bytes, at, end, index, places) : next;
  }
}

/** The first bytes of fields, as exporters write them; flags have two, the lower one first. */
const TAG = {
  traceId: tagOf(FIELD.span.traceId, WIRE_TYPE.lengthDelimited),
  spanId: tagOf(FIELD.span.spanId, WIRE_TYPE.lengthDelimited),
  parentId: tagOf(FIELD.span.parentSpanId, WIRE_TYPE.lengthDelimited),
  name: tagOf(FIELD.span.name, WIRE_TYPE.lengthDelimited),
  kind: tagOf(FIELD.span.kind, WIRE_TYPE.varint),
  startTime: tagOf(FIELD.span.startTime, WIRE_TYPE.fixed64),
  endTime: tagOf(FIELD.span.endTime, WIRE_TYPE.fixed64),
  attribute: tagOf(FIELD.span.attributes, WIRE_TYPE.lengthDelimited),
  status: tagOf(FIELD.span.status, WIRE_TYPE.lengthDelimited),
  flags: (tagOf(FIELD.span.flags, WIRE_TYPE.fixed32) & 127) | 128,
  flagsEnd: tagOf(FIELD.span.flags, WIRE_TYPE.fixed32) >> 7,
  statusCode: tagOf(FIELD.status.code, WIRE_TYPE.varint),
} as const;

/** Reads a short field that almost every span has, in one step. Returns its end, or 0 for any other field. */
function readShort(bytes: Uint8Array, at: number, limit: number, places: SpanPlaces): number {
  const first = bytes[at + 1] as number;
  const end = first < 128 ? at + 2 + first : limit + 1;
  switch (bytes[at]) {
    case TAG.traceId:
      if (end > limit) return 0;
      places.traceId = at + 2;
      return (places.traceIdEnd = end);
    case TAG.spanId:
      if (end > limit) return 0;
      places.spanId = at + 2;
      return (places.spanIdEnd = end);
    case TAG.parentId:
      if (end > limit) return 0;
      places.parentId = at + 2;
      return (places.parentIdEnd = end);
    case TAG.name:
      if (end > limit) return 0;
      places.name = at + 2;
      return (places.nameEnd = end);
    case TAG.kind:
      if (at + 2 > limit || first > 127) return 0;
      places.kind = first;
      return at + 2;
    case TAG.startTime:
      if (at + 9 > limit) return 0;
      places.startTime = at + 1;
      return at + 9;
    case TAG.endTime:
      if (at + 9 > limit) return 0;
      places.endTime = at + 1;
      return at + 9;
    case TAG.status:
      if (first === 0 && end <= limit) return end;
      if (first !== 2 || end > limit || bytes[at + 2] !== TAG.statusCode || (bytes[at + 3] as number) > 127) return 0;
      places.statusCode = bytes[at + 3] as number;
      return end;
    case TAG.flags:
      return first === TAG.flagsEnd && at + 6 <= limit ? at + 6 : 0;
    default:
      return 0;
  }
}

/** Reads any field. Returns its end. */
function readField(bytes: Uint8Array, at: number, limit: number, index: AttributeIndex, places: SpanPlaces): number {
  const field = new FieldReader(bytes, at, limit, DEPTH);
  field.next();
  checkField(bytes, SPAN, field, DEPTH);
  if (field.number === FIELD.span.attributes) index.irregular(field);
  else places.take(bytes, field.number, field.content, field.end);
  return field.end;
}
