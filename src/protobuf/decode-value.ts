import { exactNumber } from "../otlp/integers.js";
import type { AnyValue, KeyValue } from "../otlp/types.js";
import { FieldReader, type Place } from "../wire/field-reader.js";
import { FIELD } from "../wire/otlp-messages.js";
import type { RequestBytes } from "./request-bytes.js";

/**
 * The content of an `AnyValue` that is not a list, and whose field is known, as a plain object. An integer is
 * a number, or a `bigint` where a number is not exact.
 */
export function valueOfField(request: RequestBytes, field: number, start: number, end: number): AnyValue {
  const { anyValue } = FIELD;
  if (field === anyValue.stringValue) return { stringValue: request.text(start, end) ?? null };
  if (field === anyValue.boolValue) return { boolValue: isAnyBitSet(request.bytes, start, end) };
  if (field === anyValue.intValue) return { intValue: integerAt(request, start, end) };
  if (field === anyValue.doubleValue) return { doubleValue: request.data.getFloat64(start, true) };
  if (field === anyValue.bytesValue) return { bytesValue: request.bytes.subarray(start, end) };
  return {};
}

/** An encoded `KeyValue`, as a plain object. */
export function keyValueAt(request: RequestBytes, start: number, end: number): KeyValue {
  let key = "";
  const values: Place[] = [];
  const field = new FieldReader(request.bytes, start, end);
  while (field.next()) {
    if (field.number === FIELD.keyValue.key) key = request.text(field.content, field.end) ?? "";
    else if (field.number === FIELD.keyValue.value) values.push(field.place());
  }
  return values.length === 0 ? { key } : { key, value: valueIn(request, values) };
}

/**
 * An encoded `AnyValue`, which may come in parts: of its fields the last one counts, and consecutive lists
 * are one.
 */
function valueIn(request: RequestBytes, parts: readonly Place[]): AnyValue {
  let number = 0;
  let contents: Place[] = [];
  for (const part of parts) {
    const field = new FieldReader(request.bytes, part.content, part.end);
    while (field.next()) {
      if (field.number > FIELD.anyValue.bytesValue) continue;
      if (field.number !== number) contents = [];
      number = field.number;
      contents.push(field.place());
    }
  }
  if (number === FIELD.anyValue.arrayValue)
    return { arrayValue: { values: contents.flatMap((each) => valuesAt(request, each)) } };
  if (number === FIELD.anyValue.kvlistValue) {
    return { kvlistValue: { values: contents.flatMap((each) => keyValuesAt(request, each)) } };
  }
  const last = contents.at(-1);
  return last === undefined ? {} : valueOfField(request, number, last.content, last.end);
}

function valuesAt(request: RequestBytes, list: Place): readonly AnyValue[] {
  return entriesAt(request, list).map((entry) => valueIn(request, [entry]));
}

function keyValuesAt(request: RequestBytes, list: Place): readonly KeyValue[] {
  return entriesAt(request, list).map(({ content, end }) => keyValueAt(request, content, end));
}

function entriesAt({ bytes }: RequestBytes, { content, end }: Place): readonly Place[] {
  const entries: Place[] = [];
  const field = new FieldReader(bytes, content, end);
  while (field.next()) if (field.number === FIELD.list.values) entries.push(field.place());
  return entries;
}

/** The low 32 bits of a varint, as decoders read enums and small counts. */
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
  return exactNumber(BigInt.asIntN(64, bits));
}

function isAnyBitSet(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (((bytes[at] as number) & 127) !== 0) return true;
  return false;
}
