import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { messageFieldsOf, ROOT_MESSAGE } from "./otlp-descriptor.js";

/** Messages nested deeper than this are refused when they are decoded. */
const DEEPEST = 100;

/**
 * Whether bytes hold more than `most` messages. Nothing is decoded, because an empty message takes two bytes,
 * and far more when decoded. Throws for what is not protobuf.
 */
export function hasMoreMessages(bytes: Uint8Array, most: number): boolean {
  // Each takes at least two bytes, so fewer bytes can't hold that many.
  if (bytes.byteLength <= 2 * most) return false;
  return countOf(bytes, ROOT_MESSAGE, most, 0) > most;
}

function countOf(bytes: Uint8Array, name: string, most: number, depth: number): number {
  const fields = messageFieldsOf(name);
  const reader = new BinaryReader(bytes);
  let count = 0;
  while (reader.pos < reader.len && count <= most) {
    const [number, type] = reader.tag();
    const message = type === WireType.LengthDelimited ? fields.get(number) : undefined;
    if (message === undefined || depth > DEEPEST) reader.skip(type, number);
    else count += 1 + countOf(reader.bytes(), message, most - count, depth + 1);
  }
  return count;
}
