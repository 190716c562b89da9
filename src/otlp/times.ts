import { integerOf } from "./integers.js";

/**
 * Nanoseconds since 1970, for comparing: as OTLP/JSON has them where that is enough, for a `bigint` costs more. Beside a `bigint`
 * JavaScript compares a text by its number.
 */
export type Time = string | bigint;

/** 2001 to 2286: texts of one length compare as their numbers do. */
const USUAL_TIME = /^[1-9][0-9]{18}$/;

/** A time of any OTLP form; `undefined` for what is no integer. */
export function timeOf(value: unknown): Time | undefined {
  return typeof value === "string" && USUAL_TIME.test(value) ? value : integerOf(value);
}
