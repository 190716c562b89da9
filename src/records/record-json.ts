import { isPlainList, isPlainMap, type PlainMap, type PlainValue, plainMapOf } from "../otlp/plain-value.js";
import type { FiddlerSpan } from "./fiddler-span.js";

/** A value that `JSON.stringify` writes as it is. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMap;

/** JSON values by name. */
export interface JsonMap {
  readonly [name: string]: JsonValue;
}

/**
 * A record in the form that JSON can hold, as OTLP/JSON writes its values: 64-bit integers are decimal text, and so are the numbers
 * that JSON lacks: `"NaN"`, `"Infinity"` and `"-Infinity"`. All else is as in the record.
 */
export interface FiddlerSpanJSON
  extends Omit<FiddlerSpan, "startTimeUnixNano" | "endTimeUnixNano" | "durationNano" | "user" | "attributes"> {
  /** Nanoseconds since 1970 in UTC, as decimal text. */
  readonly startTimeUnixNano?: string;
  /** Nanoseconds since 1970 in UTC, as decimal text. */
  readonly endTimeUnixNano?: string;
  /** Nanoseconds, as decimal text. */
  readonly durationNano?: string;
  readonly user: JsonMap;
  readonly attributes: JsonMap;
}

/**
 * The JSON form of a record, which `JSON.stringify` takes: of the record itself it throws, because of its `bigint`s. Nothing in it
 * throws, and the record is not changed.
 */
export function recordToJSON(record: FiddlerSpan): FiddlerSpanJSON {
  const { startTimeUnixNano, endTimeUnixNano, durationNano, ...rest } = record;
  return {
    ...rest,
    ...(startTimeUnixNano !== undefined && { startTimeUnixNano: startTimeUnixNano.toString() }),
    ...(endTimeUnixNano !== undefined && { endTimeUnixNano: endTimeUnixNano.toString() }),
    ...(durationNano !== undefined && { durationNano: durationNano.toString() }),
    user: jsonMapOf(record.user),
    attributes: jsonMapOf(record.attributes),
  };
}

function jsonMapOf(map: PlainMap): JsonMap {
  return plainMapOf(Object.entries(map).map(([name, value]) => [name, jsonValueOf(value)]));
}

/** Values are nested 100 levels at most, so the recursion ends. */
function jsonValueOf(value: PlainValue): JsonValue {
  if (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value))) return String(value);
  if (isPlainList(value)) return value.map(jsonValueOf);
  return isPlainMap(value) ? jsonMapOf(value) : value;
}
