import { FIELD_KEYS, type FieldName } from "../otlp/attribute-names.js";
import type { SpanPair } from "../otlp/span-pair.js";
import { countOf, numberOf, textOf } from "../otlp/values.js";
import type { ExplainedSpan, Field } from "./explained-span.js";
import { type CallSpans, sourcesOf } from "./field-sources.js";

const FIELD_NAMES = Object.keys(FIELD_KEYS) as readonly FieldName[];

/** The fields of a mapped span, each with the attributes of the input that it came from. */
export function fieldsOf(pair: SpanPair, raw: object | undefined, recover: boolean): ExplainedSpan["fields"] {
  const moved = movedFromOf(pair);
  const found = FIELD_NAMES.flatMap((name) => {
    const attribute = FIELD_KEYS[name].find((key) => textOf(pair.after.get(key)) !== undefined);
    return attribute === undefined ? [] : [{ name, attribute, value: pair.after.get(attribute) }];
  });
  const computed = found.filter(({ value }) => !moved.has(value)).map(({ attribute }) => attribute);
  const spans: CallSpans = recover ? [pair.span, raw] : [pair.span];
  const sources = sourcesOf(computed, spans, recover);
  const fields: Partial<Record<FieldName, Field>> = {};
  for (const { name, attribute, value } of found) {
    const source = moved.get(value);
    const from = source === undefined ? (sources.get(attribute) ?? []) : [source];
    fields[name] = { value: textOf(value) ?? "", attribute, from };
  }
  return fields;
}

/** The mapping moves a value as the same object, which shows where it came from. */
function movedFromOf({ before }: SpanPair): ReadonlyMap<unknown, string> {
  return new Map([...before].map(([key, value]) => [value, key]));
}

/** Token counts and cost of a mapped span, as numbers. */
export interface Amounts {
  readonly input: bigint;
  readonly output: bigint;
  readonly total: bigint;
  readonly cost: number;
}

/** The amounts in a span's fields; 0 where there is none. */
export function amountsOf({ fields }: ExplainedSpan): Amounts {
  const count = (field: Field | undefined) => countOf({ intValue: field?.value }) ?? 0n;
  return {
    input: count(fields.inputTokens),
    output: count(fields.outputTokens),
    total: count(fields.totalTokens),
    cost: numberOf({ doubleValue: fields.cost?.value }) ?? 0,
  };
}
