import { isObject } from "../otlp/guards.js";
import { kindOf } from "./parts.js";

/**
 * From this many characters of base64 on, only the type and size of the data are shown. Fiddler's own SDK
 * moves such data out of the text, too.
 */
const LARGE = 100_000;

/**
 * The JSON of a message's parts where one is media. Large base64 data in it are replaced by their media type
 * and size; the source attribute keeps them. `undefined` for parts that are nested too deep to be written.
 */
export function mediaJsonOf(parts: readonly unknown[]): string | undefined {
  try {
    const json = JSON.stringify(parts);
    return json.length < LARGE ? json : JSON.stringify(parts, withoutLargeDataOf(parts));
  } catch {
    return undefined;
  }
}

/**
 * A replacer for `JSON.stringify`, which calls it on the object that has the member. The text of a text part
 * always stays.
 */
function withoutLargeDataOf(parts: readonly unknown[]) {
  return function (this: unknown, _member: string, value: unknown): unknown {
    const isLarge = typeof value === "string" && value.length >= LARGE;
    return isLarge && this !== parts && kindOf(this) !== "text" ? shownData(value, this) : value;
  };
}

function shownData(value: string, holder: unknown): string {
  const [prefix = "", dataType] = DATA_URL.exec(value) ?? [];
  const data = value.length - prefix.length;
  if (data < LARGE || (prefix === "" && NOT_BASE64.test(value))) return value;
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  return `${dataType || typeBeside(holder) || "base64 data"}, ${Math.floor((data * 3) / 4) - padding} bytes`;
}

/** As OpenAI has it in `image_url`, `file_data` and others; the first group is the media type. */
const DATA_URL = /^data:([^;,]{0,200})(?:;[^;,]{0,200}){0,9};base64,/i;

const NOT_BASE64 = /[^A-Za-z0-9+/_=\s-]/;

/** OpenTelemetry's, Anthropic's and Gemini's names; OpenAI's `format` of audio is the end of one. */
const TYPE_MEMBERS = ["mime_type", "media_type", "mimeType", "mediaType", "format"];

function typeBeside(holder: unknown): string | undefined {
  for (const member of TYPE_MEMBERS) {
    const type = isObject(holder) ? holder[member] : undefined;
    if (typeof type === "string" && type.length < 200) return type;
  }
  return undefined;
}
