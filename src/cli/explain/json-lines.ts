import { writeJson } from "../input/json-text.js";
import type { ExplainedSpan } from "./explained-span.js";
import type { Totals } from "./totals.js";
import type { TraceTree } from "./trees.js";

/** A trace as one line of JSON: its spans in tree order, each with its depth. */
export function traceAsJson({ traceId, rows }: TraceTree): string {
  const spans = rows.map(({ span, lastAt }) => ({ depth: lastAt.length, ...spanForJson(span) }));
  return `${writeJson({ traceId, spans })}\n`;
}

/** The sums as one line of JSON. */
export function totalsAsJson(totals: Totals): string {
  const { input, output, total, cost, issues, ...counts } = totals;
  const tokens = { input: countForJson(input), output: countForJson(output), total: countForJson(total) };
  return `${writeJson({ totals: { ...counts, tokens, cost, issues: Object.fromEntries(issues) } })}\n`;
}

function spanForJson({ start, end, traceId: _, ...rest }: ExplainedSpan): object {
  return { ...rest, startTimeUnixNano: start?.toString(), endTimeUnixNano: end?.toString() };
}

/** A number where JSON readers keep it exact, else a decimal string. */
function countForJson(count: bigint): number | string {
  return count <= Number.MAX_SAFE_INTEGER ? Number(count) : count.toString();
}
