import type { Report } from "../issues.js";
import { LITELLM } from "../litellm/attribute-names.js";
import { fieldOf, isEmptyString, stringOf } from "../otlp/any-value.js";
import type { OtlpForm } from "../otlp/form.js";
import { integerOf } from "../otlp/integers.js";
import type { KeyValue } from "../otlp/types.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { Recovery } from "../recovery/recovery.js";

/** A token count as it goes into the result, and the index of the attribute whose place it takes. */
interface PlacedCount {
  readonly at: number;
  readonly attribute: KeyValue;
}

/** The token counts of a span: those that take the place of what came, and those that are added. */
export interface TokenCounts {
  readonly placed: readonly (PlacedCount | undefined)[];
  readonly added: readonly KeyValue[];
}

const MAX_INT64 = 2n ** 63n - 1n;
/** Digits that are a count for sure: no `bigint` is made of them but for a sum. */
const COUNT = /^[0-9]{1,18}$/;

/**
 * `gen_ai.usage.input_tokens`, `output_tokens` and `total_tokens` as `intValue`, from these names or the ones they had before
 * (`prompt_tokens`, `completion_tokens`, `llm.usage.total_tokens`); the newer name wins. Without a total, input and output make one.
 * With recovery on, cache and reasoning tokens are added where they are missing. A count that is no whole non-negative number is
 * reported and left out; `""` is LiteLLM's None.
 */
export function tokenCountsOf(reading: SpanReading, recovery: Recovery | undefined, form: OtlpForm, report: Report): TokenCounts {
  const added = recovery?.tokenAttributes(form) ?? [];
  const { sources } = reading.layout;
  const count = (key: string, newer: number | undefined, older: number | undefined) =>
    placedCount(reading, newer, key, form, report) ?? placedCount(reading, older, key, form, report);
  const input = count(LITELLM.inputTokens, sources.inputTokens, sources.promptTokens);
  const output = count(LITELLM.outputTokens, sources.outputTokens, sources.completionTokens);
  const total = count(LITELLM.totalTokens, sources.totalTokens, sources.llmTotalTokens);
  const placed = [input, output, total];
  if (recovery !== undefined && (input === undefined || output === undefined)) {
    const recovered = recoveredCounts(reading, recovery, { input, output, total }, form);
    return { placed, added: [...recovered, ...added] };
  }
  if (total !== undefined || input === undefined || output === undefined) return { placed, added };
  const sum = (countOf(input.attribute.value) ?? 0n) + (countOf(output.attribute.value) ?? 0n);
  if (sum > MAX_INT64) {
    report("token-count-invalid", `${LITELLM.totalTokens} would be beyond 64 bits`, LITELLM.totalTokens);
    return { placed, added };
  }
  const like = fieldOf(input.attribute.value, "intValue");
  return { placed, added: [form.intAttribute(LITELLM.totalTokens, sum, like), ...added] };
}

/** The counts that the attribute limit dropped, as the provider gave them; a total only where it is that of both. */
function recoveredCounts(
  { span }: SpanReading,
  recovery: Recovery,
  told: { readonly [count in "input" | "output" | "total"]: PlacedCount | undefined },
  form: OtlpForm,
): readonly KeyValue[] {
  const usage = recovery.usage();
  const counts = [
    [LITELLM.inputTokens, told.input, usage?.input],
    [LITELLM.outputTokens, told.output, usage?.output],
    [LITELLM.totalTokens, told.total, usage?.total],
  ] as const;
  return counts.flatMap(([key, placed, count]) =>
    placed === undefined && count !== undefined ? [form.intAttribute(key, BigInt(count), span.startTimeUnixNano)] : [],
  );
}

function placedCount(
  reading: SpanReading,
  at: number | undefined,
  key: string,
  form: OtlpForm,
  report: Report,
): PlacedCount | undefined {
  if (at === undefined) return undefined;
  const attribute = reading.attributes[at] as KeyValue;
  if (isEmptyString(attribute.value)) return undefined;
  const int = fieldOf(attribute.value, "intValue");
  const isInt = typeof int === "string" && COUNT.test(int);
  const count = isInt ? undefined : countOf(attribute.value);
  if (!isInt && count === undefined) {
    report("token-count-invalid", `${attribute.key} is not a whole non-negative number; it was left out`, attribute.key);
    return undefined;
  }
  if (count !== undefined && int === undefined) {
    return { at, attribute: form.intAttribute(key, count, reading.span.startTimeUnixNano) };
  }
  return { at, attribute: attribute.key === key ? attribute : form.renamed(attribute, key) };
}

function countOf(anyValue: unknown): bigint | undefined {
  const count = integerOf(fieldOf(anyValue, "intValue") ?? fieldOf(anyValue, "doubleValue") ?? stringOf(anyValue));
  return count === undefined || count < 0n || count > MAX_INT64 ? undefined : count;
}
