import { integerIn } from "../otlp/integers.js";
import { differ } from "./differ.js";
import type { SpanReading } from "./span-reading.js";

/** Tokens that a span reports as whole numbers, under the conventions' names or the names that they had before. */
export interface SpanUsage {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly total: number | undefined;
}

/** The tokens of the last call on a span, or those from another attribute on. */
export function usageOn(reading: SpanReading, from = reading.callFrom): SpanUsage {
  const { inputTokens, promptTokens, outputTokens, completionTokens, totalTokens, llmTotalTokens } = reading.layout.sources;
  return {
    input: countAt(reading, from, inputTokens ?? promptTokens),
    output: countAt(reading, from, outputTokens ?? completionTokens),
    total: countAt(reading, from, totalTokens ?? llmTotalTokens),
  };
}

/** Whether a span reports how many tokens went in or came out. */
export function reportsTokens(reading: SpanReading): boolean {
  const { input, output } = usageOn(reading);
  return (input ?? output) !== undefined;
}

/** Whether both report tokens, and in other numbers. */
export function differInUsage(one: SpanReading, other: SpanReading): boolean {
  const [a, b] = [usageOn(one), usageOn(other)];
  return differ(a.input, b.input) || differ(a.output, b.output);
}

function countAt({ view }: SpanReading, from: number, at = -1): number | undefined {
  const value = at < from ? undefined : view.valueAt(at);
  const count = Number(integerIn(value) ?? -1);
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}
