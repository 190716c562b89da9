import { isObject } from "./guards.js";

type AnyValueField = "stringValue" | "boolValue" | "intValue" | "doubleValue" | "arrayValue" | "kvlistValue" | "bytesValue";

/**
 * The content of one field of an `AnyValue`, or `undefined` where that field is not set. protobuf-es keeps
 * the field as `value: {case, value}`; protobufjs puts defaults of unset fields on the prototype of its
 * class, so it matters whether the message itself owns it.
 */
export function fieldOf(anyValue: unknown, field: AnyValueField): unknown {
  if (!isObject(anyValue)) return undefined;
  const direct = anyValue[field];
  if (direct !== undefined && direct !== null)
    return anyValue.constructor === Object || Object.hasOwn(anyValue, field) ? direct : undefined;
  const oneof = anyValue.value;
  return isObject(oneof) && oneof.case === field ? oneof.value : undefined;
}

/** The text of an `AnyValue` that holds a string, else `undefined`. */
export function stringOf(anyValue: unknown): string | undefined {
  const direct = isObject(anyValue) ? anyValue.stringValue : undefined;
  // Ownership matters only for a default on the prototype, which is "".
  if (typeof direct === "string" && direct !== "") return direct;
  const text = fieldOf(anyValue, "stringValue");
  return typeof text === "string" ? text : undefined;
}

/** The text of an `AnyValue` that holds a string other than `""`, which is how LiteLLM writes None. */
export function textOf(anyValue: unknown): string | undefined {
  return stringOf(anyValue) || undefined;
}

/** Whether an `AnyValue` holds `""`. */
export function isEmptyString(anyValue: unknown): boolean {
  if (!isObject(anyValue)) return false;
  const { stringValue } = anyValue;
  // A plain object has no class whose prototype could hold the default.
  if (stringValue === "" && anyValue.constructor === Object) return true;
  return (stringValue === "" || anyValue.value !== undefined) && fieldOf(anyValue, "stringValue") === "";
}
