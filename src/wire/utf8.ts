/** For the first bytes of characters of several bytes: how many follow, and the range of the second. */
const HEADS: readonly (readonly [from: number, to: number, more: number, low: number, high: number])[] = [
  [0xc2, 0xdf, 1, 0x80, 0xbf],
  [0xe0, 0xe0, 2, 0xa0, 0xbf],
  [0xe1, 0xec, 2, 0x80, 0xbf],
  // Halves of surrogate pairs are not characters.
  [0xed, 0xed, 2, 0x80, 0x9f],
  [0xee, 0xef, 2, 0x80, 0xbf],
  [0xf0, 0xf0, 3, 0x90, 0xbf],
  [0xf1, 0xf3, 3, 0x80, 0xbf],
  [0xf4, 0xf4, 3, 0x80, 0x8f],
];

/** Whether bytes are UTF-8, as strict decoders require. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const first = bytes[at] ?? 0;
    if (first < 0x80) continue;
    const head = HEADS.find(([from, to]) => first >= from && first <= to);
    if (head === undefined) return false;
    const [, , more, low, high] = head;
    const second = bytes[at + 1] ?? 0;
    if (at + more >= end || second < low || second > high) return false;
    for (let next = at + 2; next <= at + more; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false;
    at += more;
  }
  return true;
}
