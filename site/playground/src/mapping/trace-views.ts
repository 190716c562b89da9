import type { ExplainedSpan } from "../../../../src/cli/explain/explained-span.ts";
import type { Totals } from "../../../../src/cli/explain/totals.ts";
import type { TraceTree, TreeRow } from "../../../../src/cli/explain/trees.ts";
import { count, dollars, duration, tokens } from "../../../../src/cli/render/amounts.ts";
import type { SpanRow, Sum, TraceView } from "./views.ts";

/** How many rows are shown at first. A person can ask for more. */
export const ROWS_AT_FIRST = 200;

/** Codes that concern a resource as a whole. Any other concerns one span. */
const RESOURCE_CODES: ReadonlySet<string> = new Set([
  "application-id-missing",
  "application-id-invalid",
  "litellm-not-recognised",
]);

/** A trace, with its first rows. */
export function traceViewOf(
  { traceId, rows }: TraceTree,
  number: number,
  numberOf: ReadonlyMap<ExplainedSpan, number>,
  rowLimit = ROWS_AT_FIRST,
): TraceView {
  const spans = rows.map(({ span }) => span);
  const extent = extentOf(spans);
  const issues = spans.flatMap((span) => span.issues.filter(({ code }) => RESOURCE_CODES.has(code)));
  return {
    number,
    traceId,
    services: [...new Set(spans.flatMap(({ service }) => service ?? []))].slice(0, 5).join(", "),
    duration: duration(extent?.start, extent?.end),
    rows: rows.slice(0, rowLimit).map((row) => rowOf(row, numberOf.get(row.span) ?? 0, extent)),
    rowCount: rows.length,
    issues: [...new Map(issues.map((issue) => [issue.message, issue])).values()],
  };
}

function rowOf(row: TreeRow, number: number, extent: Extent | undefined): SpanRow {
  const { span, lastAt, hasChildren, rootNote, isRepeat } = row;
  const issues = span.issues.filter(({ code }) => !RESOURCE_CODES.has(code));
  return {
    number,
    depth: lastAt.length,
    hasChildren,
    name: span.name || "(no name)",
    type: span.type,
    why: [span.why.text, isRepeat ? "sent again" : "", rootNote ?? ""].filter(Boolean).join(" · "),
    isFailed: span.error !== undefined,
    from: placeOf(span.start, extent),
    to: placeOf(span.end, extent),
    duration: duration(span.start, span.end),
    issueCount: issues.length,
    worstIssue: issues.find(({ severity }) => severity === "warning")?.severity ?? issues[0]?.severity,
  };
}

interface Extent {
  readonly start: bigint;
  readonly end: bigint;
}

function extentOf(spans: readonly ExplainedSpan[]): Extent | undefined {
  const times = spans.flatMap(({ start, end }) => (start === undefined || end === undefined || end < start ? [] : [start, end]));
  const [first] = times;
  if (first === undefined) return undefined;
  return times.reduce(({ start, end }, time) => ({ start: time < start ? time : start, end: time > end ? time : end }), {
    start: first,
    end: first,
  });
}

function placeOf(time: bigint | undefined, extent: Extent | undefined): number {
  if (time === undefined || extent === undefined || extent.end === extent.start) return 0;
  return Math.min(1, Math.max(0, Number(time - extent.start) / Number(extent.end - extent.start)));
}

/** What the input adds up to. */
export function sumsOf(totals: Totals): readonly Sum[] {
  const { traces, spans, llm, chain, untouched, failed, input, output, total, cost, issues } = totals;
  const types = [`${count(llm)} llm`, `${count(chain)} chain`, untouched > 0 ? `${count(untouched)} not LiteLLM's` : ""];
  const found = [...issues].sort(([, a], [, b]) => b - a).map(([code, times]) => `${count(times)} ${code}`);
  return [
    ["traces", count(traces)],
    ["spans", `${count(spans)}: ${types.filter(Boolean).join(", ")}`],
    ["calls", failed > 0 ? `${count(llm)}, ${count(failed)} failed` : count(llm)],
    ["tokens", total + input + output > 0n ? tokens(input, output, total) : "none"],
    ["cost", cost === 0 ? "none" : dollars(cost)],
    ["issues", found.length === 0 ? "none" : found.join(", ")],
  ];
}
