import type { ExplainedSpan, Field } from "../../../../src/cli/explain/explained-span.ts";
import { TEXT_FIELDS } from "../../../../src/cli/otlp/attribute-names.ts";
import { countOf } from "../../../../src/cli/otlp/values.ts";
import { dollars, tokens } from "../../../../src/cli/render/amounts.ts";
import { readableMessage } from "../../../../src/cli/render/message-text.ts";
import { whyNoText } from "../../../../src/cli/render/why-no-text.ts";
import type { FieldView } from "./views.ts";

/** What a call says and costs, in the order of `explain`. */
export function fieldViewsOf(span: ExplainedSpan): readonly FieldView[] {
  const { model, answeringModel, provider, team, ...fields } = span.fields;
  return [
    ...valueView("model", model),
    ...(answeringModel?.value === model?.value ? [] : valueView("answering model", answeringModel)),
    ...valueView("provider", provider),
    ...(span.type === "llm" ? textViews(span) : []),
    ...tokenView(fields),
    ...valueView("cost", fields.cost, costText),
    ...valueView("team", team),
  ];
}

function valueView(label: string, field: Field | undefined, textOf = (value: string) => value): readonly FieldView[] {
  return field === undefined ? [] : [{ label, value: textOf(field.value), isText: false, from: field.from, isRemark: false }];
}

function textViews(span: ExplainedSpan): readonly FieldView[] {
  const { fields, recoverable } = span;
  const views = TEXT_FIELDS.flatMap((name): readonly FieldView[] => {
    const found = valueView(name, fields[name], readableMessage).map((view) => ({ ...view, isText: true }));
    return recoverable.includes(name)
      ? [...found, remark(name, "only on the raw request span; recovery takes it from there")]
      : found;
  });
  const why = views.length > 0 ? undefined : whyNoText(span);
  return why === undefined ? views : [remark("text", why)];
}

function remark(label: string, value: string): FieldView {
  return { label, value, isText: false, from: [], isRemark: true };
}

function tokenView({ inputTokens, outputTokens, totalTokens }: ExplainedSpan["fields"]): readonly FieldView[] {
  const counts = [inputTokens, outputTokens, totalTokens];
  const [input, output, total] = counts.map((field) => countOf({ intValue: field?.value }));
  const value = tokens(input, output, total);
  const from = [...new Set(counts.flatMap((field) => field?.from ?? []))];
  return value === "" ? [] : [{ label: "tokens", value, isText: false, from, isRemark: false }];
}

function costText(cost: string): string {
  const amount = Number(cost);
  return Number.isFinite(amount) ? dollars(amount) : cost;
}
