import { joined, uint32At } from "./bytes.js";
import { LONGEST_DOCUMENT } from "./limits.js";
import { UnreadableFile } from "./unreadable-file.js";

const LENGTH_SIZE = 4;

/**
 * The messages of a stream as the Collector's file exporter writes them: each after its length, of four
 * bytes, most significant first.
 */
export async function* framedMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let read: Uint8Array[] = [];
  let size = 0;
  let wanted = LENGTH_SIZE;
  let isLength = true;
  let count = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    size += chunk.byteLength;
    while (size >= wanted) {
      const bytes = read.length === 1 && read[0] !== undefined ? read[0] : joined(read);
      const piece = bytes.subarray(0, wanted);
      read = [bytes.subarray(wanted)];
      size -= wanted;
      if (isLength) wanted = lengthIn(piece, count);
      else {
        yield piece;
        count++;
        wanted = LENGTH_SIZE;
      }
      isLength = !isLength;
    }
  }
  if (size > 0 || !isLength) throw new UnreadableFile(`is cut short: message ${count + 1} is incomplete`);
}

function lengthIn(piece: Uint8Array, count: number): number {
  const length = uint32At(piece, 0);
  if (length <= LONGEST_DOCUMENT) return length;
  throw new UnreadableFile(`is damaged: message ${count + 1} would have ${length} bytes`);
}
