import { fieldOf, stringOf } from "./any-value.js";
import { binaryOf } from "./bytes.js";
import { isObject } from "./guards.js";
import { exactNumber, integerOf } from "./integers.js";
import { listOf } from "./members.js";
import type { KeyValue } from "./types.js";
import { nameIn } from "./wire-keys.js";

/**
 * An attribute's content without its OTLP wrapping.
 * - An integer is a `number`, beyond ±(2^53 - 1) a `bigint`, so that it is exact.
 * - A double is a `number`, also `NaN` and the infinities, which OTLP/JSON writes as text.
 * - Bytes are base64, whatever form they came in.
 * - A map is an object without a prototype, so that names from the wire are safe to look up: `constructor` is
 *   not there, and `__proto__` is a name like others.
 */
export type PlainValue = string | number | bigint | boolean | null | readonly PlainValue[] | PlainMap;

/** Plain values by name. */
export interface PlainMap {
  readonly [name: string]: PlainValue;
}

/** Whether a value is a map, so that its values can be read by name. `undefined` is not one. */
export function isPlainMap(value: PlainValue | undefined): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list, so that its entries can be read. `undefined` is not one. */
export function isPlainList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Values nested deeper than protobuf's own decoders go are left out, so that no depth overflows the stack. */
const MAX_DEPTH = 100;

/**
 * Attributes by key; of a repeated key, the last one. Those without a readable value, or with a name of more
 * than 8,192 characters, are left out.
 */
export function plainValuesOf(attributes: readonly unknown[], depth = 0): Map<string, PlainValue> {
  const values = new Map<string, PlainValue>();
  for (const attribute of attributes) {
    const name = isObject(attribute) ? nameIn(attribute.key) : undefined;
    if (name === undefined) continue;
    const value = plainValueOf((attribute as KeyValue).value, depth);
    values.delete(name);
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

/** An object without a prototype; `Object.fromEntries` would make one that inherits names. */
export function plainMapOf<T>(values: Iterable<readonly [string, T]>): { readonly [name: string]: T } {
  const map: Record<string, T> = Object.create(null);
  for (const [name, value] of values) map[name] = value;
  return map;
}

/** The content of an `AnyValue`, `undefined` where it has none that can be read. */
export function plainValueOf(anyValue: unknown, depth = 0): PlainValue | undefined {
  const integer = integerOf(fieldOf(anyValue, "intValue"));
  if (integer !== undefined) return exactNumber(integer);
  const double = fieldOf(anyValue, "doubleValue");
  if (typeof double === "number") return double;
  if (typeof double === "string") return Number.parseFloat(double);
  const flag = fieldOf(anyValue, "boolValue");
  if (typeof flag === "boolean") return flag;
  return stringOf(anyValue) ?? base64Of(fieldOf(anyValue, "bytesValue")) ?? structureOf(anyValue, depth + 1);
}

function structureOf(anyValue: unknown, depth: number): PlainValue | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const array = fieldOf(anyValue, "arrayValue");
  // An entry without a value keeps its place in the list.
  if (isObject(array)) return listOf(array, "values").map((entry) => plainValueOf(entry, depth) ?? null);
  const map = fieldOf(anyValue, "kvlistValue");
  return isObject(map) ? plainMapOf(plainValuesOf(listOf(map, "values"), depth)) : undefined;
}

function base64Of(bytes: unknown): string | undefined {
  if (typeof bytes === "string") return bytes;
  const binary = binaryOf(bytes);
  return binary === undefined ? undefined : btoa(binary);
}
