const BASE64_ID = /^(?:[A-Za-z0-9+/_-]{11}=?|[A-Za-z0-9+/_-]{22}(?:==)?)$/;

/** A trace or span id as lower-case hex, from hex or from base64 (protobuf's JSON); `""` where there is none. */
export function hexIdOf(id: unknown): string {
  if (typeof id !== "string") return "";
  // Some senders write an id of zeros where there is none.
  if (/^(?:0{16}|0{32}|A{11}=?|A{22}(?:==)?)$/.test(id)) return "";
  if (/^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i.test(id)) return id.toLowerCase();
  return BASE64_ID.test(id) ? hexOfBase64(id) : id;
}

/** Bytes in base64, of either alphabet, as lower-case hex. */
export function hexOfBase64(base64: string): string {
  const bytes = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  return [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
