import { MalformedProtobufError } from "../wire/malformed-protobuf-error.js";

/** Protobuf's own limit for a message. */
const MAX_BYTES = 2 ** 31 - 1;

/** The bytes of an encoded request, which are only ever read. */
export class RequestBytes {
  readonly bytes: Uint8Array;
  /** The same bytes, to be read as numbers. */
  readonly data: DataView;
  #lastId = "";
  #lastIdAt = 0;
  #lastIdEnd = 0;

  constructor(request: Uint8Array) {
    if (request.length > MAX_BYTES)
      throw new MalformedProtobufError(MAX_BYTES, `the end of the request, which is protobuf's limit,`);
    // A Buffer of Node's has methods of its own, of the names that are used here.
    this.bytes = new Uint8Array(request.buffer, request.byteOffset, request.byteLength);
    this.data = new DataView(request.buffer, request.byteOffset, request.byteLength);
  }

  /** A text; what is not UTF-8 in it is replaced. `undefined` for one longer than a string can be. */
  text(start: number, end: number): string | undefined {
    if (end - start <= SHORT) {
      const text = asciiText(this.bytes, start, end);
      if (text !== undefined) return text;
    }
    try {
      return UTF_8.decode(this.bytes.subarray(start, end));
    } catch {
      return undefined;
    }
  }

  /** Whether a text of ASCII stands there. */
  isText(start: number, end: number, text: string): boolean {
    if (end - start !== text.length) return false;
    for (let at = 0; at < text.length; at++) if (this.bytes[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  /** Bytes as lower-case hex. Spans of a trace follow one another, so the id that was read last is remembered. */
  hex(start: number, end: number): string {
    if (end - start === this.#lastIdEnd - this.#lastIdAt && isSame(this.bytes, start, end, this.#lastIdAt)) return this.#lastId;
    let hex = "";
    for (let at = start; at < end; at++) hex += HEX_DIGITS[this.bytes[at] as number];
    if (end - start > 8) [this.#lastId, this.#lastIdAt, this.#lastIdEnd] = [hex, start, end];
    return hex;
  }
}

/** A byte order mark is a character like others. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes up to which a loop is faster than a call of the decoder. */
const SHORT = 40;

function asciiText(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = "";
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte > 127) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

const HEX_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function isSame(bytes: Uint8Array, start: number, end: number, other: number): boolean {
  for (let at = start, than = other; at < end; at++, than++) if (bytes[at] !== bytes[than]) return false;
  return true;
}
