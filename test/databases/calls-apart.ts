/** Calls whose two halves were mapped apart, as by two workers: the view in `examples/kafka/calls.sql` must count each once. */
import { readFileSync } from "node:fs";
import { fiddlerSpansFrom, type TracesData } from "../../src/index.js";
import { rowOf, type SpanRow } from "../../src/tables/index.js";
import { checkCalls, isTold, OPTIONS, type Row } from "../kafka/expected.js";
import { corpusRecordings, loadCopy, type Recorded } from "../kafka/exports.js";

const VIEW = readFileSync(new URL("../../examples/kafka/calls.sql", import.meta.url), "utf8");

/** The view over a table, for a database that asks for `FINAL` or not. */
export function callsView(table: string, view: string, isFinal = false): string {
  return VIEW.replaceAll("FROM spans", `FROM ${table}${isFinal ? " FINAL" : ""}`).replace("VIEW calls", `VIEW ${view}`);
}

export const CALLS = "SELECT trace_id, span_id, total_tokens, total_cost FROM";

/** Every recorded request of the corpus and a load. */
export function recordedRequests(): readonly Recorded[] {
  return [...corpusRecordings().flat(), loadCopy(0)];
}

/** Rows of all of them, each trace mapped without the others. */
export function rowsMappedApart(recorded: readonly Recorded[]): readonly SpanRow[] {
  return recorded.flatMap(({ whole }) => tracesOf(whole).flatMap((trace) => fiddlerSpansFrom(trace, OPTIONS).map(rowOf)));
}

/** Throws where a request has other calls, tokens or costs than with all its traces mapped together. Answers what the view took out. */
export function checkCallsApart(recorded: readonly Recorded[], calls: readonly object[]): number {
  checkCalls(recorded, calls as readonly Row[]);
  const apart = recorded.flatMap(({ whole }) =>
    tracesOf(whole).flatMap((trace) => fiddlerSpansFrom(trace, OPTIONS).filter(isTold)),
  );
  return apart.length - calls.length;
}

/** A request for each trace of a request. */
function tracesOf({ resourceSpans }: TracesData): readonly TracesData[] {
  const traces = new Map<unknown, NonNullable<TracesData["resourceSpans"]>[number][]>();
  for (const resource of resourceSpans ?? []) {
    for (const scope of resource.scopeSpans ?? []) {
      for (const span of scope.spans ?? []) {
        const part = { ...resource, scopeSpans: [{ ...scope, spans: [span] }] };
        traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), part]);
      }
    }
  }
  return [...traces.values()].map((parts) => ({ resourceSpans: parts }));
}
