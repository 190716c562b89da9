import type { LongText } from "../reading/span-view.js";
import type { RequestBytes } from "./request-bytes.js";

/** Bytes of an end. */
const END = 8192;

/** As many places between the ends are looked at: a text of a language that ASCII is not enough for has such characters at one. */
const SAMPLES = 128;

/**
 * The ends of a long text, decoded without the rest; `undefined` where other characters than those of ASCII are met. LiteLLM writes
 * messages as JSON that escapes all others, and then a byte is a character from one end to the other: to look for others at every
 * byte took as long as all else together.
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
