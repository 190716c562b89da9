import type { MappingIssue, SpanType } from "litellm-span-mapper";
import type { FieldName } from "../otlp/attribute-names.js";

/** Why a span has its type. */
export interface Reason {
  readonly text: string;
  /** The attribute that decided, where one did. */
  readonly attribute?: string | undefined;
  /** The span that stayed the call, where this one reports it again. */
  readonly sameCallAs?: { readonly traceId: string; readonly spanId: string };
}

/** A value of a mapped span. */
export interface Field {
  readonly value: string;
  /** Where the mapped span has it. */
  readonly attribute: string;
  /** The attributes of the input it came from. */
  readonly from: readonly string[];
}

/** What became of one span. */
export interface ExplainedSpan {
  /** Ids are lower-case hex, `""` where there is none. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string | undefined;
  /** Nanoseconds since 1970. */
  readonly start: bigint | undefined;
  readonly end: bigint | undefined;
  /** `undefined`: not LiteLLM's, and not changed. */
  readonly type: SpanType | undefined;
  /** Whether LiteLLM wrote it. Only then does it count. */
  readonly isLiteLLMs: boolean;
  /** Aliases and ids of its team. */
  readonly teams: readonly string[];
  /** The models it asked for and got. */
  readonly models: readonly string[];
  readonly why: Reason;
  /** What went wrong with the call, where something did. */
  readonly error: string | undefined;
  readonly fields: { readonly [name in FieldName]?: Field };
  /** LiteLLM put placeholders in place of what was said. */
  readonly isRedacted: boolean;
  /** Fields that the raw request span holds, and that `--recover` would take from there. */
  readonly recoverable: readonly FieldName[];
  readonly issues: readonly MappingIssue[];
}
