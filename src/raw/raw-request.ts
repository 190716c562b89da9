import type { Report } from "../issues.js";
import { jsonIn } from "../otlp/json.js";
import { parsePythonLiteral } from "../python/python-literal.js";
import type { SpanReading } from "../reading/span-reading.js";

/** The provider's request and response as the raw request span holds them: `llm.<provider>.<field>`. */
export interface RawRequest {
  /** `<provider>`, as the attribute names have it. */
  readonly provider: string | undefined;
  has(field: string): boolean;
  /** A field that is a list or an object; reported where it can't be read. */
  structure(field: string): unknown;
  /** A field that is text, or a list or an object. */
  textOrStructure(field: string): unknown;
}

/** Reads the fields of a raw request span; none is parsed before it is asked for. */
export function rawRequestOn(reading: SpanReading, report: Report): RawRequest {
  const texts = new Map<string, string>();
  let provider: string | undefined;
  for (const [at, rule] of reading.layout.rules.entries()) {
    if (rule?.rawField === undefined) continue;
    provider = reading.view.keyAt(at)?.split(".")[1];
    const text = reading.view.textAt(at);
    if (text !== undefined) texts.set(rule.rawField, text);
  }
  const structures = new Map<string, unknown>();
  const structure = (field: string) => {
    const text = texts.get(field);
    if (text === undefined || structures.has(field)) return structures.get(field);
    const value = structureIn(text);
    structures.set(field, value);
    if (value === undefined) {
      report("raw-request-unreadable", `Field ${field} of the raw request can't be read`, field);
    }
    return value;
  };
  return {
    provider,
    has: (field) => texts.has(field),
    structure,
    textOrStructure: (field) => (BEGINS_LIKE_STRUCTURE.test(texts.get(field) ?? "") ? structure(field) : texts.get(field)),
  };
}

/** Python's `repr` of a list or dict of anything but numbers, or JSON. */
const BEGINS_LIKE_STRUCTURE = /^\s*(?:\[\s*[[{'"]|\{\s*['"])/;

/** Python's `repr` as LiteLLM writes nested values, or JSON. */
function structureIn(text: string): unknown {
  const value = parsePythonLiteral(text) ?? jsonIn(text);
  return typeof value === "object" && value !== null ? value : undefined;
}
