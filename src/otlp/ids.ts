const HEX_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i;
const BASE64_ID = /^(?:[A-Za-z0-9+/_-]{11}=?|[A-Za-z0-9+/_-]{22}(?:==)?)$/;
const HEX_DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A trace or span id as lower-case hex, from any form OTLP comes in: hex, base64 (protobuf's JSON) or bytes.
 * `undefined` for an empty id; a string of no known form is returned as it is, so that equal ids stay equal.
 */
export function hexIdOf(id: unknown): string | undefined {
  if (typeof id === "string") {
    if (id === "") return undefined;
    if (HEX_ID.test(id)) return id.toLowerCase();
    return BASE64_ID.test(id) ? hexOfBase64(id) : id;
  }
  return id instanceof Uint8Array ? hexOfBytes(id) : undefined;
}

function hexOfBytes(bytes: Uint8Array): string | undefined {
  let hex = "";
  for (let i = 0; i < bytes.byteLength; i++) hex += HEX_DIGITS[bytes[i] ?? 0];
  return hex === "" ? undefined : hex;
}

function hexOfBase64(id: string): string {
  const bytes = atob(id.replaceAll("-", "+").replaceAll("_", "/"));
  let hex = "";
  for (let i = 0; i < bytes.length; i++) hex += HEX_DIGITS[bytes.charCodeAt(i)];
  return hex;
}
