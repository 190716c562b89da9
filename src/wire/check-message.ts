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

/** What is found out about the texts of a message on the way: whether all of them, so far, are UTF-8. */
interface Texts {
  areUtf8: boolean;
}

/**
 * Throws `MalformedProtobufError` where a decoder would refuse a message, down to its last value. After that,
 * neither reading it in place nor decoding a part of it can fail. Of unknown fields, only the lengths are
 * checked. `depth` is the number of messages it is nested in. Texts are only checked where `texts` is given.
 */
export function checkMessage(
  bytes: Uint8Array,
  type: MessageType,
  start: number,
  limit: number,
  depth: number,
  texts?: Texts,
): void {
  if (depth >= MAX_DEPTH) throw tooDeep(start);
  const field = new FieldReader(bytes, start, limit, depth + 1);
  while (field.next()) checkField(bytes, type, field, depth + 1, texts);
}

/** Checks one field of a message in the same way; `depth` is the number of messages the field is nested in. */
export function checkField(bytes: Uint8Array, type: MessageType, field: FieldReader, depth: number, texts?: Texts): void {
  const known = type.fields[field.number];
  if (known === undefined) return;
  if (field.wireType !== known.wireType) {
    throw new MalformedProtobufError(field.start, `${WORDS.get(known.wireType)} in ${type.name}.${known.name}`);
  }
  if (known.message) checkMessage(bytes, known.message(), field.content, field.end, depth, texts);
  else if (texts?.areUtf8 && known.isText) texts.areUtf8 = isUtf8(bytes, field.content, field.end);
}

/**
 * Checks a whole message as `checkMessage` does. Returns whether its texts are UTF-8: some decoders refuse
 * any others.
 */
export function checkWithTexts(bytes: Uint8Array, type: MessageType): boolean {
  const texts = { areUtf8: true };
  checkMessage(bytes, type, 0, bytes.length, 0, texts);
  return texts.areUtf8;
}
