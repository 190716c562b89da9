import { checkWithTexts } from "../wire/check-message.js";
import { bytesOfRequest } from "../wire/encoded-bytes.js";
import { FieldReader } from "../wire/field-reader.js";
import { fieldSize, MessageWriter, messageWithout } from "../wire/message-writer.js";
import {
  EXPORT_TRACE_SERVICE_REQUEST,
  FIELD,
  type MessageType,
  RESOURCE_SPANS,
  SCOPE_SPANS,
  SPAN,
} from "../wire/otlp-messages.js";
import { type HeldSpan, type Origin, type RequestForm, regrouped, type Wrapper } from "./held-span.js";
import { keysInSpan } from "./protobuf-keys.js";

type Bytes = Uint8Array;

/** Encoded requests. What is held is a copy of the bytes, so that a span does not keep its whole request in memory. */
export const PROTOBUF_REQUESTS: RequestForm<Bytes, Bytes> = { spansOf, requestOf };

function spansOf(request: Bytes, origin: Origin): readonly HeldSpan<Bytes>[] {
  const bytes = bytesOfRequest(request);
  const isUtf8 = checkWithTexts(bytes, EXPORT_TRACE_SERVICE_REQUEST);
  // A decoder may refuse a whole request for one text that is not UTF-8. So what holds such a text leaves by itself.
  const isSound = (part: Bytes, type: MessageType) => isUtf8 || checkWithTexts(part, type);
  const held: HeldSpan<Bytes>[] = [];
  for (const resourceSpans of fieldsOf(bytes, 0, bytes.length, FIELD.request.resourceSpans)) {
    const { content, end } = resourceSpans;
    const resource = wrapperOf(bytes, content, end, FIELD.resourceSpans.scopeSpans);
    const isSoundResource = isSound(resource.part, RESOURCE_SPANS);
    for (const scopeSpans of fieldsOf(bytes, content, end, FIELD.resourceSpans.scopeSpans)) {
      const scope = wrapperOf(bytes, scopeSpans.content, scopeSpans.end, FIELD.scopeSpans.spans, resource);
      const isSoundScope = isSoundResource && isSound(scope.part, SCOPE_SPANS);
      for (const span of fieldsOf(bytes, scopeSpans.content, scopeSpans.end, FIELD.scopeSpans.spans)) {
        const part = bytes.slice(span.content, span.end);
        const { traceKey, callKeys } = keysInSpan(part);
        const isHeld = isSoundScope && isSound(part, SPAN);
        held.push({ part, bytes: part.length, scope, origin, traceKey: isHeld ? traceKey : undefined, callKeys, position: 0 });
      }
    }
  }
  return held;
}

/** The fields of one number in a message, one after another. */
function* fieldsOf(bytes: Bytes, start: number, end: number, number: number): Generator<FieldReader, void> {
  const field = new FieldReader(bytes, start, end);
  while (field.next()) if (field.number === number) yield field;
}

/** A message without the fields of one number, and otherwise byte for byte the same. */
function wrapperOf(bytes: Bytes, start: number, end: number, number: number, above?: Wrapper<Bytes>): Wrapper<Bytes> {
  const part = messageWithout(bytes, start, end, number);
  return { part, bytes: part.length, above, held: 0 };
}

function requestOf(spans: readonly HeldSpan<Bytes>[]): Bytes {
  const resources = [...regrouped(spans)].map(([resource, scopes]) => {
    const sized = [...scopes].map(([scope, parts]) => {
      return { scope, parts, size: parts.reduce((sum, part) => sum + fieldSize(part.length), scope.bytes) };
    });
    return { resource, sized, size: sized.reduce((sum, { size }) => sum + fieldSize(size), resource?.bytes ?? 0) };
  });
  const writer = new MessageWriter(resources.reduce((sum, { size }) => sum + fieldSize(size), 0));
  for (const { resource, sized, size } of resources) {
    writer.begin(FIELD.request.resourceSpans, size);
    if (resource !== undefined) writer.write(resource.part);
    for (const { scope, parts, size: sizeOfScope } of sized) {
      writer.begin(FIELD.resourceSpans.scopeSpans, sizeOfScope);
      writer.write(scope.part);
      for (const part of parts) {
        writer.begin(FIELD.scopeSpans.spans, part.length);
        writer.write(part);
      }
    }
  }
  return writer.bytes;
}
