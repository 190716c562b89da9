import { type MappingIssue, type MappingOptions, mapLiteLLMTraces } from "../src/index.js";
import { isRawRequest, litellmScopesIn, SPAN_TYPE, spansIn, spanTextOf } from "./contract.js";
import { deepFreeze, isObject } from "./tree.js";

/** A span as it came and as it went. */
export interface SpanPair {
  readonly before: unknown;
  readonly after: unknown;
  /** Of a scope that the mapper maps. */
  readonly isLiteLLMs: boolean;
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
  const isLiteLLMs = litellmScopesIn(input, options);
  return spansIn(input).map(({ span, scopeSpans }, at) => ({
    before: span,
    after: after[at]?.span,
    isLiteLLMs: isLiteLLMs(scopeSpans),
    isMapped: isLiteLLMs(scopeSpans) && isObject(span) && spanTextOf(span, SPAN_TYPE) === undefined,
    isRaw: isRawRequest(span),
  }));
}
