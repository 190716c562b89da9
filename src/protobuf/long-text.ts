import type { LongText } from "../reading/span-view.js";
import type { RequestBytes } from "./request-bytes.js";

/** Bytes of an end. */
const END = 8192;

/**
 * How many places between the ends are sampled. A text in a language that needs more than ASCII has other
 * characters at some of them.
 */
const SAMPLES = 128;

/**
 * The ends of a long text, decoded without the rest; `undefined` where characters beyond ASCII are found.
 * LiteLLM writes messages as JSON that escapes all of those, so each byte is a character. Checking every byte
 * instead of samples took as long as everything else together.
 */
export function longTextOf(request: RequestBytes, start: number, end: number): LongText | undefined {
  const length = end - start;
  const head = request.text(start, start + END);
  const tail = request.text(end - END, end);
  if (head?.length !== END || tail?.length !== END) return undefined;
  const step = Math.floor(length / SAMPLES);
  let bits = 0;
  for (let at = start; at < end - END; at += step) bits |= request.data.getInt32(at, true);
  return (bits & 0x80808080) === 0 ? { head, tail, length } : undefined;
}
