import { fieldOfMessage } from "../wire/message-writer.js";
import { FIELD } from "../wire/otlp-messages.js";
import { type Bytes, bytesWithData } from "./copied-bytes.js";

const UTF_8 = new TextEncoder();

/** The encoded names of the result. The rules have few, but users give names to what they add to their calls. */
const known = new Map<string, Bytes>();
const MAX_KNOWN = 2000;
const MAX_LENGTH = 200;

/** The field of a `KeyValue` that holds its key. */
export function encodedKey(key: string): Bytes {
  const encoded = known.get(key);
  if (encoded !== undefined) return encoded;
  const field = bytesWithData(fieldOfMessage(FIELD.keyValue.key, UTF_8.encode(key)));
  if (key.length > MAX_LENGTH) return field;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, field);
  return field;
}

const words = new Map<string, Map<string, Bytes>>();

/** The field of a span that holds an attribute with one of a few fixed texts. */
export function encodedWord(key: string, word: string): Bytes {
  let ofKey = words.get(key);
  if (ofKey === undefined) words.set(key, (ofKey = new Map()));
  let encoded = ofKey.get(word);
  if (encoded === undefined) ofKey.set(word, (encoded = attributeField(key, word)));
  return encoded;
}

function attributeField(key: string, text: string): Bytes {
  const value = fieldOfMessage(FIELD.keyValue.value, fieldOfMessage(FIELD.anyValue.stringValue, UTF_8.encode(text)));
  const attribute = Uint8Array.from([...encodedKey(key).bytes, ...value]);
  return bytesWithData(fieldOfMessage(FIELD.span.attributes, attribute));
}
