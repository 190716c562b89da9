import { isObject, listOf } from "./guards.js";

/** The attributes of a message by key; of a repeated key, the last value, as in SDKs. */
export function attributesOf(message: unknown): ReadonlyMap<string, unknown> {
  const attributes = new Map<string, unknown>();
  for (const attribute of listOf(message, "attributes")) {
    if (isObject(attribute) && typeof attribute.key === "string") attributes.set(attribute.key, attribute.value);
  }
  return attributes;
}

/** What an `AnyValue` says, as a person writes it; `""` and what has no value are `undefined`. */
export function textOf(anyValue: unknown): string | undefined {
  if (!isObject(anyValue)) return undefined;
  const { stringValue, intValue, doubleValue, boolValue } = anyValue;
  const scalar = stringValue ?? intValue ?? doubleValue ?? boolValue;
  if (scalar !== undefined && scalar !== null) return String(scalar) || undefined;
  const structure = anyValue.arrayValue ?? anyValue.kvlistValue;
  return isObject(structure) ? jsonOf(structure) : undefined;
}

function jsonOf(structure: object): string {
  try {
    return JSON.stringify(structure);
  } catch {
    return "(nested too deeply)";
  }
}

/** An `AnyValue`'s whole number, exactly. */
export function countOf(anyValue: unknown): bigint | undefined {
  return isObject(anyValue) ? integerOf(anyValue.intValue) : undefined;
}

/** An `AnyValue`'s number. */
export function numberOf(anyValue: unknown): number | undefined {
  if (!isObject(anyValue)) return undefined;
  const value = anyValue.doubleValue ?? anyValue.intValue;
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** A sum that stays finite: a number that would make it infinite is left out. */
export function sumOf(a: number, b: number): number {
  return Number.isFinite(a + b) ? a + b : a;
}

/** A 64-bit integer of OTLP/JSON: a decimal string, a number, or the two halves that OpenTelemetry JS 0.44 wrote. */
export function integerOf(value: unknown): bigint | undefined {
  if (isObject(value)) return integerOfHalves(value);
  if (typeof value === "string") return /^-?[0-9]{1,20}$/.test(value) ? BigInt(value) : undefined;
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : undefined;
}

function integerOfHalves({ low, high }: Readonly<Record<string, unknown>>): bigint | undefined {
  if (typeof low !== "number" || typeof high !== "number" || !Number.isInteger(low) || !Number.isInteger(high)) return undefined;
  return (BigInt.asIntN(32, BigInt(high)) << 32n) | BigInt.asUintN(32, BigInt(low));
}
