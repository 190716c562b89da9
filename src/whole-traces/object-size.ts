const BYTES_OF_OBJECT = 32;
const BYTES_OF_VALUE = 8;
const BYTES_OF_CHARACTER = 2;

/**
 * The memory that a value takes, as an estimate from above: two bytes for each character, eight for each number or reference. Not
 * recursive, for values are nested as deep as whoever sent them liked; and it ends at `limit`, so also in an object that holds itself.
 */
export function sizeOf(value: unknown, limit: number): number {
  let size = 0;
  const open = [value];
  while (open.length > 0 && size <= limit) {
    const next = open.pop();
    size += BYTES_OF_VALUE;
    if (typeof next === "string") size += next.length * BYTES_OF_CHARACTER;
    else if (ArrayBuffer.isView(next)) size += BYTES_OF_OBJECT + next.byteLength;
    else if (typeof next === "object" && next !== null) {
      size += BYTES_OF_OBJECT;
      for (const member of Object.values(next)) open.push(member);
    }
  }
  return size;
}
