const HEX_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i;
const BASE64_ID = /^(?:[A-Za-z0-9+/_-]{11}=?|[A-Za-z0-9+/_-]{22}(?:==)?)$/;
const HEX_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A trace or span id as lower-case hex, from any form OTLP comes in: hex, base64 (protobuf's JSON) or bytes, which protobufjs can
 * also give as a list of numbers. `undefined` for an empty id; a string of no known form is returned as it is, so that equal ids
 * stay equal.
 */
export function hexIdOf(id: unknown): string | undefined {
  if (typeof id === "string") {
    if (id === "") return undefined;
    if (HEX_ID.test(id)) return id.toLowerCase();
    return BASE64_ID.test(id) ? hexOf(bytesIn(id)) : id;
  }
  return ArrayBuffer.isView(id) || Array.isArray(id) ? hexOf(id as Uint8Array) || undefined : undefined;
}

function hexOf(bytes: ArrayLike<unknown>): string {
  let hex = "";
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (typeof byte === "number") hex += HEX_DIGITS[byte] ?? "";
  }
  return hex;
}

function bytesIn(base64: string): readonly number[] {
  return Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}
