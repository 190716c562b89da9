import { LONGEST_DOCUMENT, TOO_LONG } from "./limits.js";
import { UnreadableFile } from "./unreadable-file.js";

/** The lines of a stream of UTF-8, some at a time. A last line without a line break counts. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let unfinished: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const [beginning = "", ...lines] = decoder.decode(chunk, { stream: true }).split("\n");
    unfinished.push(beginning);
    length += beginning.length;
    if (length > LONGEST_DOCUMENT) throw new UnreadableFile(TOO_LONG);
    const last = lines.pop();
    if (last === undefined) continue;
    yield [unfinished.join(""), ...lines];
    unfinished = [last];
    length = last.length;
  }
  const rest = unfinished.join("") + decoder.decode();
  if (rest !== "") yield [rest];
}
