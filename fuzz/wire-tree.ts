/** A request as the fields that protobuf writes, to be changed and written again. */
import { FieldReader, WIRE_TYPE } from "../src/wire/field-reader.js";
import { EXPORT_TRACE_SERVICE_REQUEST, type MessageType } from "../src/wire/otlp-messages.js";

/** A field: of a message with the fields in it, of anything else with its content. */
export interface WireField {
  number: number;
  wireType: number;
  /** Behind the tag, and the length if it has one. */
  content: Uint8Array;
  readonly fields: WireField[] | undefined;
  /** Bytes that a tag and a length take more than they need. */
  extraTag?: number;
  extraLength?: number;
  /** How much the length that is written differs from the true one. */
  wrongBy?: number;
}

/** The fields of a well-formed request. */
export function fieldsOf(request: Uint8Array): WireField[] {
  return fieldsIn(request, EXPORT_TRACE_SERVICE_REQUEST, 0, request.length);
}

function fieldsIn(bytes: Uint8Array, type: MessageType, start: number, end: number): WireField[] {
  const fields: WireField[] = [];
  const reader = new FieldReader(bytes, start, end);
  while (reader.next()) {
    const { number, wireType, content } = reader;
    const message = type.fields[number]?.message?.();
    const inner = message && fieldsIn(bytes, message, content, reader.end);
    fields.push({ number, wireType, content: bytes.slice(content, reader.end), fields: inner });
  }
  return fields;
}

/** The fields as bytes. */
export function bytesOf(fields: readonly WireField[]): Uint8Array {
  return Buffer.concat(fields.flatMap(partsOf));
}

function partsOf(field: WireField): readonly Uint8Array[] {
  const content = field.fields === undefined ? field.content : bytesOf(field.fields);
  const tag = varint(BigInt(field.number) * 8n + BigInt(field.wireType), field.extraTag);
  if (field.wireType === WIRE_TYPE.startGroup) return [tag, content, varint(BigInt(field.number) * 8n + 4n)];
  if (field.wireType !== WIRE_TYPE.lengthDelimited) return [tag, content];
  return [tag, varint(BigInt(Math.max(0, content.length + (field.wrongBy ?? 0))), field.extraLength), content];
}

/** A number as a varint, of some bytes more than it needs. */
export function varint(value: bigint, extra = 0): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  for (let count = 0; count < extra; count++) {
    bytes[bytes.length - 1] = (bytes.at(-1) as number) | 128;
    bytes.push(0);
  }
  return Uint8Array.from(bytes);
}

/** All lists of fields in a tree, the outermost first. */
export function listsIn(fields: WireField[]): readonly WireField[][] {
  const lists = [fields];
  for (let at = 0; at < lists.length; at++) {
    for (const field of lists[at] as WireField[]) if (field.fields !== undefined) lists.push(field.fields);
  }
  return lists;
}
