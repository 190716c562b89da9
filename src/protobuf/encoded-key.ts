import { fieldOfMessage } from "../wire/message-writer.js";
import { FIELD } from "../wire/otlp-messages.js";
import { type Bytes, bytesWithData } from "./copied-bytes.js";

const UTF_8 = new TextEncoder();

/** Names of the result as they are written: the rules have few, but what users add to their calls has names of its own. */
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
