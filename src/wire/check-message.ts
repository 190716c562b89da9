import { FieldReader, MAX_DEPTH, tooDeep, WIRE_TYPE } from "./field-reader.js";
import { MalformedProtobufError } from "./malformed-protobuf-error.js";
import type { MessageType } from "./otlp-messages.js";
import { isUtf8 } from "./utf8.js";

const WORDS: ReadonlyMap<number, string> = new Map([
  [WIRE_TYPE.varint, "a varint"],
  [WIRE_TYPE.fixed64, "64 bits"],
  [WIRE_TYPE.lengthDelimited, "a length and content"],
  [WIRE_TYPE.fixed32, "32 bits"],
]);

/**
 * Throws `MalformedProtobufError` where a message is not what a decoder takes, down to its last value, so that reading it in place
 * can't fail, and neither can whoever decodes a part of it later. Fields of other numbers are only to end where they say.
 * `depth` is the number of messages it is in.
 */
export function checkMessage(bytes: Uint8Array, type: MessageType, start: number, limit: number, depth: number): void {
  if (depth >= MAX_DEPTH) throw tooDeep(start);
  const field = new FieldReader(bytes, start, limit, depth + 1);
  while (field.next()) checkField(bytes, type, field, depth + 1);
}

/** ... of one field of a message; `depth` is the number of messages the field is in. */
export function checkField(bytes: Uint8Array, type: MessageType, field: FieldReader, depth: number): void {
  const known = type.fields[field.number];
  if (known === undefined) return;
  if (field.wireType !== known.wireType) {
    throw new MalformedProtobufError(field.start, `${WORDS.get(known.wireType)} in ${type.name}.${known.name}`);
  }
  if (known.message) checkMessage(bytes, known.message(), field.content, field.end, depth);
}

/** Whether the texts of a message, which is well-formed, are UTF-8: some decoders refuse what is not. */
export function hasUtf8Texts(bytes: Uint8Array, type: MessageType, start = 0, limit = bytes.length): boolean {
  const field = new FieldReader(bytes, start, limit);
  while (field.next()) {
    const known = type.fields[field.number];
    if (known?.isText && !isUtf8(bytes, field.content, field.end)) return false;
    if (known?.message && !hasUtf8Texts(bytes, known.message(), field.content, field.end)) return false;
  }
  return true;
}
