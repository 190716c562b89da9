/** A file that no line can be read of, in words for its user. */
export class UnreadableFile extends Error {}

/** What other things than JSON lines begin with, and the way out. */
const MAGIC = [
  { bytes: [0x1f, 0x8b], message: "is compressed with gzip; unpack it first: gzip -dc FILE | litellm-span-mapper ..." },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    message: "is compressed with zstd; unpack it first: zstd -dc FILE | litellm-span-mapper ...",
  },
  { bytes: [0xff, 0xfe], message: "is UTF-16 text; write it as UTF-8" },
] as const;

/** The lines of a stream of UTF-8, some at a time. A last line without line break counts. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let unfinished: string[] = [];
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) refuseForeign(chunk);
    isFirst = false;
    const [beginning = "", ...lines] = decoder.decode(chunk, { stream: true }).split("\n");
    unfinished.push(beginning);
    const last = lines.pop();
    if (last === undefined) continue;
    yield [unfinished.join(""), ...lines];
    unfinished = [last];
  }
  const rest = unfinished.join("") + decoder.decode();
  if (rest !== "") yield [rest];
}

function refuseForeign(chunk: Uint8Array): void {
  const foreign = MAGIC.find(({ bytes }) => bytes.every((byte, at) => chunk[at] === byte));
  if (foreign !== undefined) throw new UnreadableFile(foreign.message);
}
