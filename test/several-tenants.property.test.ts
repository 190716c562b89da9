import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type MappingOptions, mapLiteLLMTraces, type Span } from "../src/index.js";
import { type TenantCall, tenantCalls } from "./arbitraries/tenants.js";
import { isOfType, litellmTraces, plainOf, spansOf } from "./spans.js";

/** A fixed seed: a failure of today is a failure of tomorrow. */
const RUNS = { seed: 20_263, numRuns: 1000 };

const OPTIONS: readonly MappingOptions[] = [{}, { recoverFromRawRequest: true }];
const CELLS = ["gen_ai.llm.input.user", "gen_ai.llm.output", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"];

const spansIn = (calls: readonly TenantCall[]) => calls.flatMap(({ spans }) => spans);
const map = (spans: readonly Span[], options: MappingOptions) => spansOf(mapLiteLLMTraces(litellmTraces(...spans), options));

/** What is shown of the calls, in no order. */
function toldBy(spans: readonly Span[]): readonly string[] {
  return spans
    .filter(isOfType("llm"))
    .map((each) => CELLS.map((key) => plainOf(each, key)).join(" | "))
    .sort();
}

function sumOf(key: string, spans: readonly Span[]): number {
  return spans.map((each) => Number(plainOf(each, key) ?? 0)).reduce((sum, each) => sum + each, 0);
}

/** Input and output tokens and the cost of a call are alike. */
function usedBy(calls: readonly TenantCall[]): number {
  return calls.reduce((sum, { input }) => sum + input, 0);
}

function tenantOf(each: Span): unknown {
  return plainOf(each, "fiddler.span.user.metadata.user_api_key_hash") ?? plainOf(each, "fiddler.span.user.litellm.api_key.hash");
}

describe.each(OPTIONS)("calls of several tenants at once, with %j", (options) => {
  test("each is reported once: tokens and cost sum up to what was used, by tenant too", () => {
    fc.assert(
      fc.property(tenantCalls, (calls) => {
        const mapped = map(spansIn(calls), options);
        for (const tenant of new Set(calls.map((call) => call.tenant))) {
          const own = mapped.filter((each) => tenantOf(each) === `key of ${tenant}`);
          const made = calls.filter((call) => call.tenant === tenant);
          const told = options.recoverFromRawRequest ? made : made.filter(({ isRawAlone }) => !isRawAlone);
          expect(sumOf("gen_ai.usage.input_tokens", own)).toBe(usedBy(told));
          expect(sumOf("gen_ai.usage.output_tokens", own)).toBe(usedBy(told));
          expect(sumOf("fiddler.span.user.gen_ai.cost.total_cost", own)).toBe(usedBy(made.filter((call) => !call.isRawAlone)));
        }
      }),
      RUNS,
    );
  });

  test("one tenant's calls are mapped as if the others' were not there", () => {
    fc.assert(
      fc.property(tenantCalls, (calls) => {
        const together = map(spansIn(calls), options);
        for (const tenant of new Set(calls.map((call) => call.tenant))) {
          const own = calls.filter((call) => call.tenant === tenant);
          const ids = new Set(spansIn(own).map(({ spanId }) => spanId));
          const among = together.filter(({ spanId }) => ids.has(spanId ?? ""));
          expect(among).toEqual(map(spansIn(own), options));
        }
      }),
      RUNS,
    );
  });

  test("the order of the spans does not matter", () => {
    const inTwoOrders = tenantCalls.chain((calls) => {
      const spans = spansIn(calls);
      return fc.tuple(fc.constant(spans), fc.shuffledSubarray([...spans], { minLength: spans.length }));
    });
    fc.assert(
      fc.property(inTwoOrders, ([spans, shuffled]) => {
        expect(toldBy(map(shuffled, options))).toEqual(toldBy(map(spans, options)));
        const tokens = "gen_ai.usage.input_tokens";
        expect(sumOf(tokens, map(shuffled, options))).toBe(sumOf(tokens, map(spans, options)));
      }),
      RUNS,
    );
  });
});
