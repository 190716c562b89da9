import { LITELLM } from "../litellm/attribute-names.js";
import { FieldReader } from "../wire/field-reader.js";
import { FIELD } from "../wire/otlp-messages.js";
import type { HeldSpan } from "./held-span.js";
import { callKeysOf, isTooLongForId, traceKeyOf } from "./keys.js";

const CALL_ID = new TextEncoder().encode(LITELLM.callId);
const RESPONSE_ID = new TextEncoder().encode(LITELLM.responseId);
const NAMES = [CALL_ID, RESPONSE_ID];

/**
 * Which trace an encoded span belongs to, and which call it reports. Of repeated fields and attributes, the
 * last one counts.
 */
export function keysInSpan(span: Uint8Array): Pick<HeldSpan<Uint8Array>, "traceKey" | "callKeys"> {
  let traceId: Uint8Array | undefined;
  let callId: string | undefined;
  let responseId: string | undefined;
  const field = new FieldReader(span);
  while (field.next()) {
    if (field.number === FIELD.span.traceId) traceId = span.subarray(field.content, field.end);
    else if (field.number === FIELD.span.attributes) {
      const name = nameOf(span, field.content, field.end);
      if (name === CALL_ID) callId = textOf(span, field.content, field.end);
      else if (name === RESPONSE_ID) responseId = textOf(span, field.content, field.end);
    }
  }
  return { traceKey: traceKeyOf(traceId), callKeys: callKeysOf(callId, responseId) };
}

/** Which of the two names an attribute has. */
function nameOf(span: Uint8Array, start: number, end: number): Uint8Array | undefined {
  let name: Uint8Array | undefined;
  const field = new FieldReader(span, start, end);
  while (field.next()) {
    if (field.number === FIELD.keyValue.key) name = NAMES.find((each) => isAt(span, field.content, field.end, each));
  }
  return name;
}

function isAt(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  return end - start === name.length && name.every((byte, at) => bytes[start + at] === byte);
}

/** The value of an attribute, if it is a text. Of the fields of a value, the last one counts. */
function textOf(span: Uint8Array, start: number, end: number): string | undefined {
  let text: Uint8Array | undefined;
  const field = new FieldReader(span, start, end);
  while (field.next()) {
    if (field.number !== FIELD.keyValue.value) continue;
    const value = new FieldReader(span, field.content, field.end);
    while (value.next()) {
      if (value.number === FIELD.anyValue.stringValue) text = span.subarray(value.content, value.end);
      else if (value.number <= FIELD.anyValue.bytesValue) text = undefined;
    }
  }
  return text === undefined || isTooLongForId(text.length) ? undefined : UTF_8.decode(text);
}

/** A byte order mark is a character like any other. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });
