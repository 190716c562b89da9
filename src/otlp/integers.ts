import { fieldOf, stringOf } from "./any-value.js";
import { isObject } from "./guards.js";

/** An integer as a `number`, beyond ±(2^53 - 1) as the `bigint` it is, so that it is exact. */
export function exactNumber(integer: bigint): number | bigint {
  return BigInt.asIntN(54, integer) === integer ? Number(integer) : integer;
}

const DECIMAL = /^-?[0-9]{1,20}$/;

/**
 * A 64-bit integer of any OTLP form, exactly: a decimal string (OTLP/JSON), a `number`, a `bigint`, or a
 * `Long`'s two halves. `undefined` for anything else.
 */
export function integerOf(value: unknown): bigint | undefined {
  if (typeof value === "string") return DECIMAL.test(value) ? BigInt(value) : undefined;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value === "bigint") return value;
  if (isObject(value) && typeof value.low === "number" && typeof value.high === "number") {
    const bits = (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
    return value.unsigned === true ? bits : BigInt.asIntN(64, bits);
  }
  return undefined;
}

/** The integer in an `AnyValue`, which may be written as a double or as text too. */
export function integerIn(anyValue: unknown): bigint | undefined {
  return integerOf(fieldOf(anyValue, "intValue") ?? fieldOf(anyValue, "doubleValue") ?? stringOf(anyValue));
}
