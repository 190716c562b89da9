/** The bodies of OTLP/HTTP, plain or gzipped, each read within bounds. */
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

/** An answer other than 200. Exporters send a request again after 503, not after the others. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const MiB = 1024 * 1024;
const MAX_BYTES = 16 * MiB;
/** For all requests that are being read, so that many clients take no more memory than a few. */
const MAX_BYTES_UNDER_WAY = 128 * MiB;
/**
 * The largest ratio of unpacked to packed size. LiteLLM's requests have 10 to 20; a bomb has 1,000, and takes
 * far more when decoded.
 */
const MAX_GZIP_RATIO = 100;

let bytesUnderWay = 0;

/** The body of a request, unpacked. One that is too large, or can't be unpacked, is a `Refusal`. */
export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  return uncompressed(await bytesOf(message), message.headers["content-encoding"] ?? "identity");
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
