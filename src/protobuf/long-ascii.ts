import type { LongText } from "../reading/span-view.js";
import type { RequestBytes } from "./request-bytes.js";

/** Characters of an end. */
const END = 8192;

/** A long text of ASCII in the bytes that it came in: a byte of it is a character. An end is decoded once, when it is asked for. */
export class LongAscii implements LongText {
  readonly start: number;
  readonly #request: RequestBytes;
  readonly #end: number;
  #head: string | undefined;
  #tail: string | undefined;

  constructor(request: RequestBytes, start: number, end: number) {
    this.#request = request;
    this.start = start;
    this.#end = end;
  }

  get head(): string {
    return (this.#head ??= this.#request.text(this.start, this.start + END) ?? "");
  }

  get tail(): string {
    return (this.#tail ??= this.#request.text(this.#end - END, this.#end) ?? "");
  }

  get length(): number {
    return this.#end - this.start;
  }
}

/** A long text, unless it has other characters than those of ASCII. LiteLLM writes messages as JSON that escapes all others. */
export function longAsciiOf(request: RequestBytes, start: number, end: number): LongAscii | undefined {
  return isAscii(request, start, end) ? new LongAscii(request, start, end) : undefined;
}

/** In steps of 32 bytes: a fifth of the time that decoding takes. Their order is the machine's usual one, which is read fastest. */
function isAscii({ bytes, data }: RequestBytes, start: number, end: number): boolean {
  let at = start;
  for (; at + 32 <= end; at += 32) {
    const first =
      data.getInt32(at, true) | data.getInt32(at + 4, true) | data.getInt32(at + 8, true) | data.getInt32(at + 12, true);
    const second =
      data.getInt32(at + 16, true) | data.getInt32(at + 20, true) | data.getInt32(at + 24, true) | data.getInt32(at + 28, true);
    if (((first | second) & 0x80808080) !== 0) return false;
  }
  for (; at < end; at++) if ((bytes[at] as number) > 127) return false;
  return true;
}
