import { HEX_DIGITS } from "../otlp/ids.js";
import { MalformedProtobufError } from "../wire/malformed-protobuf-error.js";
import { type Bytes, bytesWithData } from "./copied-bytes.js";
import { MAX_SHORT, shortText } from "./short-texts.js";

/** Protobuf's own limit for a message. */
const MAX_BYTES = 2 ** 31 - 1;

/** The bytes of an encoded request, which are never written to. */
export class RequestBytes implements Bytes {
  readonly bytes: Uint8Array;
  readonly data: DataView;
  #lastId = "";
  #lastIdAt = 0;
  #lastIdEnd = 0;

  constructor(bytes: Uint8Array) {
    if (bytes.length > MAX_BYTES)
      throw new MalformedProtobufError(MAX_BYTES, "the end of the request, which is protobuf's limit,");
    this.bytes = bytes;
    this.data = bytesWithData(bytes).data;
  }

  /** A text, in which what is not UTF-8 is replaced; `undefined` where it is longer than a string can be. */
  text(start: number, end: number): string | undefined {
    if (end === start) return "";
    if (end - start <= MAX_SHORT) return shortText(this.bytes, start, end);
    try {
      return UTF_8.decode(this.bytes.subarray(start, end));
    } catch {
      return undefined;
    }
  }

  /** Whether the bytes are this ASCII text. */
  isText(start: number, end: number, text: string): boolean {
    if (end - start !== text.length) return false;
    for (let at = 0; at < text.length; at++) if (this.bytes[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  /** Bytes as lower-case hex. Spans of a trace often follow one another, so the last id is remembered. */
  hex(start: number, end: number): string {
    if (end - start === this.#lastIdEnd - this.#lastIdAt && isSame(this.bytes, start, end, this.#lastIdAt)) return this.#lastId;
    let hex = "";
    let at = start;
    for (; at + 8 <= end; at += 8) hex += hexOf8(this.bytes, at);
    for (; at < end; at++) hex += HEX_DIGITS[this.bytes[at] as number];
    if (end - start > 8) {
      this.#lastId = hex;
      this.#lastIdAt = start;
      this.#lastIdEnd = end;
    }
    return hex;
  }
}

/** A byte order mark is a character like any other. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Eight bytes in one step: a text that is built piece by piece takes three times as long to use. */
function hexOf8(bytes: Uint8Array, at: number): string {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  const e = bytes[at + 4] as number;
  const f = bytes[at + 5] as number;
  const g = bytes[at + 6] as number;
  const h = bytes[at + 7] as number;
  // biome-ignore format: a byte per line is easier to check
  return String.fromCharCode(
    digit(a >> 4), digit(a & 15),
    digit(b >> 4), digit(b & 15),
    digit(c >> 4), digit(c & 15),
    digit(d >> 4), digit(d & 15),
    digit(e >> 4), digit(e & 15),
    digit(f >> 4), digit(f & 15),
    digit(g >> 4), digit(g & 15),
    digit(h >> 4), digit(h & 15),
  );
}

/** The character code of a hex digit. */
function digit(value: number): number {
  return value < 10 ? 48 + value : 87 + value;
}

function isSame(bytes: Uint8Array, start: number, end: number, other: number): boolean {
  for (let at = start, than = other; at < end; at++, than++) if (bytes[at] !== bytes[than]) return false;
  return true;
}
