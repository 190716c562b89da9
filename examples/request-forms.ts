/** The two forms of a request over HTTP: protobuf, whose spans are never decoded, and JSON. */
import { fileURLToPath } from "node:url";
import { mapLiteLLMTraces, type ResourceSpans, type TracesData } from "litellm-span-mapper";
import { mapLiteLLMTracesProtobuf } from "litellm-span-mapper/protobuf";
import { type WholeTraces, type WholeTracesOptions, wholeTraces, wholeTracesProtobuf } from "litellm-span-mapper/whole-traces";
import protobuf from "protobufjs";

export interface RequestForm<Request> {
  /** Holds requests of this form until their traces are whole. */
  holder(options?: WholeTracesOptions): WholeTraces<Request>;
  /** What a body holds of each resource; throws where it is not a request. */
  partsOf(body: Buffer): readonly RequestPart<Request>[];
  together(requests: readonly Request[]): Request;
  map(request: Request): Request;
  encode(type: "ExportTraceServiceResponse" | "ErrorStatus", message: object): string | Uint8Array;
}

/** One resource of a request. */
export interface RequestPart<Request> {
  /** A request of it alone. */
  readonly request: Request;
  /** The resource and its scopes; spans in bytes stay bytes. */
  readonly resourceSpans: ResourceSpans;
}

const messagesIn = (file: string, name: string) =>
  protobuf.loadSync(fileURLToPath(new URL(`proto/${file}`, import.meta.url))).lookup(name) as protobuf.Namespace;
const service = messagesIn("trace-service.proto", "opentelemetry.proto.collector.trace.v1");
const parts = messagesIn("parts.proto", "parts");
const requestType = parts.lookupType("Request");
const resourceType = parts.lookupType("ResourceSpans");

export const PROTOBUF: RequestForm<Uint8Array> = {
  holder: wholeTracesProtobuf,
  partsOf(body) {
    mapLiteLLMTracesProtobuf(body); // Throws for what is malformed, however deep, before any of it is kept.
    const { resourceSpans } = requestType.decode(body) as unknown as { readonly resourceSpans: readonly Uint8Array[] };
    return resourceSpans.map((bytes) => ({
      request: requestType.encode({ resourceSpans: [bytes] }).finish(),
      resourceSpans: resourceType.decode(bytes) as ResourceSpans,
    }));
  },
  // Behind each other, messages with repeated fields are one with all of them.
  together: (requests) => Buffer.concat(requests),
  map: (request) => mapLiteLLMTracesProtobuf(request),
  encode: (type, message) => service.lookupType(type).encode(message).finish(),
};

export const JSON_TEXT: RequestForm<TracesData> = {
  holder: wholeTraces,
  partsOf(body) {
    const request: unknown = JSON.parse(body.toString());
    if (!isRequest(request)) throw new TypeError("The body is not an ExportTraceServiceRequest");
    return (request.resourceSpans ?? []).map((each) => ({ request: { resourceSpans: [each] }, resourceSpans: each }));
  },
  together: (requests) => ({ resourceSpans: requests.flatMap(({ resourceSpans }) => resourceSpans ?? []) }),
  map: (request) => mapLiteLLMTraces(request),
  encode: (_type, message) => JSON.stringify(message),
};

function isRequest(value: unknown): value is { readonly resourceSpans?: readonly ResourceSpans[] } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { resourceSpans = [] } = value as { readonly resourceSpans?: unknown };
  return Array.isArray(resourceSpans) && resourceSpans.every((each) => typeof each === "object" && each !== null);
}
