import type { ExplainedSpan } from "../../../../src/cli/explain/explained-span.ts";
import type { IssueSeverity } from "../../../../src/issues.ts";
import type { AttributeChange } from "./attribute-changes.ts";
import type { Rule } from "./rules.ts";

/** A span as the tree shows it. */
export interface SpanRow {
  /** Its number in the input, by which its details are asked for. */
  readonly number: number;
  /** 0 is a root. */
  readonly depth: number;
  readonly hasChildren: boolean;
  readonly name: string;
  readonly type: "llm" | "chain" | undefined;
  readonly why: string;
  readonly isFailed: boolean;
  /** Where it lies in its trace, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly duration: string;
  readonly issueCount: number;
  readonly worstIssue: IssueSeverity | undefined;
}

/** A label and what it adds up to. */
export type Sum = readonly [label: string, value: string];

export interface TraceView {
  /** Its number in the input, by which the rest of its rows is asked for. */
  readonly number: number;
  readonly traceId: string;
  readonly services: string;
  readonly duration: string;
  /** The first rows, in the order of the tree. */
  readonly rows: readonly SpanRow[];
  readonly rowCount: number;
  /** What concerns its resources as a whole. */
  readonly issues: ExplainedSpan["issues"];
}

/** All that is shown before a span is chosen. */
export interface InputView {
  /** The first traces. */
  readonly traces: readonly TraceView[];
  readonly traceCount: number;
  readonly sums: readonly Sum[];
  readonly problems: readonly string[];
}

/** A value of a span as Fiddler shows it. */
export interface FieldView {
  readonly label: string;
  readonly value: string;
  /** A text of any length, where line breaks count. */
  readonly isText: boolean;
  /** The attributes of the input it came from. */
  readonly from: readonly string[];
  /** Something about the value and not the value. */
  readonly isRemark: boolean;
}

/** What became of one span, and of each of its attributes. */
export interface SpanDetail {
  readonly number: number;
  /** The number of its trace. */
  readonly traceNumber: number;
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly service: string | undefined;
  readonly type: "llm" | "chain" | undefined;
  readonly why: string;
  readonly typeRule: Rule;
  /** The span that stayed the call, where this one reports it again. */
  readonly sameCallAs: { readonly number: number; readonly name: string } | undefined;
  readonly error: string | undefined;
  readonly fields: readonly FieldView[];
  readonly issues: ExplainedSpan["issues"];
  readonly attributes: readonly AttributeChange[];
}

/** What can be copied of the whole input. */
export type CopyKind = "explain" | "mapped" | "records";
