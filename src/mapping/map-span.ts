import type { CallDecisions } from "../calls/call-decisions.js";
import { withoutContent, withoutMessages } from "../calls/redaction.js";
import { type Report, reportFor } from "../issues.js";
import { FIDDLER } from "../litellm/attribute-names.js";
import { isKnownOperation, type SpanType } from "../litellm/operation.js";
import type { Settings } from "../options.js";
import { reportsCall, type SpanReading, withoutLeftUsage } from "../reading/span-reading.js";
import type { SpanEdit, SpanView } from "../reading/span-view.js";
import { type Recovery, recoveryOf } from "../recovery/recovery.js";
import { addTotalCost } from "./cost-attributes.js";
import { keepAttributes } from "./kept-attributes.js";
import { addMessageAttributes } from "./message-attributes.js";
import { addModelAttributes } from "./model.js";
import { tokenCountsOf } from "./tokens.js";

/** What the mapping of a span depends on, beside the span. */
export interface SpanMapping<Edit extends SpanEdit> {
  readonly decisions: CallDecisions;
  readonly settings: Settings;
  /** Starts writing a span. */
  edit(view: SpanView): Edit;
}

/**
 * What becomes of one span; `undefined` where it stays as it is. Attributes keep their order, renamed ones
 * too. What is added comes last, beginning with the span type.
 */
export function mapSpan<Edit extends SpanEdit>(whole: SpanReading, mapping: SpanMapping<Edit>): Edit | undefined {
  const { decisions, settings } = mapping;
  if (whole.isMapped) return undefined;
  const saysNothing = whole.layout.saysNothing && !whole.isRawRequest;
  if (saysNothing && !decisions.redacted.has(whole)) return typedChain(whole, mapping);
  const report = reportFor(settings.onIssue, whole.view);
  const reading = shownOf(whole, decisions, report);
  if (saysNothing) return typedChain(reading, mapping);
  const isEcho = decisions.echoes.has(whole);
  const type: SpanType = isEcho ? "chain" : decisions.rawCalls.has(whole) ? "llm" : whole.type;
  reportFindings(whole, type, decisions, report);

  const recovery = recoveryFor(whole, reading, type, mapping, report);
  const counts = isEcho ? undefined : tokenCountsOf(reading, recovery, report);
  const cost = isEcho ? undefined : recovery?.totalCost();
  const edit = mapping.edit(reading.view);
  keepAttributes(edit, reading, isEcho, counts, cost !== undefined, report);
  edit.addWord(FIDDLER.spanType, type);
  if (type === "llm") addMessageAttributes(edit, reading, recovery, settings, report);
  if (counts !== undefined) for (const { key, count, like } of counts.added) edit.addCount(key, count, like);
  addModelAttributes(edit, reading, recovery);
  addTotalCost(edit, cost);
  return edit;
}

/** A span of an application that is not LiteLLM's: as it is, or with a type and nothing else. */
export function mapOtherSpan<Edit extends SpanEdit>(reading: SpanReading, mapping: SpanMapping<Edit>): Edit | undefined {
  return mapping.settings.typeOtherScopes && !reading.isMapped ? typedChain(reading, mapping) : undefined;
}

function typedChain<Edit extends SpanEdit>({ view }: SpanReading, mapping: SpanMapping<Edit>): Edit {
  const edit = mapping.edit(view);
  edit.keep(0, view.attributeCount);
  edit.addWord(FIDDLER.spanType, "chain");
  return edit;
}

/**
 * The span without what it must not show of a redacted call or a withheld raw request, and without usage that
 * another span reports. What is left out is reported.
 */
function shownOf(whole: SpanReading, decisions: CallDecisions, report: Report): SpanReading {
  const own = decisions.leftUsage.has(whole) ? withoutLeftUsage(whole) : whole;
  if (own !== whole)
    report(
      "duplicate-call",
      "An earlier call is reported by its raw request; that call's tokens and cost were left out of this span",
    );
  if (!decisions.withheld.has(whole) && !decisions.redacted.has(whole)) return own;
  const shown = decisions.withheld.has(whole) ? withoutContent(own) : withoutMessages(own);
  if (shown !== own) report("redacted-content-withheld", "Attributes, events or a status that may hold content were left out");
  return shown;
}

/** Reports what the host should know of the span, and what became of it. */
function reportFindings(whole: SpanReading, type: SpanType, decisions: CallDecisions, report: Report): void {
  const { operation, operationAt = -1, isRawRequest, layout, view } = whole;
  if (decisions.echoes.has(whole)) {
    const isDemoted = type !== whole.type;
    if (isDemoted) report("duplicate-call", "Another span reports this call; this one is a chain without tokens");
    else if (layout.hasUsageOrCost)
      report("duplicate-call", "Another span reports this call; its tokens or cost were left out here");
  }
  if (decisions.unreported.has(whole)) {
    report("call-not-told", "No other span reports this call; set recoverFromRawRequest to map it from the raw request");
  }
  if (whole.type === "chain" && operation !== undefined && !isRawRequest && !isKnownOperation(operation)) {
    const key = view.keyAt(operationAt);
    report("operation-unknown", `${key} is ${JSON.stringify(operation.slice(0, 100))}; the span is a chain`, key);
  }
  if (view.hasDroppedAttributes && (type === "llm" || (reportsCall(whole) && !decisions.echoes.has(whole)))) {
    report(
      "attributes-dropped",
      "Attributes of this call were dropped; raise OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT where LiteLLM runs",
    );
  }
}

/** The recovery of a span that reports a call, where that is switched on; never for a redacted call. */
function recoveryFor(
  whole: SpanReading,
  shown: SpanReading,
  type: SpanType,
  { decisions, settings }: Pick<SpanMapping<SpanEdit>, "decisions" | "settings">,
  report: Report,
): Recovery | undefined {
  if (!settings.recover) return undefined;
  // A raw request that is the call is its own source, as far as it is shown.
  if (decisions.rawCalls.has(whole)) return recoveryOf(shown, shown, report, decisions.usageAbove.get(whole));
  if (whole.isRawRequest || (whole.operation === undefined && type === "chain") || decisions.redacted.has(whole))
    return undefined;
  return recoveryOf(whole, decisions.rawRequests.get(whole), report);
}
