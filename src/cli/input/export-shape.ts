import { isObject, listOf } from "../otlp/guards.js";

/** The `ResourceSpans` in a document, and the way back to a document of the same shape. */
export interface TraceExport {
  readonly resourceSpans: readonly unknown[];
  /** The document with these in their place, in the same number and order. */
  readonly withResourceSpans: (mapped: readonly unknown[]) => unknown;
}

/**
 * Reads a document as an export: a `TracesData` (`{"resourceSpans": [...]}`, also an empty one), a bare
 * `ResourceSpans` (`{"scopeSpans": [...]}`), or a list of either. A text says what else it is.
 */
export function exportIn(value: unknown): TraceExport | string {
  if (Array.isArray(value)) return exportOfList(value);
  if (!isObject(value)) return `is ${article(value)}; ${EXPECTED}`;
  if (Array.isArray(value.resourceSpans)) {
    return { resourceSpans: value.resourceSpans, withResourceSpans: (mapped) => ({ ...value, resourceSpans: mapped }) };
  }
  if (Array.isArray(value.scopeSpans) || Array.isArray(value[OLD_NAME]))
    return { resourceSpans: [value], withResourceSpans: ([mapped]) => mapped };
  if ((value.resourceSpans ?? undefined) === undefined && isEmptyExport(value)) {
    return { resourceSpans: [], withResourceSpans: () => value };
  }
  return `${problemOf(value)}; ${EXPECTED}`;
}

/** What `scopeSpans` was called in OTLP before 0.15. */
const OLD_NAME = "instrumentationLibrarySpans";

export const OLD_EXPORT = `has spans under "${OLD_NAME}", as OTLP had them before 0.15, which are not read; rename that to "scopeSpans" and "instrumentationLibrary" to "scope"`;

/** Whether spans are where old versions of OTLP had them. They are not mapped, and the user should know. */
export function isOldExport({ resourceSpans }: TraceExport): boolean {
  return resourceSpans.some((one) => listOf(one, OLD_NAME).length > 0);
}

const EXPECTED = 'expected OTLP traces: {"resourceSpans": [...]}, one ResourceSpans, or a list of them';

function exportOfList(list: readonly unknown[]): TraceExport | string {
  const exports = list.map((entry) => (Array.isArray(entry) ? `is a list; ${EXPECTED}` : exportIn(entry)));
  const badAt = exports.findIndex((entry) => typeof entry === "string");
  if (badAt >= 0) return `holds a list whose entry ${badAt + 1} ${String(exports[badAt])}`;
  const good = exports.filter((entry) => typeof entry !== "string");
  return {
    resourceSpans: good.flatMap(({ resourceSpans }) => resourceSpans),
    withResourceSpans(mapped) {
      let from = 0;
      return good.map((entry) => {
        const to = from + entry.resourceSpans.length;
        const own = mapped.slice(from, to);
        from = to;
        return entry.withResourceSpans(own);
      });
    },
  };
}

/** proto3's JSON leaves an empty list out. */
function isEmptyExport(value: object): boolean {
  return Object.keys(value).every((key) => key === "resourceSpans");
}

function problemOf(value: Readonly<Record<string, unknown>>): string {
  if (value.resourceSpans !== undefined) return `has ${article(value.resourceSpans)} as "resourceSpans"`;
  if (value.resourceMetrics !== undefined) return 'holds metrics ("resourceMetrics"), not traces';
  if (value.resourceLogs !== undefined) return 'holds logs ("resourceLogs"), not traces';
  if (value.resource_spans !== undefined) return 'has "resource_spans" in snake_case, which is not OTLP/JSON';
  const [first] = Object.keys(value);
  return `is an object without "resourceSpans" (it begins with ${JSON.stringify(first)})`;
}

function article(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
