import { isObject } from "./guards.js";
import type { KeyValue, Span } from "./types.js";

/** A repeated field of a message; a member that is missing, null or no list reads as an empty one. */
export function listOf(message: unknown, member: string): readonly unknown[] {
  if (!isObject(message)) return [];
  const list = message[member];
  return Array.isArray(list) ? list : [];
}

/** The value of an attribute, the last one where the key is repeated, as SDKs do. */
export function attributeOf(attributes: readonly unknown[], key: string): unknown {
  for (let i = attributes.length - 1; i >= 0; i--) {
    const attribute = attributes[i];
    if (isObject(attribute) && attribute.key === key) return attribute.value;
  }
  return undefined;
}

/** A copy of a span with other attributes, as `withMember` by name: V8 copies faster where it knows the member, and every span is copied. */
export function withAttributes(span: Span, attributes: readonly KeyValue[]): Span {
  return ofSameClass({ ...span, attributes }, span);
}

/** A copy of a message with one member changed. Decoded protobuf keeps its class; a `__proto__` member stays a plain member. */
export function withMember<T extends object>(message: T, member: string, value: unknown): T {
  return ofSameClass({ ...message, [member]: value }, message);
}

function ofSameClass<T extends object>(copy: T, message: T): T {
  const prototype = Object.getPrototypeOf(message);
  return prototype === Object.prototype || prototype === null ? copy : Object.setPrototypeOf(copy, prototype);
}
