import { isPlainList, isPlainMap, type PlainMap, type PlainValue } from "../otlp/plain-value.js";

const LEAVES: ReadonlySet<string> = new Set(["string", "number", "bigint", "boolean"]);

/**
 * Whether a value is a map of plain values, however deep. It is not recursive and looks at each object once,
 * because the value may come from anywhere, be nested to any depth, or contain itself.
 */
export function isMapOfPlainValues(value: unknown): value is PlainMap {
  if (!isStructure(value) || !isPlainMap(value)) return false;
  const seen = new Set<unknown>([value]);
  for (const structure of seen) {
    for (const inner of Object.values(structure as object)) {
      if (isStructure(inner)) seen.add(inner);
      else if (inner !== null && !LEAVES.has(typeof inner)) return false;
    }
  }
  return true;
}

/** A list or a map; not a date, bytes, or any other object with content of its own. */
function isStructure(value: unknown): value is PlainValue {
  return isPlainList(value as PlainValue) || Object.prototype.toString.call(value) === "[object Object]";
}
