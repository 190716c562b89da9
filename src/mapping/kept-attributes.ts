import type { Report } from "../issues.js";
import type { AttributeRule } from "../litellm/attribute-rules.js";
import { REPLACEMENT, withoutCredentials } from "../litellm/credentials.js";
import { isKnown } from "../litellm/unknown-values.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { SpanEdit, SpanView } from "../reading/span-view.js";
import { TOTAL_COST } from "./cost-attributes.js";
import type { PlacedCount, TokenCounts } from "./tokens.js";

/** Writes what stays of the span's attributes, in their order, under the names they have in the result. */
export function keepAttributes(
  edit: SpanEdit,
  { view, layout }: SpanReading,
  isEcho: boolean,
  counts: TokenCounts | undefined,
  replacesCost: boolean,
  report: Report,
): void {
  const { rules, ruled } = layout;
  let next = 0;
  for (const at of ruled) {
    const rule = rules[at] as AttributeRule;
    if (at > next) edit.keep(next, at);
    next = at + 1;
    if (!(isEcho && rule.isUsageOrCost) && !(replacesCost && rule.target === TOTAL_COST))
      keepAttribute(edit, view, rule, at, counts, report);
  }
  edit.keep(next, rules.length);
}

function keepAttribute(
  edit: SpanEdit,
  view: SpanView,
  { fate, target }: AttributeRule,
  at: number,
  counts: TokenCounts | undefined,
  report: Report,
): void {
  if (target === undefined) {
    if (fate === "url") keepUrl(edit, view, at, report);
    else edit.keep(at, at + 1);
  } else if (fate === "move") {
    if (!view.isEmptyAt(at)) keepAs(edit, view, at, target);
  } else if (fate === "keep-if-known") {
    if (!view.isEmptyAt(at) && isKnown(target, view.textAt(at))) edit.keep(at, at + 1);
  } else {
    for (const placed of counts?.placed ?? []) if (placed?.at === at) keepCount(edit, view, placed);
  }
}

function keepAs(edit: SpanEdit, view: SpanView, at: number, key: string): void {
  if (view.keyAt(at) === key) edit.keep(at, at + 1);
  else edit.rename(at, key);
}

function keepCount(edit: SpanEdit, view: SpanView, { at, key, count }: PlacedCount): void {
  if (count === undefined) keepAs(edit, view, at, key);
  else edit.replaceByCount(at, key, count);
}

function keepUrl(edit: SpanEdit, view: SpanView, at: number, report: Report): void {
  const key = view.keyAt(at) ?? "";
  const url = view.textAt(at);
  const safe = url === undefined ? url : withoutCredentials(url);
  if (safe === undefined || safe === url) edit.keep(at, at + 1);
  else {
    report("credential-withheld", `A credential in ${key} was replaced by ${REPLACEMENT}`, key);
    edit.replaceByText(at, key, safe);
  }
}
