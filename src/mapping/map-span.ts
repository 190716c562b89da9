import type { CallDecisions } from "../calls/call-decisions.js";
import { withoutContent, withoutMessages } from "../calls/redaction.js";
import { type Report, reportFor } from "../issues.js";
import { FIDDLER } from "../litellm/attribute-names.js";
import type { AttributeRule } from "../litellm/attribute-rules.js";
import { withoutCredentials } from "../litellm/credentials.js";
import { isKnownOperation, type SpanType } from "../litellm/operation.js";
import { isTold } from "../litellm/unknown-values.js";
import { addMessageAttributes } from "../messages/message-attributes.js";
import type { Settings } from "../options.js";
import { isEmptyString } from "../otlp/any-value.js";
import type { OtlpForm } from "../otlp/form.js";
import { withAttributes } from "../otlp/members.js";
import type { KeyValue, Span } from "../otlp/types.js";
import type { SpanReading } from "../reading/span-reading.js";
import { type Recovery, recoveryOf } from "../recovery/recovery.js";
import { costAttributesOf } from "./cost-attributes.js";
import { addModelAttributes } from "./model.js";
import { type TokenCounts, tokenCountsOf } from "./tokens.js";

/** What the mapping of a span goes by, beside the span. */
export interface SpanMapping {
  readonly decisions: CallDecisions;
  readonly settings: Settings;
  readonly form: OtlpForm;
}

/** Maps one span. Attributes keep their order and a renamed one its place; what is added comes last, the span type first of it. */
export function mapSpan(whole: SpanReading, mapping: SpanMapping): Span {
  const { decisions, settings, form } = mapping;
  if (whole.isMapped) return whole.span;
  const saysNothing = whole.layout.saysNothing && !whole.isRawRequest;
  if (saysNothing && !decisions.redacted.has(whole)) return typedChain(whole, form);
  const report = reportFor(settings.onIssue, whole.span);
  const reading = shownOf(whole, decisions, report);
  if (saysNothing) return typedChain(reading, form);
  const isEcho = decisions.echoes.has(whole);
  const type: SpanType = isEcho ? "chain" : decisions.rawCalls.has(whole) ? "llm" : whole.type;
  reportFindings(whole, type, decisions, report);

  const recovery = recoveryFor(whole, reading, type, mapping, report);
  const counts = isEcho ? undefined : tokenCountsOf(reading, recovery, form, report);
  const costs = isEcho ? undefined : costAttributesOf(recovery, form);
  const attributes = keptAttributes(reading, isEcho, counts, costs, form, report);
  attributes.push(form.stringAttribute(FIDDLER.spanType, type));
  if (type === "llm") addMessageAttributes(attributes, reading, recovery, settings, form, report);
  for (const attribute of counts?.added ?? []) attributes.push(attribute);
  addModelAttributes(attributes, reading, recovery, form);
  for (const attribute of costs ?? []) attributes.push(attribute);
  return withAttributes(reading.span, attributes);
}

/** A span of an application that is not LiteLLM's: as it is, or with a type and nothing else. */
export function mapOtherSpan(reading: SpanReading, { settings, form }: SpanMapping): Span {
  return settings.typeOtherScopes && !reading.isMapped ? typedChain(reading, form) : reading.span;
}

function typedChain({ span, attributes }: SpanReading, form: OtlpForm): Span {
  return withAttributes(span, followedBy(attributes, form.stringAttribute(FIDDLER.spanType, "chain")));
}

/** A list as long as it must be: one that grows takes room for 16 more, and many spans have next to no attributes. */
function followedBy(attributes: readonly KeyValue[], last: KeyValue): readonly KeyValue[] {
  const list = new Array<KeyValue>(attributes.length + 1);
  for (let at = 0; at < attributes.length; at++) list[at] = attributes[at] as KeyValue;
  list[attributes.length] = last;
  return list;
}

/** What stays of the attributes that came, in their order, under the names they have in the result. */
function keptAttributes(
  reading: SpanReading,
  isEcho: boolean,
  counts: TokenCounts | undefined,
  costs: readonly KeyValue[] | undefined,
  form: OtlpForm,
  report: Report,
): KeyValue[] {
  const { attributes } = reading;
  const { rules } = reading.layout;
  const kept = attributes.slice();
  let size = 0;
  for (let at = 0; at < attributes.length; at++) {
    const attribute = attributes[at] as KeyValue;
    const rule = rules[at];
    if (rule === undefined) kept[size++] = attribute;
    else if (!(isEcho && rule.isUsageOrCost) && (costs === undefined || !costs.some(({ key }) => key === rule.target))) {
      const result = keptAttribute(attribute, rule, at, counts, form, report);
      if (result !== undefined) kept[size++] = result;
    }
  }
  kept.length = size;
  return kept;
}

function keptAttribute(
  attribute: KeyValue,
  { fate, target }: AttributeRule,
  at: number,
  counts: TokenCounts | undefined,
  form: OtlpForm,
  report: Report,
): KeyValue | undefined {
  if (target === undefined) return fate === "url" ? withoutCredentials(attribute, form, report) : attribute;
  if (fate === "move") {
    if (isEmptyString(attribute.value)) return undefined;
    return attribute.key === target ? attribute : form.renamed(attribute, target);
  }
  if (fate === "keep-if-told") return isTold(attribute.key, attribute.value) ? attribute : undefined;
  for (const count of counts?.placed ?? []) if (count?.at === at) return count.attribute;
  return undefined;
}

/** The span without what it must not show of a redacted call, or of every raw request; reported where that is anything. */
function shownOf(whole: SpanReading, decisions: CallDecisions, report: Report): SpanReading {
  if (!decisions.withheld.has(whole) && !decisions.redacted.has(whole)) return whole;
  const shown = decisions.withheld.has(whole) ? withoutContent(whole) : withoutMessages(whole);
  if (shown !== whole) report("redacted-content-withheld", "Attributes, events or a status that may hold content were left out");
  return shown;
}

/** Reports what the host should know of the span, and what became of it. */
function reportFindings(whole: SpanReading, type: SpanType, decisions: CallDecisions, report: Report): void {
  const { operation, operationAt = -1, isRawRequest, layout, span } = whole;
  if (decisions.echoes.has(whole)) {
    const isDemoted = type !== whole.type;
    if (isDemoted) report("duplicate-call", "Another span reports this call; this one is a chain without tokens");
    else if (layout.hasUsageOrCost)
      report("duplicate-call", "Another span reports this call; its tokens or cost were left out here");
  }
  if (decisions.untold.has(whole)) {
    report("call-not-told", "No other span reports this call; set recoverFromRawRequest to map it from the raw request");
  }
  if (whole.type === "chain" && operation !== undefined && !isRawRequest && !isKnownOperation(operation)) {
    const key = whole.attributes[operationAt]?.key;
    report("operation-unknown", `${key} is ${JSON.stringify(operation.slice(0, 100))}; the span is a chain`, key);
  }
  if (type === "llm" && isPositive((span as { droppedAttributesCount?: unknown }).droppedAttributesCount)) {
    report(
      "attributes-dropped",
      "Attributes of this call were dropped; raise OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT where LiteLLM runs",
    );
  }
}

function isPositive(count: unknown): boolean {
  return typeof count === "number" || typeof count === "string" ? Number(count) > 0 : false;
}

/** Recovery of spans that report a call, where it is switched on; never of the texts of a redacted one. */
function recoveryFor(
  whole: SpanReading,
  shown: SpanReading,
  type: SpanType,
  { decisions, settings }: SpanMapping,
  report: Report,
): Recovery | undefined {
  if (!settings.recover) return undefined;
  // A raw request that is the call is its own source: of what it still shows.
  if (decisions.rawCalls.has(whole)) return recoveryOf(shown, shown, report);
  if (whole.isRawRequest || (whole.operation === undefined && type === "chain") || decisions.redacted.has(whole))
    return undefined;
  return recoveryOf(whole, decisions.rawRequests.get(whole), report);
}
