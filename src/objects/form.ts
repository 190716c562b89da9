import { isObject } from "../otlp/guards.js";
import { likeMessage, listOf } from "../otlp/members.js";
import type { KeyValue } from "../otlp/types.js";

/**
 * Writes attributes in the form the input has, so that the encoder after the mapper accepts them: OTLP/JSON
 * and protobufjs set a field of `AnyValue` directly, protobuf-es keeps it as `value: {case, value}`; decoded
 * messages have a class or carry their type's name.
 */
export interface OtlpForm {
  /** The attribute under another key, with all else it has. */
  renamed(attribute: KeyValue, key: string): KeyValue;
  stringAttribute(key: string, text: string): KeyValue;
  doubleAttribute(key: string, number: number): KeyValue;
  /** `like` is a 64-bit integer of the same span: the count is written in its representation. */
  intAttribute(key: string, count: bigint, like: unknown): KeyValue;
}

const PLAIN: OtlpForm = {
  renamed: (attribute, key) => ({ ...attribute, key }),
  stringAttribute: (key, text) => ({ key, value: { stringValue: text } }),
  doubleAttribute: (key, number) => ({ key, value: { doubleValue: number } }),
  intAttribute: (key, count, like) => ({ key, value: { intValue: int64Like(like, count) as string } }),
};

/**
 * The form of a `ResourceSpans`, judging by one attribute: one of the resource, or of its spans where the
 * resource has none.
 */
export function formOfResourceSpans(resourceSpans: unknown): OtlpForm {
  const ofResource = isObject(resourceSpans) ? formIn(listOf(resourceSpans.resource, "attributes")) : undefined;
  if (ofResource !== undefined) return ofResource;
  for (const scopeSpans of listOf(resourceSpans, "scopeSpans")) {
    for (const span of listOf(scopeSpans, "spans")) {
      const ofSpan = formIn(listOf(span, "attributes"));
      if (ofSpan !== undefined) return ofSpan;
    }
  }
  return PLAIN;
}

function formIn(attributes: readonly unknown[]): OtlpForm | undefined {
  for (const attribute of attributes) {
    if (isObject(attribute) && isObject(attribute.value)) return formLike(attribute, attribute.value);
  }
  return undefined;
}

/** The form of an attribute and its value, for new ones. */
function formLike(keyValue: Message, anyValue: Message): OtlpForm {
  const oneof = Object.hasOwn(anyValue, "value") ? anyValue.value : undefined;
  if (oneof === undefined && isPlain(keyValue) && isPlain(anyValue)) return PLAIN;
  const fieldsOf = (field: string, content: unknown) => {
    if (isObject(oneof) && "case" in oneof) return { value: { case: field, value: content } };
    // protobufjs can name the field that is set, as `@grpc/proto-loader` makes it do.
    return typeof oneof === "string" ? { [field]: content, value: field } : { [field]: content };
  };
  const attributeOf = (key: string, field: string, content: unknown) =>
    messageLike(keyValue, { key, value: messageLike(anyValue, fieldsOf(field, content)) }) as unknown as KeyValue;
  return {
    renamed: (attribute, key) => likeMessage({ ...attribute, key }, attribute),
    stringAttribute: (key, text) => attributeOf(key, "stringValue", text),
    doubleAttribute: (key, number) => attributeOf(key, "doubleValue", number),
    intAttribute: (key, count, like) => attributeOf(key, "intValue", int64Like(like, count)),
  };
}

type Message = Readonly<Record<string, unknown>>;

function isPlain(message: Message): boolean {
  const prototype = Object.getPrototypeOf(message);
  return (prototype === Object.prototype || prototype === null) && message.$typeName === undefined;
}

/** A message of the class of another, or of the type it names, as protobuf-es 2 does. */
export function messageLike(message: Message, fields: Message): Message {
  const { $typeName } = message;
  const named = $typeName === undefined ? fields : { $typeName, ...fields };
  return Object.assign(Object.create(Object.getPrototypeOf(message)), named);
}

/**
 * A 64-bit integer in the representation of another: string, number, `bigint` or `Long`; OTLP/JSON's string
 * where that is unknown.
 */
function int64Like(like: unknown, value: bigint): unknown {
  if (typeof like === "bigint") return value;
  if (typeof like === "number" && value <= Number.MAX_SAFE_INTEGER) return Number(value);
  if (isObject(like) && typeof like.low === "number") return longLike(like, value);
  return value.toString();
}

function longLike(like: Message, value: bigint): unknown {
  const low = Number(BigInt.asIntN(32, value));
  const high = Number(BigInt.asIntN(32, value >> 32n));
  return Object.assign(Object.create(Object.getPrototypeOf(like)), { low, high, unsigned: false });
}
