import { create, createFileRegistry, type DescMessage } from "@bufbuild/protobuf";
import {
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";

const { BYTES, DOUBLE, BOOL, FIXED64, FIXED32, INT32, INT64, MESSAGE, STRING, UINT32 } = FieldDescriptorProto_Type;
const { OPTIONAL, REPEATED } = FieldDescriptorProto_Label;

/**
 * A field by its name in JSON: number, type or message, and whether it is a list or one of the fields of a
 * `oneof`.
 */
type FieldRow = readonly [number: number, type: FieldDescriptorProto_Type | string, how?: "list" | "oneof"];

/**
 * The messages of opentelemetry-proto 1.x that a request of traces is made of. Enums are read as the numbers
 * that OTLP/JSON has.
 */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, FieldRow>>>> = {
  TracesData: { resourceSpans: [1, "ResourceSpans", "list"] },
  ResourceSpans: { resource: [1, "Resource"], scopeSpans: [2, "ScopeSpans", "list"], schemaUrl: [3, STRING] },
  Resource: { attributes: [1, "KeyValue", "list"], droppedAttributesCount: [2, UINT32] },
  ScopeSpans: { scope: [1, "InstrumentationScope"], spans: [2, "Span", "list"], schemaUrl: [3, STRING] },
  InstrumentationScope: {
    name: [1, STRING],
    version: [2, STRING],
    attributes: [3, "KeyValue", "list"],
    droppedAttributesCount: [4, UINT32],
  },
  Span: {
    traceId: [1, BYTES],
    spanId: [2, BYTES],
    traceState: [3, STRING],
    parentSpanId: [4, BYTES],
    flags: [16, FIXED32],
    name: [5, STRING],
    kind: [6, INT32],
    startTimeUnixNano: [7, FIXED64],
    endTimeUnixNano: [8, FIXED64],
    attributes: [9, "KeyValue", "list"],
    droppedAttributesCount: [10, UINT32],
    events: [11, "Event", "list"],
    droppedEventsCount: [12, UINT32],
    links: [13, "Link", "list"],
    droppedLinksCount: [14, UINT32],
    status: [15, "Status"],
  },
  Event: {
    timeUnixNano: [1, FIXED64],
    name: [2, STRING],
    attributes: [3, "KeyValue", "list"],
    droppedAttributesCount: [4, UINT32],
  },
  Link: {
    traceId: [1, BYTES],
    spanId: [2, BYTES],
    traceState: [3, STRING],
    attributes: [4, "KeyValue", "list"],
    droppedAttributesCount: [5, UINT32],
    flags: [6, FIXED32],
  },
  Status: { message: [2, STRING], code: [3, INT32] },
  KeyValue: { key: [1, STRING], value: [2, "AnyValue"] },
  KeyValueList: { values: [1, "KeyValue", "list"] },
  ArrayValue: { values: [1, "AnyValue", "list"] },
  AnyValue: {
    stringValue: [1, STRING, "oneof"],
    boolValue: [2, BOOL, "oneof"],
    intValue: [3, INT64, "oneof"],
    doubleValue: [4, DOUBLE, "oneof"],
    arrayValue: [5, "ArrayValue", "oneof"],
    kvlistValue: [6, "KeyValueList", "oneof"],
    bytesValue: [7, BYTES, "oneof"],
  },
};

export const ROOT_MESSAGE = "TracesData";

/** The fields of a message that are messages themselves, by number. */
export function messageFieldsOf(name: string): ReadonlyMap<number, string> {
  const known = MESSAGE_FIELDS.get(name);
  if (known === undefined) throw new Error(`There is no message ${name}`);
  return known;
}

const MESSAGE_FIELDS: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map(
  Object.entries(MESSAGES).map(([name, fields]) => [
    name,
    new Map(Object.values(fields).flatMap(([number, type]) => (typeof type === "string" ? [[number, type] as const] : []))),
  ]),
);

/** `TracesData`, which is on the wire what an `ExportTraceServiceRequest` is. */
export function tracesDataDescriptor(): DescMessage {
  const registry = createFileRegistry(fileOf(MESSAGES), () => undefined);
  const message = registry.getMessage(`otlp.${ROOT_MESSAGE}`);
  if (message === undefined) throw new Error("The descriptor of TracesData is missing");
  return message;
}

function fileOf(messages: typeof MESSAGES): FileDescriptorProto {
  return create(FileDescriptorProtoSchema, {
    name: "otlp.proto",
    package: "otlp",
    syntax: "proto3",
    messageType: Object.entries(messages).map(([name, fields]) => ({
      name,
      field: Object.entries(fields).map(([jsonName, row]) => fieldOf(jsonName, row)),
      oneofDecl: Object.values(fields).some(([, , how]) => how === "oneof") ? [{ name: "value" }] : [],
    })),
  });
}

function fieldOf(jsonName: string, [number, type, how]: FieldRow): FieldDescriptorProto {
  return create(FieldDescriptorProtoSchema, {
    name: jsonName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    jsonName,
    number,
    label: how === "list" ? REPEATED : OPTIONAL,
    ...(typeof type === "string" ? { type: MESSAGE, typeName: `.otlp.${type}` } : { type }),
    ...(how === "oneof" ? { oneofIndex: 0 } : {}),
  });
}
