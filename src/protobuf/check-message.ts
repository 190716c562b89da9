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
 *
 * @returns whether its texts are UTF-8, for some decoders refuse what is not.
 */
export function checkMessage(bytes: Uint8Array, type: MessageType, start = 0, limit = bytes.length, depth = 0): boolean {
  if (depth >= MAX_DEPTH) throw tooDeep(start);
  let isAllUtf8 = true;
  const field = new FieldReader(bytes, start, limit, depth + 1);
  while (field.next()) {
    const known = type.fields[field.number];
    if (known === undefined) continue;
    if (field.wireType !== known.wireType) {
      throw new MalformedProtobufError(field.start, `${WORDS.get(known.wireType)} in ${type.name}.${known.name}`);
    }
    if (known.isText) isAllUtf8 &&= isUtf8(bytes, field.content, field.end);
    else if (known.message) isAllUtf8 = checkMessage(bytes, known.message(), field.content, field.end, depth + 1) && isAllUtf8;
  }
  return isAllUtf8;
}
