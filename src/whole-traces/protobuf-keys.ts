import { LITELLM } from "../attribute-names.js";
import { FieldReader } from "../protobuf/field-reader.js";
import { FIELD } from "../protobuf/otlp-messages.js";
import type { HeldSpan } from "./held-span.js";
import { callKeysOf, isTooLongForId, traceKeyOf } from "./keys.js";

const CALL_ID = new TextEncoder().encode(LITELLM.callId);
const RESPONSE_ID = new TextEncoder().encode(LITELLM.responseId);

/** What says which trace an encoded span is of, and which call it reports. Of fields and attributes that are repeated, the last counts. */
export function keysInSpan(span: Uint8Array): Pick<HeldSpan<Uint8Array>, "traceKey" | "callKeys"> {
  let traceId: Uint8Array | undefined;
  let callId: string | undefined;
  let responseId: string | undefined;
  const field = new FieldReader(span);
  while (field.next()) {
    if (field.number === FIELD.span.traceId) traceId = span.subarray(field.content, field.end);
    else if (field.number === FIELD.span.attributes) {
      const attribute = attributeIn(span, field.content, field.end);
      if (isEqual(attribute.key, CALL_ID)) callId = textIn(attribute.text);
      else if (isEqual(attribute.key, RESPONSE_ID)) responseId = textIn(attribute.text);
    }
  }
  return { traceKey: traceKeyOf(traceId), callKeys: callKeysOf(callId, responseId) };
}

/** The name of an attribute, and its value if it is a text. */
function attributeIn(
  span: Uint8Array,
  start: number,
  end: number,
): { key: Uint8Array | undefined; text: Uint8Array | undefined } {
  let key: Uint8Array | undefined;
  let text: Uint8Array | undefined;
  const field = new FieldReader(span, start, end);
  while (field.next()) {
    if (field.number === FIELD.keyValue.key) key = span.subarray(field.content, field.end);
    else if (field.number === FIELD.keyValue.value) {
      const value = new FieldReader(span, field.content, field.end);
      while (value.next()) {
        // One field of the value is set: the last.
        if (value.number === FIELD.anyValue.stringValue) text = span.subarray(value.content, value.end);
        else if (value.number <= FIELD.anyValue.bytesValue) text = undefined;
      }
    }
  }
  return { key, text };
}

function isEqual(bytes: Uint8Array | undefined, name: Uint8Array): boolean {
  return bytes !== undefined && bytes.length === name.length && name.every((byte, at) => bytes[at] === byte);
}

/** A byte order mark is a character like others. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

function textIn(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined || isTooLongForId(bytes.length) ? undefined : UTF_8.decode(bytes);
}
