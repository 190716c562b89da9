/** The bodies of OTLP/HTTP: protobuf and JSON, plain or gzipped, each read within bounds. */
import type { IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { ResourceSpans, ScopeSpans, TracesData } from "litellm-span-mapper";
import protobuf from "protobufjs";

/** An answer other than 200. Exporters send a request again after 503, not after the others. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Codec {
  decode(body: Buffer): unknown;
  encode(type: "ExportTraceServiceResponse" | "ErrorStatus", message: object): string | Uint8Array;
}

const service = protobuf
  .loadSync(fileURLToPath(new URL("proto/trace-service.proto", import.meta.url)))
  .lookup("opentelemetry.proto.collector.trace.v1") as protobuf.Namespace;

export const CODECS: ReadonlyMap<string | undefined, Codec> = new Map([
  ["application/json", { decode: (body) => JSON.parse(body.toString()), encode: (_type, message) => JSON.stringify(message) }],
  [
    "application/x-protobuf",
    {
      decode: (body) => service.lookupType("ExportTraceServiceRequest").decode(body),
      encode: (type, message) => service.lookupType(type).encode(message).finish(),
    },
  ],
]);

const MiB = 1024 * 1024;
const MAX_BYTES = 16 * MiB;
/** Of all requests that are being read, so that many clients at once take no more memory than a few. */
const MAX_BYTES_UNDER_WAY = 128 * MiB;
/** LiteLLM's exporter sends 512 unless it is told otherwise. Empty spans take a hundred times the memory of their three bytes. */
const MAX_SPANS = 50_000;
/** Of LiteLLM's requests 10 to 20. A bomb has 1,000, and what it holds takes far more memory once it is decoded. */
const MAX_GZIP_RATIO = 100;

let bytesUnderWay = 0;

/** The request in a body. Whatever is malformed or too large is a `Refusal`. */
export async function requestIn(message: IncomingMessage, codec: Codec): Promise<TracesData> {
  const body = await uncompressed(await bytesOf(message), message.headers["content-encoding"] ?? "identity");
  const request = decoded(body, codec);
  if (!isRequest(request)) throw new Refusal(400, "The body is not an ExportTraceServiceRequest");
  if (partsIn(request.resourceSpans ?? []) > MAX_SPANS) throw new Refusal(413, `A request may have ${MAX_SPANS} spans`);
  return request;
}

function decoded(body: Buffer, codec: Codec): unknown {
  try {
    return codec.decode(body);
  } catch {
    return undefined;
  }
}

export function spansIn(all: readonly (ResourceSpans | null)[]): number {
  let count = 0;
  for (const scope of scopesIn(all)) count += scope?.spans?.length ?? 0;
  return count;
}

/** What is mapped one by one. Resources and scopes count, too: empty ones take as much memory as empty spans. */
export function partsIn(all: readonly (ResourceSpans | null)[]): number {
  let scopes = 0;
  for (const _ of scopesIn(all)) scopes++;
  return all.length + scopes + spansIn(all);
}

function* scopesIn(all: readonly (ResourceSpans | null)[]): Generator<ScopeSpans | null> {
  for (const each of all) if (Array.isArray(each?.scopeSpans)) yield* each.scopeSpans;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of message) {
      bytes += chunk.length;
      bytesUnderWay += chunk.length;
      if (bytes > MAX_BYTES) throw new Refusal(413, `A request may have ${MAX_BYTES} bytes`);
      if (bytesUnderWay > MAX_BYTES_UNDER_WAY) throw new Refusal(503, "Too much is being received");
      chunks.push(chunk);
    }
  } finally {
    bytesUnderWay -= bytes;
  }
  return Buffer.concat(chunks);
}

async function uncompressed(body: Buffer, encoding: string): Promise<Buffer> {
  if (encoding === "identity") return body;
  if (encoding !== "gzip") throw new Refusal(415, `The content encoding ${JSON.stringify(encoding)} is not known, only gzip`);
  const maxOutputLength = Math.min(MAX_BYTES, MiB + MAX_GZIP_RATIO * body.length);
  return promisify(gunzip)(body, { maxOutputLength }).catch(() => {
    throw new Refusal(400, `The body is not gzip, or of more than ${maxOutputLength} bytes`);
  });
}

function isRequest(value: unknown): value is TracesData {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { resourceSpans = [] } = value as { readonly resourceSpans?: readonly (ResourceSpans | null)[] };
  return Array.isArray(resourceSpans) && resourceSpans.every((each) => typeof each === "object" && each !== null);
}
