import { integerOf } from "./integers.js";

/**
 * Nanoseconds since 1970, for comparing. It is a text as in OTLP/JSON where all have as many digits, because
 * a `bigint` costs more. Equal times are identical, and JavaScript compares a text with a `bigint` by its
 * number.
 */
export type Time = string | bigint;

/** 2001 to 2286: texts of one length compare as their numbers do. */
const USUAL_TIME = /^[1-9][0-9]{18}$/;

/** A time of any OTLP form; `undefined` for what is not an integer. */
export function timeOf(value: unknown): Time | undefined {
  const text = typeof value === "string" ? value : integerOf(value)?.toString();
  return text !== undefined && USUAL_TIME.test(text) ? text : integerOf(value);
}
