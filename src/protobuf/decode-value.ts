import type { AnyValue, KeyValue } from "../otlp/types.js";
import { FieldReader } from "../wire/field-reader.js";
import { FIELD } from "../wire/otlp-messages.js";
import type { RequestBytes } from "./request-bytes.js";

/** The content of an `AnyValue` whose field is known, as a plain object; an integer is a number, or a `bigint` where that is not exact. */
export function valueOfField(request: RequestBytes, field: number, start: number, end: number): AnyValue {
  const { anyValue } = FIELD;
  if (field === anyValue.stringValue) return { stringValue: request.text(start, end) ?? null };
  if (field === anyValue.boolValue) return { boolValue: isAnyBitSet(request.bytes, start, end) };
  if (field === anyValue.intValue) return { intValue: integerAt(request, start, end) };
  if (field === anyValue.doubleValue) return { doubleValue: request.data.getFloat64(start, true) };
  if (field === anyValue.arrayValue) return { arrayValue: { values: listAt(request, start, end, valueOfMessage) } };
  if (field === anyValue.kvlistValue) return { kvlistValue: { values: listAt(request, start, end, keyValueAt) } };
  if (field === anyValue.bytesValue) return { bytesValue: request.bytes.subarray(start, end) };
  return {};
}

/** An encoded `AnyValue`: of its fields the last one that is set counts. */
export function valueOfMessage(request: RequestBytes, start: number, end: number): AnyValue {
  let [number, from, to] = [0, 0, 0];
  const field = new FieldReader(request.bytes, start, end);
  while (field.next()) {
    if (field.number <= FIELD.anyValue.bytesValue) [number, from, to] = [field.number, field.content, field.end];
  }
  return valueOfField(request, number, from, to);
}

/** An encoded `KeyValue`, as a plain object. */
export function keyValueAt(request: RequestBytes, start: number, end: number): KeyValue {
  let key = "";
  let value: AnyValue | undefined;
  const field = new FieldReader(request.bytes, start, end);
  while (field.next()) {
    if (field.number === FIELD.keyValue.key) key = request.text(field.content, field.end) ?? "";
    else if (field.number === FIELD.keyValue.value) value = valueOfMessage(request, field.content, field.end);
  }
  return value === undefined ? { key } : { key, value };
}

function listAt<T>(
  request: RequestBytes,
  start: number,
  end: number,
  decode: (request: RequestBytes, start: number, end: number) => T,
): T[] {
  const values: T[] = [];
  const field = new FieldReader(request.bytes, start, end);
  while (field.next()) if (field.number === FIELD.list.values) values.push(decode(request, field.content, field.end));
  return values;
}

/** A varint that 32 bits are read of, as decoders do with enums and small counts. */
export function uint32At(bytes: Uint8Array, start: number, end: number): number {
  let bits = 0;
  for (let at = start, shift = 0; at < end && shift < 32; at++, shift += 7) bits |= ((bytes[at] as number) & 127) << shift;
  return bits >>> 0;
}

/** A signed 64-bit integer; the bits beyond are cut off, as decoders do. */
function integerAt({ bytes }: RequestBytes, start: number, end: number): number | bigint {
  if (end - start <= 7) {
    let number = 0;
    for (let at = end - 1; at >= start; at--) number = number * 128 + ((bytes[at] as number) & 127);
    return number;
  }
  let bits = 0n;
  for (let at = end - 1; at >= start; at--) bits = bits * 128n + BigInt((bytes[at] as number) & 127);
  const integer = BigInt.asIntN(64, bits);
  return BigInt.asIntN(54, integer) === integer ? Number(integer) : integer;
}

function isAnyBitSet(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (((bytes[at] as number) & 127) !== 0) return true;
  return false;
}
