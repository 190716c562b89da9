import { FIDDLER } from "./attribute-names.js";
import type { AttributeRule } from "./attribute-rules.js";
import type { CrossSpanFindings } from "./cross-span.js";
import { type Report, reportFor } from "./issues.js";
import { addMessageAttributes } from "./messages/message-attributes.js";
import { addModelAttributes, isTold } from "./model.js";
import { isKnownOperation, type SpanType } from "./operation.js";
import type { Settings } from "./options.js";
import { isEmptyString } from "./otlp/any-value.js";
import type { OtlpForm } from "./otlp/form.js";
import { withAttributes } from "./otlp/members.js";
import type { KeyValue, Span } from "./otlp/types.js";
import { type Recovery, recoveryOf } from "./recovery/recovery.js";
import { isRedacted, withoutContent, withoutLeakedInstructions } from "./redaction.js";
import type { SpanReading } from "./span-reading.js";
import { type TokenCounts, tokenCountsOf } from "./tokens.js";

/** Maps one span. Attributes keep their order and a renamed one its place; what is added comes last, the span type first of it. */
export function mapSpan(whole: SpanReading, findings: CrossSpanFindings, settings: Settings, form: OtlpForm): Span {
  if (whole.isMapped) return whole.span;
  if (whole.layout.saysNothing && !whole.isRawRequest) {
    return withAttributes(whole.span, followedBy(whole.attributes, form.stringAttribute(FIDDLER.spanType, "chain")));
  }
  const report = reportFor(settings.onIssue, whole.span);
  const reading = shownOf(whole, findings, report);
  const isEcho = isEchoOf(whole, findings, settings, report);
  const type: SpanType = isEcho ? "chain" : whole.type;
  reportUnknownOperation(whole, report);

  const recovery = recoveryFor(whole, findings, settings, report);
  const counts = isEcho ? undefined : tokenCountsOf(reading, recovery, form, report);
  const attributes = keptAttributes(reading, isEcho, counts, form);
  attributes.push(form.stringAttribute(FIDDLER.spanType, type));
  if (type === "llm") addMessageAttributes(attributes, reading, recovery, settings, form, report);
  for (const attribute of counts?.added ?? []) attributes.push(attribute);
  addModelAttributes(attributes, reading, recovery, form);
  return withAttributes(reading.span, attributes);
}

/** A list as long as it must be: one that grows takes room for 16 more, and many spans have next to no attributes. */
function followedBy(attributes: readonly KeyValue[], last: KeyValue): readonly KeyValue[] {
  const list = new Array<KeyValue>(attributes.length + 1);
  for (let at = 0; at < attributes.length; at++) list[at] = attributes[at] as KeyValue;
  list[attributes.length] = last;
  return list;
}

/** What stays of the attributes that came, in their order, under the names they have in the result. */
function keptAttributes(reading: SpanReading, isEcho: boolean, counts: TokenCounts | undefined, form: OtlpForm): KeyValue[] {
  const { attributes } = reading;
  const { rules } = reading.layout;
  const kept = attributes.slice();
  let size = 0;
  for (let at = 0; at < attributes.length; at++) {
    const attribute = attributes[at] as KeyValue;
    const rule = rules[at];
    if (rule === undefined) kept[size++] = attribute;
    else if (!isEcho || !rule.isUsageOrCost) {
      const result = keptAttribute(attribute, rule, at, counts, form);
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
): KeyValue | undefined {
  if (target === undefined) return attribute;
  if (fate === "move") {
    if (isEmptyString(attribute.value)) return undefined;
    return attribute.key === target ? attribute : form.renamed(attribute, target);
  }
  if (fate === "keep-if-told") return isTold(attribute.key, attribute.value) ? attribute : undefined;
  for (const count of counts?.placed ?? []) if (count?.at === at) return count.attribute;
  return undefined;
}

/** The span without what it leaks of a redacted call, or of every raw request; reported where that is anything. */
function shownOf(whole: SpanReading, findings: CrossSpanFindings, report: Report): SpanReading {
  const shown = findings.withheld.has(whole) ? withoutContent(whole) : withoutLeakedInstructions(whole);
  if (shown.attributes.length < whole.attributes.length) {
    report("redacted-content-withheld", "Attributes that may hold content were left out");
  }
  return shown;
}

/** Whether usage and cost on this span would count a call twice. Reported where the span is demoted or loses such an attribute. */
function isEchoOf(reading: SpanReading, findings: CrossSpanFindings, settings: Settings, report: Report): boolean {
  if (!settings.demoteDuplicates) return false;
  const isDemoted = findings.echoes.has(reading);
  if (!isDemoted && !reading.isRawRequest) return false;
  if (isDemoted) report("duplicate-call", "Another span tells this call; this one is a chain without tokens");
  else if (reading.layout.hasUsageOrCost) report("duplicate-call", "Tokens or cost of the call were left out");
  return true;
}

function reportUnknownOperation(reading: SpanReading, report: Report): void {
  const { operation, operationAt = -1, isRawRequest, type } = reading;
  if (operation === undefined || isRawRequest || type === "llm" || isKnownOperation(operation)) return;
  const key = reading.attributes[operationAt]?.key;
  report("operation-unknown", `${key} is ${JSON.stringify(operation.slice(0, 100))}; the span is a chain`, key);
}

/** Recovery of spans that tell a call, where it is switched on; never of a redacted one. */
function recoveryFor(
  reading: SpanReading,
  findings: CrossSpanFindings,
  settings: Settings,
  report: Report,
): Recovery | undefined {
  if (!settings.recover || reading.isRawRequest || reading.operation === undefined || isRedacted(reading)) return undefined;
  return recoveryOf(reading, findings.rawRequests.get(reading), report);
}
