import type { IssueSeverity } from "../../../../src/issues.ts";
import type { ExplainedSpan } from "../../../../src/cli/explain/explained-span.ts";
import type { AttributeChange } from "./attribute-changes.ts";

/** A span as the tree shows it. */
export interface SpanRow {
  /** Its number in the input, by which its details are asked for. */
  readonly number: number;
  readonly spanId: string;
  /** 0 is a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly name: string;
  readonly type: "llm" | "chain" | undefined;
  readonly why: string;
  readonly notes: readonly string[];
  readonly isFailed: boolean;
  /** Where it lies in its trace, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly duration: string;
  readonly worstIssue: IssueSeverity | undefined;
}

export interface Sums {
  readonly spans: string;
  readonly calls: string;
  readonly tokens: string;
  readonly cost: string;
  readonly issues: readonly string[];
}

export interface TraceView {
  readonly traceId: string;
  readonly services: string;
  readonly duration: string;
  readonly rows: readonly SpanRow[];
  readonly sums: Sums;
  /** Of its resources as a whole. */
  readonly issues: ExplainedSpan["issues"];
}

/** All that is shown before a span is chosen. */
export interface InputView {
  readonly traces: readonly TraceView[];
  readonly sums: Sums;
  readonly problems: readonly string[];
}

/** What became of one span, and of each of its attributes. */
export interface SpanDetail {
  readonly span: ExplainedSpan;
  readonly attributes: readonly AttributeChange[];
}
