import { binaryOf } from "./bytes.js";
import { isObject } from "./guards.js";
import { idIn } from "./wire-keys.js";

const BASE64_ID = /^(?:[\w+/-]{11}=?|[\w+/-]{22}(?:==)?)$/;
/** The two hex digits of each byte. */
export const HEX_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A trace or span id as lower-case hex, from any form OTLP comes in: hex, base64 (protobuf's JSON) or bytes.
 * `undefined` for an empty id; a string of another form stays as it is, so that equal ids stay equal.
 */
export function hexIdOf(id: unknown): string | undefined {
  if (typeof id !== "string") return isShort(id) ? hexOf(binaryOf(id) ?? "") || undefined : undefined;
  // As many characters as hex has, and base64 never.
  if (id.length === 16 || id.length === 32) return id.toLowerCase();
  if (BASE64_ID.test(id)) return hexOf(atob(id.replaceAll("-", "+").replaceAll("_", "/")));
  return idIn(id) || undefined;
}

/** An id has 8 or 16 bytes. Long lists are refused, or they would be read once for each span that names them. */
const MAX_BYTES = 64;

function isShort(id: unknown): boolean {
  return isObject(id) && typeof id.length === "number" && id.length <= MAX_BYTES;
}

const ZEROS = /^0*$/;

/** The id of a span's parent, as `hexIdOf`; an id of zeros means no parent, as OTLP's own invalid id does. */
export function parentIdOf(span: { readonly parentSpanId?: unknown }): string | undefined {
  const id = hexIdOf(span.parentSpanId);
  return id === undefined || ZEROS.test(id) ? undefined : id;
}

function hexOf(binary: string): string {
  let hex = "";
  for (let at = 0; at < binary.length; at++) hex += HEX_DIGITS[binary.charCodeAt(at)];
  return hex;
}
