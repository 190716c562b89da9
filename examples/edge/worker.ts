/**
 * A worker of an edge platform (Cloudflare's, or workerd anywhere): takes OTLP/HTTP, maps it and sends it on. It keeps nothing, so
 * it sees one request at a time: let a Collector with groupbytrace send to it, or use `rawRequests: "withhold"`.
 */
import { mapLiteLLMTracesProtobuf } from "litellm-span-mapper/protobuf";

interface Environment {
  readonly FIDDLER_ENDPOINT: string;
  readonly FIDDLER_AUTHORIZATION?: string;
}
const PROTOBUF = "application/x-protobuf";
const MAX_BYTES = 16 * 1024 * 1024;

/** Bytes to bytes; `undefined` for what is not a request. */
function mapped(request: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  try {
    return mapLiteLLMTracesProtobuf(request) as Uint8Array<ArrayBuffer>;
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
