import { isObject } from "../otlp/guards.js";
import { hexIdOf } from "../otlp/ids.js";
import { MAX_ID_LENGTH } from "../otlp/wire-keys.js";

/**
 * Keys of a `Map`, made from what comes from the wire. JavaScript engines hash a text above 16,383 characters
 * by its length alone, and one of digits by its number, so an attacker could choose texts that all collide
 * and make a map as slow as a list. So no key is long, and none is a number.
 */

/** The lengths of a trace id: as hex, as base64 with and without padding, and as bytes. */
const ID_LENGTHS: ReadonlySet<unknown> = new Set<unknown>([32, 24, 22, 16]);

/** 16 bytes that are not all zero: OTLP calls any other trace id invalid. */
const VALID_TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

/** The key of a trace; `undefined` for an id that is not valid. */
export function traceKeyOf(traceId: unknown): string | undefined {
  if (!ID_LENGTHS.has(typeof traceId === "string" ? traceId.length : isObject(traceId) ? traceId.length : 0)) return undefined;
  const hex = hexIdOf(traceId);
  return hex !== undefined && VALID_TRACE_ID.test(hex) ? `trace:${hex}` : undefined;
}

const NO_KEYS: readonly string[] = [];

/** The keys of the call that a span reports, which spans of another trace may report too. */
export function callKeysOf(callId: string | undefined, responseId: string | undefined): readonly string[] {
  if (callId === undefined && responseId === undefined) return NO_KEYS;
  return [...keyOf("call", callId), ...keyOf("response", responseId)];
}

function keyOf(kind: string, id: string | undefined): readonly string[] {
  return id === undefined || id === "" || id.length > MAX_ID_LENGTH ? NO_KEYS : [`${kind}:${id}`];
}

/**
 * Whether an encoded text is too long for an id, so that it need not be decoded. A UTF-16 unit takes three
 * bytes at most.
 */
export function isTooLongForId(bytes: number): boolean {
  return bytes > MAX_ID_LENGTH * 3;
}
