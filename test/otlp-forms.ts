/** The forms OTLP comes in: each made from the same protobuf bytes by a real decoder, and written back by its encoder. */
import { fromBinary, fromJson, type JsonValue, toBinary, toJson } from "@bufbuild/protobuf";
import type { IConversionOptions } from "protobufjs";
import type { TracesData } from "../src/index.js";
import { protobufEsRequest, protobufjsRequest } from "./otlp-proto.js";

export interface Form {
  readonly name: string;
  decode(bytes: Uint8Array): TracesData;
  encode(traces: TracesData): Uint8Array;
  /** 64-bit integers are `number`, and those above 2^53 inexact. */
  readonly rounds?: true;
}

/** OTLP/JSON is protobuf's JSON but for two things: ids are hex, enums are numbers. */
export const otlpJson: Form = {
  name: "OTLP/JSON",
  decode: (bytes) =>
    asTraces(
      changed(toJson(protobufEsRequest, fromBinary(protobufEsRequest, bytes), { enumAsInteger: true }), (id) =>
        Buffer.from(id, "base64").toString("hex"),
      ),
    ),
  encode: (traces) =>
    toBinary(
      protobufEsRequest,
      fromJson(
        protobufEsRequest,
        changed(traces, (id) => Buffer.from(id, "hex").toString("base64")),
      ),
    ),
};

export const forms: readonly Form[] = [
  otlpJson,
  {
    name: "protobuf's JSON",
    decode: (bytes) => asTraces(toJson(protobufEsRequest, fromBinary(protobufEsRequest, bytes))),
    encode: (traces) => toBinary(protobufEsRequest, fromJson(protobufEsRequest, traces as JsonValue)),
  },
  {
    name: "protobuf-es",
    decode: (bytes) => asTraces(fromBinary(protobufEsRequest, bytes)),
    encode: (traces) => toBinary(protobufEsRequest, traces as never),
  },
  {
    name: "protobufjs, messages with Long",
    decode: (bytes) => asTraces(protobufjsRequest.decode(bytes)),
    encode: encodedByProtobufjs,
  },
  {
    name: "protobufjs, messages through a worker's postMessage",
    decode: (bytes) => asTraces(structuredClone(protobufjsRequest.toObject(protobufjsRequest.decode(bytes)))),
    encode: (traces) => protobufjsRequest.encode(protobufjsRequest.fromObject(traces)).finish(),
  },
  protobufjsObjects("objects with Long", {}),
  { ...protobufjsObjects("objects with numbers", { longs: Number }), rounds: true },
  protobufjsObjects("objects with strings", { longs: String }),
  protobufjsObjects("objects with bigint", { longs: BigInt }),
  protobufjsObjects("objects with lists of bytes and all defaults", { bytes: Array, defaults: true }),
  protobufjsObjects("objects as in JSON", { longs: String, enums: String, bytes: String }),
  protobufjsObjects("objects as of @grpc/proto-loader", { longs: String, enums: String, defaults: true, oneofs: true }),
];

function protobufjsObjects(name: string, options: IConversionOptions): Form {
  // What protobufjs does not encode as it is, it takes through `fromObject`.
  const needsConversion = options.longs === String || options.longs === BigInt || options.bytes !== undefined;
  return {
    name: `protobufjs, ${name}`,
    decode: (bytes) => asTraces(protobufjsRequest.toObject(protobufjsRequest.decode(bytes), options)),
    encode: (traces) =>
      needsConversion ? encodedByProtobufjs(protobufjsRequest.fromObject(traces)) : encodedByProtobufjs(traces),
  };
}

function encodedByProtobufjs(message: object): Uint8Array {
  const problem = protobufjsRequest.verify(message);
  if (problem !== null) throw new Error(problem);
  return protobufjsRequest.encode(message).finish();
}

function asTraces(message: unknown): TracesData {
  return message as TracesData;
}

const IDS: ReadonlySet<string> = new Set(["traceId", "spanId", "parentSpanId"]);

function changed(value: unknown, changeId: (id: string) => string): JsonValue {
  return JSON.parse(JSON.stringify(value, (key, member) => (IDS.has(key) ? changeId(member) : member)));
}

/** A message of any form as protobuf's JSON, to be compared. */
export function inCommon(form: Form, traces: TracesData): unknown {
  return toJson(protobufEsRequest, fromBinary(protobufEsRequest, form.encode(traces)));
}

/** Times as they are after they were a `number`. */
export function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, member) => (key.endsWith("UnixNano") ? BigInt(Number(member)).toString() : member)),
  );
}

/**
 * What a decoder's messages look like: for each class or type of message its members, and the type of its 64-bit integers.
 * The fields of `AnyValue` count as one.
 */
export function looksOf(value: unknown, looks: Set<string> = new Set(), name = ""): ReadonlySet<string> {
  if (Array.isArray(value)) {
    for (const entry of value) looksOf(entry, looks, name);
  } else if (/^(?:intValue|.*UnixNano)$/.test(name)) {
    looks.add(`64 bits: ${nameOf(value)}`);
  } else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    looks.add(`${nameOf(value)} {${members.map(([member]) => member.replace(/^[a-z]+Value$/, "field")).sort()}}`);
    for (const [member, content] of members) {
      if (!("case" in value)) looksOf(content, looks, member);
      else if (member === "value") looksOf(content, looks, String(value.case));
    }
  }
  return looks;
}

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const { $typeName, $type } = value as { $typeName?: string; $type?: { fullName: string } };
  return `${Object.getPrototypeOf(value)?.constructor.name} ${$typeName ?? $type?.fullName ?? ""}`;
}
