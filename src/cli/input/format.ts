import { uint32At } from "./bytes.js";
import { isSkippable } from "./zstd-frames.js";

/** The format of a stream of bytes, recognised by its beginning. */
export type Format =
  | { readonly name: "gzip" | "zstd" | "framed" | "protobuf" | "text" }
  | { readonly name: "foreign"; readonly message: string };

/** How many bytes are enough to recognise it. */
export const HEAD_SIZE = 4096;

const UTF_32: Format = { name: "foreign", message: "is UTF-32 text; write it as UTF-8: iconv -f UTF-32 -t UTF-8 FILE" };
const UTF_16: Format = { name: "foreign", message: "is UTF-16 text; write it as UTF-8: iconv -f UTF-16 -t UTF-8 FILE" };

/** What formats begin with. */
const MAGIC: readonly (readonly [bytes: readonly number[], format: Format])[] = [
  [[0x1f, 0x8b], { name: "gzip" }],
  [[0x28, 0xb5, 0x2f, 0xfd], { name: "zstd" }],
  [[0xff, 0xfe, 0, 0], UTF_32],
  [[0, 0, 0xfe, 0xff], UTF_32],
  [[0xff, 0xfe], UTF_16],
  [[0xfe, 0xff], UTF_16],
  // Without byte order mark: a brace or bracket, and a zero byte on either side.
  [[0x7b, 0], UTF_16],
  [[0x5b, 0], UTF_16],
  [[0, 0x7b, 0], UTF_16],
  [[0, 0x5b, 0], UTF_16],
  [[0x50, 0x4b, 3, 4], unpackFirst("a zip archive", "unzip -p FILE")],
  [[0x42, 0x5a, 0x68], unpackFirst("compressed with bzip2", "bzip2 -dc FILE")],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], unpackFirst("compressed with xz", "xz -dc FILE")],
  [[0x04, 0x22, 0x4d, 0x18], unpackFirst("compressed with lz4", "lz4 -dc FILE")],
  [[0xff, 0x06, 0, 0, 0x73, 0x4e, 0x61, 0x50], { name: "foreign", message: "is compressed with snappy; unpack it first" }],
  [[0x50, 0x41, 0x52, 0x31], { name: "foreign", message: "is a Parquet file, not OTLP" }],
];

const BINARY: Format = {
  name: "foreign",
  message: "is binary, and not OTLP: expected JSON or protobuf, as it is or compressed with gzip or zstd",
};

export function formatOf(head: Uint8Array): Format {
  const magic = MAGIC.find(([bytes]) => bytes.every((byte, at) => head[at] === byte));
  if (magic !== undefined) return magic[1];
  if (isSkippable(head)) return { name: "zstd" };
  if (isFramed(head)) return { name: "framed" };
  if (isProtobuf(head)) return { name: "protobuf" };
  return isBinary(head) ? BINARY : { name: "text" };
}

function unpackFirst(what: string, command: string): Format {
  return { name: "foreign", message: `is ${what}; unpack it first: ${command} | litellm-span-mapper ...` };
}

/** No message of the Collector's file exporter is longer, so the first byte of its length is small. */
export const LONGEST_MESSAGE = 1 << 28;
const LENGTH_SIZE = 4;

/** Four bytes of length, and then a message. Neither text nor bare protobuf can begin like that. */
function isFramed(head: Uint8Array): boolean {
  if (head.byteLength <= LENGTH_SIZE) return false;
  const length = uint32At(head, 0);
  if (length > LONGEST_MESSAGE || isSpace(head[0])) return false;
  return startsMessage(head.subarray(LENGTH_SIZE));
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function startsMessage(rest: Uint8Array): boolean {
  const [first] = rest;
  if (first === 0x0a || first === 0x7b || first === 0x5b) return true;
  return MAGIC.some(([bytes, { name }]) => (name === "gzip" || name === "zstd") && bytes.every((byte, at) => rest[at] === byte));
}

/**
 * The tag of the only field of a request, and bytes that no text holds: the tags of its attributes and scopes
 * are control characters.
 */
function isProtobuf(head: Uint8Array): boolean {
  return head[0] === 0x0a && head.some((byte) => byte < 0x20 && !isSpace(byte));
}

function isBinary(head: Uint8Array): boolean {
  if (head.includes(0)) return true;
  const first = head.find((byte) => !isSpace(byte));
  if (first === 0x7b || first === 0x5b) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return false;
  } catch {
    return true;
  }
}
