/** Bytes, and a view to read and write the same bytes as numbers. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly data: DataView;
}

export function bytesWithData(bytes: Uint8Array): Bytes {
  return { bytes, data: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** Up to this many bytes, a loop is faster than a call. */
const SHORT = 160;

/**
 * Copies bytes to a position in others, where there must be room. Returns the position after them. A few
 * bytes are copied four at a time, which for 48 bytes takes less than half the time.
 */
export function copyBytes({ bytes, data }: Bytes, start: number, end: number, to: Bytes, position: number): number {
  if (end - start > SHORT) {
    to.bytes.set(bytes.subarray(start, end), position);
    return position + end - start;
  }
  let from = start;
  let at = position;
  for (; from + 4 <= end; from += 4, at += 4) to.data.setInt32(at, data.getInt32(from, true), true);
  for (; from < end; from++, at++) to.bytes[at] = bytes[from] as number;
  return at;
}
