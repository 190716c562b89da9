import { shown } from "../shown-value.js";

/**
 * The bytes of an encoded request, without a copy, as a plain `Uint8Array`: a Node `Buffer` has different
 * methods of the same names. Throws a `TypeError` for what is not bytes.
 */
export function bytesOfRequest(request: Uint8Array): Uint8Array {
  if (!ArrayBuffer.isView(request) || request.BYTES_PER_ELEMENT !== 1) {
    throw new TypeError(`The request must be a Uint8Array, not ${shown(request)}.`);
  }
  return new Uint8Array(request.buffer, request.byteOffset, request.byteLength);
}
