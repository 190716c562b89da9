import type { FiddlerSpan } from "litellm-span-mapper";
import { writeJson } from "../input/json-text.js";

/** A record as a line of JSON: integers that a double can't hold are decimal strings, and so are all times. */
export function recordAsJson(record: FiddlerSpan): string {
  return `${writeJson(jsonSafe(record))}\n`;
}

/** `bigint` as decimal text, and what JSON has no number for as OTLP/JSON writes it. Attributes are nested 100 deep at most. */
function jsonSafe(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(jsonSafe);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) copy[name] = jsonSafe(member);
  return copy;
}
