const BYTES_OF_OBJECT = 32;
const BYTES_OF_VALUE = 8;
const BYTES_OF_CHARACTER = 2;

/**
 * An upper estimate of the memory that a value takes: two bytes for each character, eight for each number or
 * reference. It is not recursive, because values may be nested to any depth. It ends at `limit`, so it ends
 * for an object that holds itself, too.
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
