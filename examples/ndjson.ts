/** Requests in files and streams: one OTLP/JSON request a line, each within bounds. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { TracesData } from "litellm-span-mapper";
import { MAX_SPANS, partsIn } from "./request-size.js";

const MiB = 1024 * 1024;
/** Exporters send less than a tenth of that. What gzip makes of 58 kB may be a line of 60 MB. */
const MAX_LINE = 16 * MiB;
/** Some JSON can be parsed, but is nested too deep to be written again. LiteLLM's is about 15 deep. */
const MAX_DEPTH = 1000;

/** The requests in a file, one a line; a `.json` file may also hold one over many lines. `.gz` is unpacked. */
export function requestsInFile(file: string): AsyncGenerator<TracesData> {
  const content = createReadStream(file);
  // Errors reach whoever reads the last stream.
  const chunks = file.endsWith(".gz") ? pipeline(content, createGunzip(), () => {}) : content;
  return requestsIn(chunks, file, /\.json(?:\.gz)?$/.test(file));
}

/** The requests in lines. What can't be read is reported, and left out; the others are not affected. */
export async function* requestsIn(chunks: AsyncIterable<Uint8Array>, name: string, mayBeOne = false): AsyncGenerator<TracesData> {
  const lines = linesOf(chunks);
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line?.trim() === "") continue;
    let request = requestIn(line);
    if (request === NOT_JSON && mayBeOne && number === 1) request = requestIn(await joined(line, lines));
    if (typeof request === "string") console.error(`${name}: line ${number} ${request}`);
    else yield request;
  }
}

const NOT_JSON = "is not JSON";

/** A request, or what is wrong with its text. */
function requestIn(text: string | undefined): TracesData | string {
  if (text === undefined) return `has more than ${MAX_LINE} characters`;
  if (isTooDeep(text)) return `is nested more than ${MAX_DEPTH} times`;
  try {
    const value: unknown = JSON.parse(text);
    if (!isTracesData(value)) return "is not an OTLP request";
    return partsIn(value.resourceSpans ?? []) > MAX_SPANS ? `has more than ${MAX_SPANS} spans` : value;
  } catch {
    return NOT_JSON;
  }
}

/** The mapper takes whatever is in the list. */
function isTracesData(value: unknown): value is TracesData {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Array.isArray((value as TracesData).resourceSpans ?? []);
}

/** Lines as one text; `undefined` where that is too long. */
async function joined(first: string | undefined, lines: AsyncIterable<string | undefined>): Promise<string | undefined> {
  const all = [first];
  let length = first?.length ?? 0;
  for await (const line of lines) {
    length += line?.length ?? MAX_LINE;
    if (length <= MAX_LINE) all.push(line);
  }
  return length > MAX_LINE ? undefined : all.join("\n");
}

/** A line that is too long is `undefined`. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let length = 0;
  const line = () => (length > MAX_LINE ? undefined : pieces.join(""));
  for await (const chunk of chunks) {
    const [first = "", ...more] = decoder.decode(chunk, { stream: true }).split("\n");
    length += first.length;
    if (length <= MAX_LINE) pieces.push(first);
    for (const next of more) {
      yield line();
      pieces = [next];
      length = next.length;
    }
  }
  if (length > 0) yield line();
}

/** Brackets in texts don't count. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === '"') isInText = !isInText;
    else if (!isInText && (character === "{" || character === "[")) depth++;
    else if (!isInText && (character === "}" || character === "]")) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
