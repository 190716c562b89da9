import type { Report } from "../issues.js";
import { LITELLM } from "../litellm/attribute-names.js";
import { fieldOf } from "../otlp/any-value.js";
import { integerIn } from "../otlp/integers.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { Recovery } from "../recovery/recovery.js";

/** A token count that replaces an attribute; without a `count`, the value stays as it was written. */
export interface PlacedCount {
  readonly at: number;
  readonly key: string;
  readonly count: bigint | undefined;
}

/** A token count that is added. */
export interface AddedCount {
  readonly key: string;
  readonly count: bigint;
  /** The index of a count whose representation it gets. */
  readonly like?: number | undefined;
}

/** The token counts of a span: those that replace an attribute, and those that are added. */
export interface TokenCounts {
  readonly placed: readonly (PlacedCount | undefined)[];
  readonly added: readonly AddedCount[];
}

const MAX_INT64 = 2n ** 63n - 1n;
/** Digits that certainly are a count: a `bigint` is only made of them for a sum. */
const COUNT = /^[0-9]{1,18}$/;

/**
 * `gen_ai.usage.input_tokens`, `output_tokens` and `total_tokens` as `intValue`, from these names or the
 * older ones (`prompt_tokens`, `completion_tokens`, `llm.usage.total_tokens`); the newer name wins. Without a
 * total, input and output make one. With recovery on, cache and reasoning tokens are added where they are
 * missing. A count that is not a whole non-negative number is reported and left out; `""` is LiteLLM's None.
 */
export function tokenCountsOf(reading: SpanReading, recovery: Recovery | undefined, report: Report): TokenCounts {
  const added = recovery?.tokenCounts() ?? NONE;
  const { sources } = reading.layout;
  const count = (key: string, newer: number | undefined, older: number | undefined) =>
    placedCount(reading, newer, key, report) ?? placedCount(reading, older, key, report);
  const input = count(LITELLM.inputTokens, sources.inputTokens, sources.promptTokens);
  const output = count(LITELLM.outputTokens, sources.outputTokens, sources.completionTokens);
  const total = count(LITELLM.totalTokens, sources.totalTokens, sources.llmTotalTokens);
  const placed = [input, output, total];
  if (recovery !== undefined && (input === undefined || output === undefined)) {
    return { placed, added: [...recoveredCounts(recovery, { input, output, total }), ...added] };
  }
  if (total !== undefined || input === undefined || output === undefined) return { placed, added };
  const sum = (countOf(reading.view.valueAt(input.at)) ?? 0n) + (countOf(reading.view.valueAt(output.at)) ?? 0n);
  if (sum > MAX_INT64) {
    report("token-count-invalid", `${LITELLM.totalTokens} would be beyond 64 bits`, LITELLM.totalTokens);
    return { placed, added };
  }
  return { placed, added: [{ key: LITELLM.totalTokens, count: sum, like: input.at }, ...added] };
}

const NONE: readonly AddedCount[] = [];

/** The counts that the attribute limit dropped, as the provider gave them. */
function recoveredCounts(
  recovery: Recovery,
  known: { readonly [count in "input" | "output" | "total"]: PlacedCount | undefined },
): readonly AddedCount[] {
  const usage = recovery.usage();
  const counts = [
    [LITELLM.inputTokens, known.input, usage?.input],
    [LITELLM.outputTokens, known.output, usage?.output],
    [LITELLM.totalTokens, known.total, usage?.total],
  ] as const;
  return counts.flatMap(([key, placed, count]) =>
    placed === undefined && count !== undefined ? [{ key, count: BigInt(count) }] : [],
  );
}

function placedCount({ view }: SpanReading, at: number | undefined, key: string, report: Report): PlacedCount | undefined {
  if (at === undefined || view.isEmptyAt(at)) return undefined;
  const value = view.valueAt(at);
  const int = fieldOf(value, "intValue");
  const isInt = typeof int === "number" ? Number.isSafeInteger(int) && int >= 0 : typeof int === "string" && COUNT.test(int);
  const count = isInt ? undefined : countOf(value);
  if (!isInt && count === undefined) {
    const written = view.keyAt(at);
    report("token-count-invalid", `${written} is not a whole non-negative number; it was left out`, written);
    return undefined;
  }
  return { at, key, count: int === undefined ? count : undefined };
}

function countOf(anyValue: unknown): bigint | undefined {
  const count = integerIn(anyValue);
  return count === undefined || count < 0n || count > MAX_INT64 ? undefined : count;
}
