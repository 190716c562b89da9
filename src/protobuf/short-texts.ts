const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The length, in bytes, of the longest text that is remembered. */
export const MAX_SHORT = 32;

/**
 * The short texts that were decoded last, each in a slot that its bytes determine. Spans repeat operations,
 * models and providers, and comparing a few bytes takes a fraction of the time of decoding them.
 */
const SLOTS = 512;
const texts = new Array<string>(SLOTS).fill("");
const lengths = new Uint8Array(SLOTS);
const contents = new Uint8Array(SLOTS * MAX_SHORT);

/** A text of 1 to `MAX_SHORT` bytes; what is not UTF-8 in it is replaced. */
export function shortText(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  const slot = slotOf(bytes, start, end);
  const known = slot * MAX_SHORT;
  if (lengths[slot] === length) {
    let at = 0;
    while (at < length && bytes[start + at] === contents[known + at]) at++;
    if (at === length) return texts[slot] as string;
  }
  const content = bytes.subarray(start, end);
  const text = UTF_8.decode(content);
  texts[slot] = text;
  lengths[slot] = length;
  contents.set(content, known);
  return text;
}

/** The slot of a text, by its length and some of its bytes. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const middle = (start + end) >> 1;
  const first = ((bytes[start] as number) << 8) | (bytes[(start + middle) >> 1] as number);
  const last = ((bytes[middle] as number) << 8) | (bytes[end - 1] as number);
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(last, 0x85ebca6b) ^ Math.imul(end - start, 0xc2b2ae35);
  return (mixed >>> 16) & (SLOTS - 1);
}
