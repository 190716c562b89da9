import type { IssueCode } from "litellm-span-mapper";
import { sumOf } from "../otlp/values.js";
import type { ExplainedSpan } from "./explained-span.js";
import { type Amounts, amountsOf } from "./fields.js";

/** Sums over LiteLLM's spans. Echoes of a call have no tokens and cost, so each call counts once. */
export interface Totals extends Amounts {
  readonly traces: number;
  readonly spans: number;
  readonly llm: number;
  readonly chain: number;
  /** Spans that are not LiteLLM's. */
  readonly untouched: number;
  readonly failed: number;
  readonly issues: ReadonlyMap<IssueCode, number>;
}

/** Adds up spans as they come, and keeps none of them. */
export class Tally {
  #amounts: Amounts = { input: 0n, output: 0n, total: 0n, cost: 0 };
  readonly #counts = { traces: 0, spans: 0, llm: 0, chain: 0, untouched: 0, failed: 0 };
  readonly #issues = new Map<IssueCode, number>();

  /** Adds the spans of a trace. Leave out those that were added before. */
  addTrace(spans: readonly ExplainedSpan[]): void {
    this.#counts.traces++;
    for (const span of spans) this.#addSpan(span);
  }

  get totals(): Totals {
    return { ...this.#amounts, ...this.#counts, issues: this.#issues };
  }

  #addSpan(span: ExplainedSpan): void {
    this.#counts.spans++;
    this.#counts[span.isLiteLLMs ? (span.type ?? "untouched") : "untouched"]++;
    for (const { code } of span.issues) this.#issues.set(code, (this.#issues.get(code) ?? 0) + 1);
    if (!span.isLiteLLMs) return;
    if (span.type === "llm" && span.error !== undefined) this.#counts.failed++;
    const { input, output, total, cost } = this.#amounts;
    const own = amountsOf(span);
    this.#amounts = {
      input: input + own.input,
      output: output + own.output,
      total: total + own.total,
      cost: sumOf(cost, own.cost),
    };
  }
}
