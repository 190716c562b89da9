import { type MappingIssue, type MappingOptions, mapLiteLLMTraces } from "litellm-span-mapper";
import { filterableOf } from "../options/filter.js";
import { FIELD_KEYS, type FieldName, TEXT_FIELDS } from "../otlp/attribute-names.js";
import { isRawRequest, type SpanPair, spanPairsOf, typeOf } from "../otlp/span-pair.js";
import { integerOf, textOf } from "../otlp/values.js";
import type { Recognition } from "../recognition.js";
import { errorTextOf } from "./error-text.js";
import type { ExplainedSpan } from "./explained-span.js";
import { mappedAlone } from "./field-sources.js";
import { fieldsOf } from "./fields.js";
import { issuesBySpan } from "./issues-by-span.js";
import { reasonOf } from "./reason.js";
import { type CallFinder, callFinderOf } from "./same-call.js";

/** What there is to know about the spans that were mapped together. */
interface Surroundings {
  readonly recover: boolean;
  readonly callOf: CallFinder;
  /** Raw request spans by the ids of their trace and parent. */
  readonly rawRequests: ReadonlyMap<string, SpanPair>;
  readonly issuesOf: ReadonlyMap<SpanPair, readonly MappingIssue[]>;
  readonly recognition: Recognition | undefined;
}

/** What became of a span, and the span before and after. */
export interface ExplainedPair {
  readonly explained: ExplainedSpan;
  readonly pair: SpanPair;
}

/** Maps `ResourceSpans` together, and explains what became of each span. */
export function explainedSpansOf(
  resourceSpans: readonly unknown[],
  options: MappingOptions,
  recognition: Recognition,
): readonly ExplainedSpan[] {
  return explainedPairsOf(resourceSpans, options, recognition).map(({ explained }) => explained);
}

/**
 * As `explainedSpansOf`, with the spans. Without recognition, issues name the options of the library and not
 * flags.
 */
export function explainedPairsOf(
  resourceSpans: readonly unknown[],
  options: MappingOptions,
  recognition?: Recognition,
): readonly ExplainedPair[] {
  const issues: MappingIssue[] = [];
  const mapped = mapLiteLLMTraces({ resourceSpans }, { ...options, onIssue: (issue) => issues.push(issue) });
  recognition?.saw(resourceSpans, mapped.resourceSpans);
  const pairs = spanPairsOf(resourceSpans, mapped.resourceSpans, options);
  const raw = pairs.filter((pair) => pair.ids.parent !== "" && isRawRequest(pair));
  const surroundings: Surroundings = {
    recover: options.recoverFromRawRequest === true,
    callOf: callFinderOf(pairs),
    rawRequests: new Map(raw.map((pair) => [`${pair.ids.trace}:${pair.ids.parent}`, pair])),
    issuesOf: issuesBySpan(pairs, issues),
    recognition,
  };
  return pairs.map((pair) => ({ explained: explainedSpan(pair, surroundings), pair }));
}

function explainedSpan(pair: SpanPair, { recover, callOf, rawRequests, issuesOf, recognition }: Surroundings): ExplainedSpan {
  const { span, ids, service, record } = pair;
  const { teams, models } = record === undefined ? { teams: [], models: [] } : filterableOf(record);
  const issues = (issuesOf.get(pair) ?? []).map((issue) => inWordsOfFlags(issue, service, recognition));
  const isDuplicate = issues.some(({ code }) => code === "duplicate-call");
  const raw = rawRequests.get(`${ids.trace}:${ids.span}`);
  return {
    traceId: ids.trace,
    spanId: ids.span,
    parentSpanId: ids.parent,
    name: typeof span.name === "string" ? span.name : "",
    service,
    start: integerOf(span.startTimeUnixNano),
    end: integerOf(span.endTimeUnixNano),
    type: typeOf(pair),
    isLiteLLMs: pair.isLiteLLMs,
    teams,
    models,
    why: reasonOf(pair, isDuplicate, callOf),
    error: errorTextOf(pair.mapped),
    fields: fieldsOf(pair, raw?.span, recover),
    isRedacted: isRedacted(pair),
    recoverable: recover || typeOf(pair) !== "llm" ? [] : recoverableOf(pair, raw),
    issues,
  };
}

const CALL_NOT_TOLD = "No other span reports this call; --recover maps it from the raw request";

/** The library names options of its own; here they are flags. */
function inWordsOfFlags(issue: MappingIssue, service: string | undefined, recognition: Recognition | undefined): MappingIssue {
  if (recognition === undefined) return issue;
  if (issue.code === "litellm-not-recognised") return { ...issue, message: recognition.adviceFor(service) };
  return issue.code === "call-not-told" ? { ...issue, message: CALL_NOT_TOLD } : issue;
}

function isRedacted({ before }: SpanPair): boolean {
  const messages = ["gen_ai.input.messages", "gen_ai.output.messages"].map((key) => textOf(before.get(key)) ?? "");
  return messages.some((json) => json.includes('"redacted-by-litellm"'));
}

/** What the call lacks, and would have if it were mapped with recovery. */
function recoverableOf(pair: SpanPair, raw: SpanPair | undefined): readonly FieldName[] {
  const isThere = (attributes: ReadonlyMap<string, unknown>, name: FieldName) =>
    FIELD_KEYS[name].some((key) => attributes.has(key));
  const missing = TEXT_FIELDS.filter((name) => !isThere(pair.after, name));
  if (raw === undefined || missing.length === 0) return [];
  const recovered = mappedAlone([pair.span, raw.span], true);
  return missing.filter((name) => isThere(recovered, name));
}
