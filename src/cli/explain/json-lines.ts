import { writeJson } from "../input/json-text.js";
import { costForJson, countForJson, SCHEMA_VERSION } from "../output/json-schema.js";
import type { ExplainedSpan } from "./explained-span.js";
import type { Totals } from "./totals.js";
import type { TraceTree } from "./trees.js";

/** A trace as one line of JSON: its spans in tree order, each with its depth. */
export function traceAsJson({ traceId, rows }: TraceTree): string {
  const spans = rows.map(({ span, lastAt, isRepeat }) => ({ depth: lastAt.length, isRepeat, ...spanForJson(span) }));
  return `${writeJson({ schemaVersion: SCHEMA_VERSION, traceId, spans })}\n`;
}

/** The sums as one line of JSON. */
export function totalsAsJson(totals: Totals): string {
  const { input, output, total, cost, issues, ...counts } = totals;
  const tokens = { input: countForJson(input), output: countForJson(output), total: countForJson(total) };
  const shown = { ...counts, tokens, cost: costForJson(cost), issues: Object.fromEntries(issues) };
  return `${writeJson({ schemaVersion: SCHEMA_VERSION, totals: shown })}\n`;
}

function spanForJson({ start, end, traceId: _, teams: _teams, models: _models, ...rest }: ExplainedSpan): object {
  return { ...rest, startTimeUnixNano: start?.toString(), endTimeUnixNano: end?.toString() };
}
