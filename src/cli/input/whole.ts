import { joined } from "./bytes.js";
import { LONGEST_DOCUMENT, TOO_LONG } from "./limits.js";
import { UnreadableFile } from "./unreadable-file.js";

/** A stream as one piece, unless it is longer than a document may be. */
export async function wholeOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > LONGEST_DOCUMENT) throw new UnreadableFile(TOO_LONG);
    read.push(chunk);
  }
  return joined(read);
}
