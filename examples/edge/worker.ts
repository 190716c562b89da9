/**
 * A worker of an edge platform (Cloudflare's, or workerd anywhere): takes OTLP/HTTP, maps it and sends it on. It keeps nothing, so
 * it sees one request at a time: let a Collector with groupbytrace send to it, or use `rawRequests: "withhold"`.
 *
 * `otlp.binpb` is what `protoc --include_imports --descriptor_set_out=otlp.binpb trace-service.proto` makes of `examples/proto`,
 * bundled as bytes. Edge platforms allow no code from text, which rules out protobufjs; @bufbuild/protobuf has no need of it.
 */
import { createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { mapLiteLLMTraces, type TracesData } from "litellm-span-mapper";
import descriptors from "./otlp.binpb";

interface Environment {
  readonly FIDDLER_ENDPOINT: string;
  readonly FIDDLER_AUTHORIZATION?: string;
}
const NAME = "opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest";
const PROTOBUF = "application/x-protobuf";
const MAX_BYTES = 16 * 1024 * 1024;

const request = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors)).getMessage(NAME);
if (request === undefined) throw new Error(`otlp.binpb has no ${NAME}`);

/** Bytes to bytes; `undefined` for what is not a request. */
function mapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    return toBinary(request, mapLiteLLMTraces(fromBinary(request, bytes) as TracesData) as never);
  } catch {
    return undefined;
  }
}

/** The body, unpacked; `undefined` where it is larger than it may be. */
async function bodyOf({ headers, body }: Request): Promise<Uint8Array | undefined> {
  const stream = headers.get("content-encoding") === "gzip" ? body?.pipeThrough(new DecompressionStream("gzip")) : body;
  const chunks: BlobPart[] = [];
  let bytes = 0;
  for (const reader = stream?.getReader(); reader !== undefined; ) {
    const { value, done } = await reader.read();
    if (done) break;
    if ((bytes += value.length) > MAX_BYTES) return undefined;
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

export default {
  async fetch(incoming: Request, { FIDDLER_ENDPOINT, FIDDLER_AUTHORIZATION }: Environment): Promise<Response> {
    if (incoming.method !== "POST" || new URL(incoming.url).pathname !== "/v1/traces") return new Response(null, { status: 404 });
    if (incoming.headers.get("content-type") !== PROTOBUF) return new Response(null, { status: 415 });
    const bytes = await bodyOf(incoming).catch(() => new Uint8Array([0]));
    if (bytes === undefined) return new Response(null, { status: 413 });
    const body = mapped(bytes);
    if (body === undefined) return new Response("The body is not an ExportTraceServiceRequest", { status: 400 });
    const headers = { "content-type": PROTOBUF, authorization: FIDDLER_AUTHORIZATION ?? "" };
    // Fiddler's answer is the exporter's: it sends again where it is asked to.
    return fetch(`${FIDDLER_ENDPOINT}/v1/traces`, { method: "POST", headers, body });
  },
};
