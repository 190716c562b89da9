/**
 * An OTLP/HTTP receiver for LiteLLM's exporter. It maps what arrives and prints a line per call:
 *
 *     npx tsx examples/otlp-receiver.ts
 *     OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 litellm --config config.yaml
 *
 * It takes protobuf and JSON, plain or gzipped. The messages in `proto/` are what it needs of OTLP; the official files of
 * opentelemetry-proto do as well.
 */
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type FiddlerSpan, fiddlerSpansOf, mapLiteLLMTraces, type ResourceSpans, type TracesData } from "litellm-span-mapper";
import protobuf from "protobufjs";

export interface ReceiverOptions {
  /** Takes what is LiteLLM's, mapped. Where it rejects, the exporter is asked to send the request again. */
  onMapped(resourceSpans: ResourceSpans): void | Promise<void>;
  /** Takes everything else as it came. Without this, the exporter is told that those spans were rejected. */
  onOther?(resourceSpans: ResourceSpans): void | Promise<void>;
}

const MAX_BYTES = 64 * 1024 * 1024;

const service = protobuf
  .loadSync(fileURLToPath(new URL("proto/trace-service.proto", import.meta.url)))
  .lookup("opentelemetry.proto.collector.trace.v1") as protobuf.Namespace;

interface Codec {
  decode(body: Buffer): unknown;
  encode(type: "ExportTraceServiceResponse" | "ErrorStatus", message: object): string | Uint8Array;
}

const CODECS: ReadonlyMap<string | undefined, Codec> = new Map([
  ["application/json", { decode: (body) => JSON.parse(body.toString()), encode: (_type, message) => JSON.stringify(message) }],
  [
    "application/x-protobuf",
    {
      decode: (body) => service.lookupType("ExportTraceServiceRequest").decode(body),
      encode: (type, message) => service.lookupType(type).encode(message).finish(),
    },
  ],
]);

/** An answer other than 200. Exporters send a request again after 503, not after the others. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** For `createServer` of `node:http` or `node:https`. */
export function otlpReceiver(options: ReceiverOptions): RequestListener {
  return async (request, response) => {
    const contentType = request.headers["content-type"]?.split(";")[0]?.trim();
    const codec = CODECS.get(contentType);
    const answer = (status: number, body: string | Uint8Array) =>
      response.writeHead(status, { "content-type": codec ? contentType : "text/plain" }).end(body);
    try {
      if (request.url !== "/v1/traces") throw new Refusal(404, "Traces go to /v1/traces");
      if (request.method !== "POST") throw new Refusal(405, "Traces come by POST");
      if (codec === undefined) throw new Refusal(415, `Known are ${[...CODECS.keys()].join(" and ")}`);
      const rejectedSpans = await receive(sorted(await bodyOf(request), codec), options);
      const partialSuccess = { rejectedSpans, errorMessage: "Only spans of LiteLLM are taken here" };
      answer(200, codec.encode("ExportTraceServiceResponse", rejectedSpans > 0 ? { partialSuccess } : {}));
    } catch (error) {
      const { status, message } = error instanceof Refusal ? error : new Refusal(503, "The spans could not be stored");
      response.setHeader("connection", "close");
      answer(status, codec ? codec.encode("ErrorStatus", { message }) : message);
    }
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Refusal(413, `A request may have ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return body;
  if (encoding !== "gzip") throw new Refusal(415, `Content encoding ${encoding} is not known, only gzip`);
  return promisify(gunzip)(body, { maxOutputLength: MAX_BYTES }).catch(() => {
    throw new Refusal(400, `The body is no gzip, or of more than ${MAX_BYTES} bytes`);
  });
}

interface Sorted {
  readonly mapped: readonly ResourceSpans[];
  readonly others: readonly ResourceSpans[];
  readonly otherSpans: number;
}

/** Cross-span rules see the whole request. Whatever is malformed throws here, before anything is taken. */
function sorted(body: Buffer, codec: Codec): Sorted {
  try {
    const all = mapLiteLLMTraces(codec.decode(body) as TracesData).resourceSpans ?? [];
    const isMapped = (resourceSpans: ResourceSpans) => fiddlerSpansOf(resourceSpans).length > 0;
    const others = all.filter((resourceSpans) => !isMapped(resourceSpans));
    const otherSpans = others.flatMap(({ scopeSpans }) => (scopeSpans ?? []).flatMap(({ spans }) => spans ?? []));
    return { mapped: all.filter(isMapped), others, otherSpans: otherSpans.length };
  } catch {
    throw new Refusal(400, "The body is no ExportTraceServiceRequest");
  }
}

/** The number of spans that nobody took. */
async function receive({ mapped, others, otherSpans }: Sorted, { onMapped, onOther }: ReceiverOptions): Promise<number> {
  for (const resourceSpans of mapped) await onMapped(resourceSpans);
  if (onOther === undefined) return otherSpans;
  for (const resourceSpans of others) await onOther(resourceSpans);
  return 0;
}

function lineOf(span: FiddlerSpan): string {
  const team = span.user["metadata.user_api_key_team_alias"] ?? span.user["litellm.team.alias"] ?? "no team";
  return `${span.traceId} ${span.requestModel} ${team}: ${span.totalTokens ?? "?"} tokens, $${span.costs.total_cost ?? "?"}`;
}

function main(): void {
  const onMapped = (resourceSpans: ResourceSpans) => {
    for (const span of fiddlerSpansOf(resourceSpans)) if (span.type === "llm") console.log(lineOf(span));
  };
  createServer(otlpReceiver({ onMapped })).listen(4318, "127.0.0.1", () => console.log("http://127.0.0.1:4318/v1/traces"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
