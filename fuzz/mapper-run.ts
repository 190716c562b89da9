import { type MappingIssue, type MappingOptions, mapLiteLLMTraces } from "../src/index.js";
import { type Handling, handlingIn, isRawRequest, SPAN_TYPE, spansIn, spanTextOf } from "./contract.js";
import { deepFreeze } from "./tree.js";

/** A span as it came and as it went. */
export interface SpanPair {
  readonly before: unknown;
  readonly after: unknown;
  /** What the mapper may do to it. */
  readonly handling: Handling;
  /** The mapper maps it: LiteLLM's, and without a type when it came. */
  readonly isMapped: boolean;
  readonly isRaw: boolean;
}

/** One run of the mapper over a frozen request: what the laws look at. */
export interface MapperRun {
  readonly input: object;
  readonly options: MappingOptions;
  readonly output: object;
  readonly issues: readonly MappingIssue[];
  readonly pairs: readonly SpanPair[];
}

/** Maps a request, which is frozen first: a mapper that changes its input throws. */
export function runOf(input: object, options: MappingOptions): MapperRun {
  deepFreeze(input);
  const issues: MappingIssue[] = [];
  const output = mapLiteLLMTraces(input, { ...options, onIssue: (issue) => issues.push(issue) });
  return { input, options, output, issues, pairs: pairsOf(input, output, options) };
}

function pairsOf(input: object, output: object, options: MappingOptions): readonly SpanPair[] {
  const after = spansIn(output);
  const handlingOf = handlingIn(input, options);
  return spansIn(input).map(({ span, scopeSpans }, at) => ({
    before: span,
    after: after[at]?.span,
    handling: handlingOf(span, scopeSpans),
    isMapped: handlingOf(span, scopeSpans) === "map" && spanTextOf(span, SPAN_TYPE) === undefined,
    isRaw: isRawRequest(span),
  }));
}
