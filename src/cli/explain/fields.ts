import { FIELD_KEYS, type FieldName } from "../otlp/attribute-names.js";
import type { SpanPair } from "../otlp/span-pair.js";
import { countOf, numberOf, textOf } from "../otlp/values.js";
import type { ExplainedSpan, Field } from "./explained-span.js";
import { mappedAlone, sourcesOf } from "./field-sources.js";

const FIELD_NAMES = Object.keys(FIELD_KEYS) as readonly FieldName[];

/** The fields of a mapped span, each with the attributes of the input that it came from. */
export function fieldsOf(pair: SpanPair, raw: object | undefined, recover: boolean): ExplainedSpan["fields"] {
  const moved = movedFromOf(pair);
  const found = FIELD_NAMES.flatMap((name) => {
    const attribute = FIELD_KEYS[name].find((key) => textOf(pair.after.get(key)) !== undefined);
    return attribute === undefined ? [] : [{ name, attribute, value: pair.after.get(attribute) }];
  });
  const computed = found.filter(({ value }) => !moved.has(value)).map(({ attribute }) => attribute);
  const sources = sourcesOfComputed(computed, pair, raw, recover);
  const fields: Partial<Record<FieldName, Field>> = {};
  for (const { name, attribute, value } of found) {
    const source = moved.get(value);
    const from = source === undefined ? (sources.get(attribute) ?? []) : [source];
    fields[name] = { value: textOf(value) ?? "", attribute, from };
  }
  return fields;
}

/** What the call's own span says by itself came from there, though the raw request may hold the same. */
function sourcesOfComputed(
  computed: readonly string[],
  { span, after }: SpanPair,
  raw: object | undefined,
  recover: boolean,
): ReadonlyMap<string, readonly string[]> {
  const alone = recover ? mappedAlone([span], false) : after;
  const isOwn = (attribute: string) => textOf(alone.get(attribute)) === textOf(after.get(attribute));
  const own = sourcesOf(computed.filter(isOwn), [span], false);
  if (!recover) return own;
  const recovered = computed.filter((attribute) => !isOwn(attribute));
  return new Map([...own, ...sourcesOf(recovered, [span, raw], true)]);
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
