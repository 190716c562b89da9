import { isObject } from "./guards.js";
import type { AnyValue, KeyValue } from "./types.js";

/**
 * Writes attributes in the form the input has, so that the encoder behind the mapper takes them:
 * OTLP/JSON and protobufjs set a field of `AnyValue` directly, protobuf-es keeps it as `value: {case, value}`.
 */
export interface OtlpForm {
  attribute(key: string, value: AnyValue): KeyValue;
  stringAttribute(key: string, text: string): KeyValue;
  /** `like` is a 64-bit integer of the same span: the count is written in its representation. */
  intAttribute(key: string, count: bigint, like: unknown): KeyValue;
}

const PLAIN: OtlpForm = {
  attribute: (key, value) => ({ key, value }),
  stringAttribute: (key, text) => ({ key, value: { stringValue: text } }),
  intAttribute: (key, count, like) => ({ key, value: { intValue: int64Like(like, count) as string } }),
};

/** protobuf-es 1 and 2; messages of version 2 carry their type's name. */
function oneofForm(named: boolean): OtlpForm {
  const message = (type: string, fields: object) =>
    (named ? { $typeName: `opentelemetry.proto.common.v1.${type}`, ...fields } : fields) as never;
  const anyValue = (field: string, value: unknown): AnyValue => message("AnyValue", { value: { case: field, value } });
  const attribute = (key: string, value: AnyValue): KeyValue => message("KeyValue", { key, value });
  return {
    attribute,
    stringAttribute: (key, text) => attribute(key, anyValue("stringValue", text)),
    intAttribute: (key, count) => attribute(key, anyValue("intValue", count)),
  };
}

const ONEOF_NAMED = oneofForm(true);
const ONEOF_UNNAMED = oneofForm(false);

/** The form of a message, told by one of its attributes; a message without attributes has the plain form. */
export function formOf(attributes: readonly unknown[] | undefined): OtlpForm {
  const first = attributes?.[0];
  if (!isObject(first) || !isObject(first.value) || !isObject(first.value.value)) return PLAIN;
  return "$typeName" in first ? ONEOF_NAMED : ONEOF_UNNAMED;
}

/** A 64-bit integer in the representation of another: string, number, `bigint` or `Long`; OTLP/JSON's string where that is unknown. */
function int64Like(like: unknown, value: bigint): unknown {
  if (typeof like === "bigint") return value;
  if (typeof like === "number" && value <= Number.MAX_SAFE_INTEGER) return Number(value);
  if (isObject(like) && typeof like.low === "number") return longLike(like, value);
  return value.toString();
}

function longLike(like: Readonly<Record<string, unknown>>, value: bigint): unknown {
  const low = Number(BigInt.asIntN(32, value));
  const high = Number(BigInt.asIntN(32, value >> 32n));
  return Object.assign(Object.create(Object.getPrototypeOf(like)), { low, high, unsigned: false });
}
