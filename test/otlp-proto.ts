/** OTLP's messages for the two protobuf libraries, from the same `.proto` files that the receiver in `examples/` reads. */
import { fileURLToPath } from "node:url";
import { createFileRegistry, type DescMessage, fromBinary } from "@bufbuild/protobuf";
import { type FileDescriptorProto, type FileDescriptorSet, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import protobuf from "protobufjs";
import descriptor from "protobufjs/ext/descriptor.js";

const PACKAGES_BY_DEPENDENCY = ["common.v1", "resource.v1", "trace.v1", "collector.trace.v1"];
const REQUEST = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";

const root = protobuf.loadSync(fileURLToPath(new URL("../examples/proto/trace-service.proto", import.meta.url)));
root.resolveAll();

/** `ExportTraceServiceRequest` of protobufjs. */
export const protobufjsRequest: protobuf.Type = root.lookupType(REQUEST);

/** `ExportTraceServiceRequest` of protobuf-es. */
export const protobufEsRequest: DescMessage = protobufEsMessage(REQUEST);

function protobufEsMessage(typeName: string): DescMessage {
  const message = createFileRegistry(descriptorSet()).getMessage(typeName);
  if (message === undefined) throw new Error(`There is no ${typeName}`);
  return message;
}

function descriptorSet(): FileDescriptorSet {
  const encoded = descriptor.FileDescriptorSet.encode(root.toDescriptor("proto3")).finish();
  const set = fromBinary(FileDescriptorSetSchema, encoded);
  for (const file of set.file) completeNames(file.package, file.messageType);
  const positionOf = (file: FileDescriptorProto) =>
    PACKAGES_BY_DEPENDENCY.findIndex((name) => file.package.endsWith(`proto.${name}`));
  set.file.sort((a, b) => positionOf(a) - positionOf(b));
  return set;
}

/** protobufjs leaves out names in JSON that equal the field's name, and writes relative names of types; protobuf-es wants all in full. */
function completeNames(scope: string, messages: FileDescriptorProto["messageType"]): void {
  for (const message of messages) {
    const name = `${scope}.${message.name}`;
    const { fieldsArray } = root.lookupType(name);
    for (const field of message.field) {
      field.jsonName ||= field.name;
      const type = fieldsArray.find(({ id }) => id === field.number)?.resolvedType;
      if (type) field.typeName = type.fullName;
    }
    completeNames(name, message.nestedType);
  }
}
