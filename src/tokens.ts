import { LITELLM } from "./attribute-names.js";
import type { SourceName } from "./attribute-rules.js";
import type { Report } from "./issues.js";
import { fieldOf, stringOf } from "./otlp/any-value.js";
import type { OtlpForm } from "./otlp/form.js";
import { integerOf } from "./otlp/integers.js";
import type { KeyValue } from "./otlp/types.js";
import type { Recovery } from "./recovery/recovery.js";
import type { SpanReading } from "./span-reading.js";

/** A token count as it goes into the result, and the index of the attribute whose place it takes. */
interface PlacedCount {
  readonly at: number;
  readonly attribute: KeyValue;
  readonly count: bigint;
}

/** The token counts of a span: those that take the place of what came, and those that are added. */
export interface TokenCounts {
  readonly placed: readonly PlacedCount[];
  readonly added: readonly KeyValue[];
}

/** Of a span whose counts are left out. */
export const NO_TOKEN_COUNTS: TokenCounts = { placed: [], added: [] };
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * `gen_ai.usage.input_tokens`, `output_tokens` and `total_tokens` as `intValue`, from these names or the ones they had before
 * (`prompt_tokens`, `completion_tokens`, `llm.usage.total_tokens`); the newer name wins. Without a total, input and output make one.
 * With recovery on, cache and reasoning tokens are added where they are missing. A count that is no whole non-negative number is
 * reported and left out; `""` is LiteLLM's None.
 */
export function tokenCountsOf(reading: SpanReading, recovery: Recovery, form: OtlpForm, report: Report): TokenCounts {
  const details = recovery.tokenAttributes(form);
  if (!hasCounts(reading.sources)) return details.length === 0 ? NO_TOKEN_COUNTS : { placed: [], added: details };
  const count = (newer: CountName, older: CountName) =>
    placedCount(reading, newer, newer, form, report) ?? placedCount(reading, older, newer, form, report);
  const input = count("inputTokens", "promptTokens");
  const output = count("outputTokens", "completionTokens");
  const total = count("totalTokens", "llmTotalTokens");
  const placed = [input, output, total].filter((placedCount) => placedCount !== undefined);
  if (total !== undefined || input === undefined || output === undefined) return { placed, added: details };
  const sum = input.count + output.count;
  if (sum > MAX_INT64) {
    report("token-count-invalid", `${LITELLM.totalTokens} would be beyond 64 bits`, LITELLM.totalTokens);
    return { placed, added: details };
  }
  const like = fieldOf(input.attribute.value, "intValue");
  return { placed, added: [form.intAttribute(LITELLM.totalTokens, sum, like), ...details] };
}

type CountName = Extract<
  SourceName,
  "inputTokens" | "promptTokens" | "outputTokens" | "completionTokens" | "totalTokens" | "llmTotalTokens"
>;

/** Most spans have none, so this is looked at first. */
function hasCounts(sources: SpanReading["sources"]): boolean {
  const { inputTokens, promptTokens, outputTokens, completionTokens, totalTokens, llmTotalTokens } = sources;
  return (inputTokens ?? promptTokens ?? outputTokens ?? completionTokens ?? totalTokens ?? llmTotalTokens) !== undefined;
}

function placedCount(
  reading: SpanReading,
  source: CountName,
  target: CountName,
  form: OtlpForm,
  report: Report,
): PlacedCount | undefined {
  const at = reading.sources[source];
  const attribute = at === undefined ? undefined : reading.attributes[at];
  if (at === undefined || attribute === undefined || stringOf(attribute.value) === "") return undefined;
  const count = countOf(attribute.value);
  if (count === undefined) {
    report("token-count-invalid", `${LITELLM[source]} is no whole non-negative number; it was left out`, LITELLM[source]);
    return undefined;
  }
  return { at, count, attribute: countAttribute(attribute, count, LITELLM[target], reading, form) };
}

function countAttribute(attribute: KeyValue, count: bigint, key: string, reading: SpanReading, form: OtlpForm): KeyValue {
  const { value } = attribute;
  if (!value || fieldOf(value, "intValue") === undefined) {
    return form.intAttribute(key, count, reading.span.startTimeUnixNano);
  }
  return attribute.key === key ? attribute : form.renamed(attribute, key);
}

function countOf(anyValue: unknown): bigint | undefined {
  const count =
    integerOf(fieldOf(anyValue, "intValue")) ?? integerOf(fieldOf(anyValue, "doubleValue")) ?? integerOf(stringOf(anyValue));
  return count === undefined || count < 0n || count > MAX_INT64 ? undefined : count;
}
