import type { ExplainedSpan, Field } from "../explain/explained-span.js";
import type { FieldName } from "../otlp/attribute-names.js";
import { TEXT_FIELDS } from "../otlp/attribute-names.js";
import { countOf } from "../otlp/values.js";
import { dollars, tokens } from "./amounts.js";
import { readableMessage } from "./message-text.js";
import { sourceNames } from "./source-names.js";
import type { Style } from "./styled.js";
import { whyNoText } from "./why-no-text.js";

/** A labelled value below a span. */
export interface FieldLine {
  readonly label: string;
  readonly value: string;
  /** Where it came from. */
  readonly source: string;
  /** A text of any length, which gets the most room. */
  readonly isText?: boolean;
  /** Its end says as much as its beginning, since a question often follows a long document. */
  readonly showsEnd?: boolean;
  readonly style?: Style | undefined;
}

/** What is shown below a span: everything that a call says, and what other spans count. */
export function fieldLinesOf(span: ExplainedSpan): readonly FieldLine[] {
  const { fields, error } = span;
  const isCall = span.type === "llm";
  const counts = [tokenLine(fields), costLine(fields)].filter((line) => line !== undefined);
  if (!isCall && counts.length === 0) return [];
  return [
    ...modelLine(fields),
    ...(isCall ? textLines(span) : []),
    ...counts,
    ...line("team", fields.team),
    ...(error === undefined ? [] : [{ label: "error", value: error, source: "", style: "red" } as const]),
  ];
}

type Fields = ExplainedSpan["fields"];

function line(label: string, field: Field | undefined): readonly FieldLine[] {
  return field === undefined ? [] : [{ label, value: field.value, source: sourceNames(field.from) }];
}

function messageLine(label: string, field: Field | undefined): readonly FieldLine[] {
  return line(label, field).map((shown) => ({
    ...shown,
    value: readableMessage(shown.value),
    isText: true,
    showsEnd: label === "user",
  }));
}

function modelLine({ model, answeringModel, provider }: Fields): readonly FieldLine[] {
  const isOther = answeringModel !== undefined && answeringModel.value !== model?.value;
  const models = [model, isOther ? answeringModel : undefined].filter((field) => field !== undefined);
  const all = [...models, provider].filter((field) => field !== undefined);
  if (all.length === 0) return [];
  const value = [models.map((field) => field.value).join(" → "), provider?.value].filter(Boolean).join(" · ");
  return [{ label: "model", value, source: sourceNames(all.flatMap(({ from }) => from)) }];
}

function textLines(span: ExplainedSpan): readonly FieldLine[] {
  const { fields, recoverable } = span;
  const lines = TEXT_FIELDS.flatMap((name) => [...messageLine(name, fields[name]), ...recoverableLine(name, recoverable)]);
  if (lines.length > 0) return lines;
  const why = whyNoText(span);
  return why === undefined ? [] : [{ label: "text", value: why, source: "", style: "dim" }];
}

function recoverableLine(name: FieldName, recoverable: readonly FieldName[]): readonly FieldLine[] {
  if (!recoverable.includes(name)) return [];
  return [{ label: name, value: "only in the raw request: --recover takes it from there", source: "", style: "dim" }];
}

function tokenLine({ inputTokens, outputTokens, totalTokens }: Fields): FieldLine | undefined {
  const present = [inputTokens, outputTokens, totalTokens].filter((field) => field !== undefined);
  if (present.length === 0) return undefined;
  const [input, output, total] = [inputTokens, outputTokens, totalTokens].map((field) => countOf({ intValue: field?.value }));
  return { label: "tokens", value: tokens(input, output, total), source: sourceNames(present.flatMap(({ from }) => from)) };
}

function costLine({ cost }: Fields): FieldLine | undefined {
  if (cost === undefined) return undefined;
  const amount = Number(cost.value);
  return { label: "cost", value: Number.isFinite(amount) ? dollars(amount) : cost.value, source: sourceNames(cost.from) };
}
