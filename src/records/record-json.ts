import { isPlainList, isPlainMap, type PlainMap, type PlainValue, plainMapOf } from "../otlp/plain-value.js";
import type { FiddlerSpan } from "./fiddler-span.js";

/** A value that `JSON.stringify` writes as it is. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMap;

/** JSON values by name. */
export interface JsonMap {
  readonly [name: string]: JsonValue;
}

/**
 * A record in a form that JSON can hold, with values as OTLP/JSON writes them: 64-bit integers are decimal
 * text, and the numbers that JSON lacks are `"NaN"`, `"Infinity"` and `"-Infinity"`. Everything else is as in
 * the record.
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
 * The JSON form of a record, for `JSON.stringify`, which throws for the record itself because of its
 * `bigint`s. No record makes this throw, and the record is not changed.
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
