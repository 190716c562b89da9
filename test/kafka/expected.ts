/** What a database must hold of what was sent, and the checks that it does. */
import { corpusTruth } from "../../fixtures/report/corpus.js";
import { type FiddlerSpan, fiddlerSpansFrom, type TracesData } from "../../src/index.js";
import { same } from "../databases/check.js";
import type { Recorded } from "./exports.js";

export const OPTIONS = { scopeNames: ["litellm"] };

/** A span as a database gives it. */
export interface Row {
  readonly trace_id: string;
  readonly span_id: string;
  readonly total_tokens: string | number | null;
  readonly total_cost: number | null;
}

export interface Sums {
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
}

export function sumsOf(rows: readonly Row[]): Sums {
  const sum = (numberOf: (row: Row) => number) => rows.reduce((total, row) => total + numberOf(row), 0);
  const cost = sum(({ total_cost }) => total_cost ?? 0);
  // Databases and programs add in different orders.
  return { calls: rows.length, tokens: sum((row) => Number(row.total_tokens ?? 0)), cost: Number(cost.toPrecision(9)) };
}

/** The rows that count, of what the mapper made of spans that it was given together. */
export function toldIn(traces: TracesData): readonly Row[] {
  return fiddlerSpansFrom(traces, OPTIONS).filter(isTold).map(rowOf);
}

/** Whether a span reports a call, or what one cost. */
export function isTold({ type, costs, totalTokens }: FiddlerSpan): boolean {
  return type === "llm" || costs.total_cost !== undefined || totalTokens !== undefined;
}

export function rowOf({ traceId = "", spanId = "", totalTokens, costs }: FiddlerSpan): Row {
  return { trace_id: traceId, span_id: spanId, total_tokens: totalTokens ?? null, total_cost: costs.total_cost ?? null };
}

/** Every call once: for each recorded request the calls, tokens and costs that it has where all its spans are seen together. */
export function checkCalls(recorded: readonly Recorded[], calls: readonly Row[]): void {
  const byTrace = groupedByTrace(calls);
  for (const { label, whole } of recorded) {
    const rows = tracesIn(whole).flatMap((trace) => byTrace.get(trace) ?? []);
    same(`What ${label} had`, sumsOf(rows), sumsOf(toldIn(whole)));
  }
}

/** LiteLLM reports no tokens of what it passes through. */
const NOT_REPORTED: ReadonlySet<string> = new Set(["pass-through-openai"]);

/**
 * Of requests with one call to OpenAI's API: their tokens are those that the provider counted. (Of Anthropic's, some releases count
 * without the cache.) Answers how many there are.
 */
export function checkTruth(recorded: readonly Recorded[], calls: readonly Row[]): number {
  const truth = corpusTruth();
  const byTrace = groupedByTrace(calls);
  let checked = 0;
  for (const { label, whole } of recorded) {
    const { provider, tokens, each } = truth.get(label) ?? {};
    if (provider !== "openai" || each !== undefined || NOT_REPORTED.has(label)) continue;
    const counted = tracesIn(whole)
      .flatMap((trace) => byTrace.get(trace) ?? [])
      .filter(({ total_tokens }) => total_tokens !== null);
    const total = tokens?.[2];
    if (typeof total !== "number" || counted.length !== 1) continue;
    same(`The tokens of ${label}`, Number(counted[0]?.total_tokens), total);
    checked++;
  }
  return checked;
}

/** LiteLLM's placeholder, or the header it may have passed over: without either, nothing in a trace says that it is to be redacted. */
const ASKED = /redacted-by-litellm|x-litellm-enable-message-redaction/;

/** The fragments of redacted requests that are left in the texts of their traces. */
export function secretsLeft(recorded: readonly Recorded[], textOf: (traceId: string) => string): readonly string[] {
  const truth = corpusTruth();
  return recorded.flatMap(({ label, whole }) => {
    const { redacted, secrets = [] } = truth.get(label) ?? {};
    if (redacted !== true || !ASKED.test(JSON.stringify(whole))) return [];
    const text = tracesIn(whole).map(textOf).join("\n");
    return secrets.filter((secret) => text.includes(secret)).map((secret) => `${label}: ${secret}`);
  });
}

/** How many spans the mapper takes for LiteLLM's. */
export function spanCountOf(recorded: readonly Recorded[]): number {
  return recorded.reduce((count, { whole }) => count + fiddlerSpansFrom(whole, OPTIONS).length, 0);
}

export function tracesIn(traces: TracesData): readonly string[] {
  const ids = new Set<string>();
  for (const { scopeSpans } of traces.resourceSpans ?? []) {
    for (const { spans } of scopeSpans ?? []) for (const { traceId } of spans ?? []) ids.add(hexOf(traceId));
  }
  return [...ids];
}

function hexOf(id: unknown): string {
  return id instanceof Uint8Array ? Buffer.from(id).toString("hex") : String(id);
}

function groupedByTrace(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const byTrace = new Map<string, Row[]>();
  for (const row of rows) byTrace.set(row.trace_id, [...(byTrace.get(row.trace_id) ?? []), row]);
  return byTrace;
}
