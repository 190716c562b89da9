/** Encoded requests: mapping the bytes beside decoding, mapping and encoding them. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import type * as Library from "../src/index.js";
import type { TracesData } from "../src/index.js";
import type * as Protobuf from "../src/protobuf/index.js";
import { protobufEsRequest, protobufjsRequest } from "../test/otlp-proto.js";
import type { Contender } from "./contenders.js";
import type { Figures } from "./measure.js";
import { type Payload, spansOf } from "./payloads.js";

type BytesMapper = Pick<typeof Protobuf, "mapLiteLLMTracesProtobuf" | "fiddlerSpansOfProtobuf">;
type ObjectMapper = Pick<typeof Library, "mapLiteLLMTraces" | "fiddlerSpansFrom">;

/** The contenders that the floor is the faster of. */
const FLOORS = ["protobufjs floor", "protobuf-es floor"] as const;
/** What records of bytes are measured against. */
const DECODED_RECORDS = "records of decoded objects";

/** An export of a proxy under load, as LiteLLM's exporter sends it. */
export function loadPayload(): Payload {
  const json = gunzipSync(readFileSync(new URL("../fixtures/load/1.110.2.json.gz", import.meta.url))).toString();
  return { name: "L", what: "export of a proxy under load", json, spans: spansOf(JSON.parse(json)).length, copies: 2 };
}

/** The built package on encoded requests, and the floors. */
export function protobufContenders(bytes: BytesMapper, objects: ObjectMapper): readonly Contender[] {
  const contender = (name: string, run: (request: Uint8Array) => unknown): Contender => ({
    name,
    prepare: (json) => encoded(json).slice(),
    run,
  });
  const { mapLiteLLMTracesProtobuf, fiddlerSpansOfProtobuf } = bytes;
  return [
    contender(FLOORS[0], (request) => protobufjsRequest.encode(protobufjsRequest.decode(request)).finish()),
    contender(FLOORS[1], (request) => toBinary(protobufEsRequest, fromBinary(protobufEsRequest, request))),
    contender("bytes to bytes", (request) => mapLiteLLMTracesProtobuf(request)),
    contender("bytes to bytes, recovery on", (request) => mapLiteLLMTracesProtobuf(request, { recoverFromRawRequest: true })),
    contender("bytes without LiteLLM", (request) => mapLiteLLMTracesProtobuf(request, { serviceNames: ["another"] })),
    contender("bytes to records", (request) => fiddlerSpansOfProtobuf(request)),
    contender(DECODED_RECORDS, (request) =>
      objects.fiddlerSpansFrom(objects.mapLiteLLMTraces(protobufjsRequest.decode(request) as TracesData)),
    ),
    contender("copying the bytes", (request) => request.slice()),
  ];
}

/** Figures, as shares of the floor and of making records of decoded objects. */
export interface BytesFigures extends Figures {
  readonly floor: number;
  readonly againFloor: number;
  readonly records: number;
}

export function ratiosOfBytes(figures: readonly Figures[]): readonly BytesFigures[] {
  return figures.map((row) => {
    const of = (contender: string) => figures.find((each) => each.payload === row.payload && each.contender === contender);
    const least = (which: "median" | "again") => Math.min(...FLOORS.map((floor) => of(floor)?.[which] ?? Number.NaN));
    return {
      ...row,
      floor: row.median / least("median"),
      againFloor: row.again / least("again"),
      records: row.median / (of(DECODED_RECORDS)?.median ?? Number.NaN),
    };
  });
}

const requests = new Map<string, Uint8Array>();

/** A request as an exporter encodes it. */
export function encoded(json: string): Uint8Array {
  let request = requests.get(json);
  if (request === undefined) requests.set(json, (request = encodedOnce(JSON.parse(json, bytesOfId))));
  return request;
}

export function encodedOnce(traces: TracesData): Uint8Array {
  return new Uint8Array(protobufjsRequest.encode(protobufjsRequest.fromObject(traces)).finish());
}

/** OTLP/JSON writes ids as hex. */
function bytesOfId(member: string, value: unknown): unknown {
  const isId = member === "traceId" || member === "spanId" || member === "parentSpanId";
  return isId && typeof value === "string" ? Buffer.from(value, "hex") : value;
}

/** Memory that mapping a body takes, the result in it, as a multiple of the body. */
export function memoryOf(map: BytesMapper["mapLiteLLMTracesProtobuf"], body: Uint8Array): number {
  const used = () => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const result = map(body);
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return result === body ? 0 : (heapUsed + arrayBuffers - before) / body.length;
}
