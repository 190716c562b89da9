/** How many bytes are joined at once: a text that grows by single characters keeps each step. */
const PIECE = 4096;

/**
 * Bytes as a text of one character per byte, as `btoa` takes it: from a `Uint8Array` of any realm, or from
 * the list of numbers that protobufjs can give. `undefined` for anything else.
 */
export function binaryOf(bytes: unknown): string | undefined {
  if (!ArrayBuffer.isView(bytes) && !Array.isArray(bytes)) return undefined;
  const list: ArrayLike<unknown> = bytes as Uint8Array;
  let binary = "";
  let piece: number[] = [];
  for (let at = 0; at < list.length; at++) {
    const byte = list[at];
    if (typeof byte === "number") piece.push(byte & 0xff);
    if (piece.length < PIECE) continue;
    binary += String.fromCharCode(...piece);
    piece = [];
  }
  return binary + String.fromCharCode(...piece);
}
