import { WIRE_TYPE } from "./field-reader.js";

/** A message of OTLP: the fields that every decoder knows, by number. Any other field is of a later version. */
export interface MessageType {
  readonly name: string;
  /** At their numbers. */
  readonly fields: readonly (FieldType | undefined)[];
}

export interface FieldType {
  readonly name: string;
  readonly wireType: number;
  readonly isText?: true;
  /** The type of a field that is a message; a function, because values hold values. */
  readonly message?: () => MessageType;
}

const varint = (name: string): FieldType => ({ name, wireType: WIRE_TYPE.varint });
const fixed64 = (name: string): FieldType => ({ name, wireType: WIRE_TYPE.fixed64 });
const fixed32 = (name: string): FieldType => ({ name, wireType: WIRE_TYPE.fixed32 });
const bytes = (name: string): FieldType => ({ name, wireType: WIRE_TYPE.lengthDelimited });
const text = (name: string): FieldType => ({ ...bytes(name), isText: true });
const message = (name: string, type: () => MessageType): FieldType => ({ ...bytes(name), message: type });

function type(name: string, fieldsByNumber: readonly (readonly [number, FieldType])[]): MessageType {
  const fields: (FieldType | undefined)[] = [];
  for (const [number, field] of fieldsByNumber) fields[number] = field;
  return { name, fields };
}

const ANY_VALUE: MessageType = type("AnyValue", [
  [1, text("string_value")],
  [2, varint("bool_value")],
  [3, varint("int_value")],
  [4, fixed64("double_value")],
  [5, message("array_value", () => ARRAY_VALUE)],
  [6, message("kvlist_value", () => KEY_VALUE_LIST)],
  [7, bytes("bytes_value")],
]);

const ARRAY_VALUE: MessageType = type("ArrayValue", [[1, message("values", () => ANY_VALUE)]]);

const KEY_VALUE: MessageType = type("KeyValue", [
  [1, text("key")],
  [2, message("value", () => ANY_VALUE)],
]);

const KEY_VALUE_LIST: MessageType = type("KeyValueList", [[1, message("values", () => KEY_VALUE)]]);

const attributes = message("attributes", () => KEY_VALUE);

const EVENT: MessageType = type("Span.Event", [
  [1, fixed64("time_unix_nano")],
  [2, text("name")],
  [3, attributes],
  [4, varint("dropped_attributes_count")],
]);

const LINK: MessageType = type("Span.Link", [
  [1, bytes("trace_id")],
  [2, bytes("span_id")],
  [3, text("trace_state")],
  [4, attributes],
  [5, varint("dropped_attributes_count")],
  [6, fixed32("flags")],
]);

const STATUS: MessageType = type("Status", [
  [2, text("message")],
  [3, varint("code")],
]);

export const SPAN: MessageType = type("Span", [
  [1, bytes("trace_id")],
  [2, bytes("span_id")],
  [3, text("trace_state")],
  [4, bytes("parent_span_id")],
  [5, text("name")],
  [6, varint("kind")],
  [7, fixed64("start_time_unix_nano")],
  [8, fixed64("end_time_unix_nano")],
  [9, attributes],
  [10, varint("dropped_attributes_count")],
  [11, message("events", () => EVENT)],
  [12, varint("dropped_events_count")],
  [13, message("links", () => LINK)],
  [14, varint("dropped_links_count")],
  [15, message("status", () => STATUS)],
  [16, fixed32("flags")],
]);

const INSTRUMENTATION_SCOPE: MessageType = type("InstrumentationScope", [
  [1, text("name")],
  [2, text("version")],
  [3, attributes],
  [4, varint("dropped_attributes_count")],
]);

export const SCOPE_SPANS: MessageType = type("ScopeSpans", [
  [1, message("scope", () => INSTRUMENTATION_SCOPE)],
  [2, message("spans", () => SPAN)],
  [3, text("schema_url")],
]);

const RESOURCE: MessageType = type("Resource", [
  [1, attributes],
  [2, varint("dropped_attributes_count")],
]);

export const RESOURCE_SPANS: MessageType = type("ResourceSpans", [
  [1, message("resource", () => RESOURCE)],
  [2, message("scope_spans", () => SCOPE_SPANS)],
  [3, text("schema_url")],
]);

/**
 * `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest`, and `TracesData`, which is the same on
 * the wire.
 */
export const EXPORT_TRACE_SERVICE_REQUEST: MessageType = type("ExportTraceServiceRequest", [
  [1, message("resource_spans", () => RESOURCE_SPANS)],
]);

/** Numbers of the fields that are read in place. */
export const FIELD = {
  request: { resourceSpans: 1 },
  resourceSpans: { resource: 1, scopeSpans: 2 },
  resource: { attributes: 1 },
  scopeSpans: { scope: 1, spans: 2 },
  scope: { name: 1 },
  span: {
    traceId: 1,
    spanId: 2,
    parentSpanId: 4,
    name: 5,
    kind: 6,
    startTime: 7,
    endTime: 8,
    attributes: 9,
    droppedAttributesCount: 10,
    events: 11,
    status: 15,
    flags: 16,
  },
  event: { attributes: 3 },
  status: { message: 2, code: 3 },
  keyValue: { key: 1, value: 2 },
  list: { values: 1 },
  anyValue: {
    stringValue: 1,
    boolValue: 2,
    intValue: 3,
    doubleValue: 4,
    arrayValue: 5,
    kvlistValue: 6,
    bytesValue: 7,
  },
} as const;
