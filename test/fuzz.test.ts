import { describe, expect, test } from "vitest";
import { recordedRequests } from "../fuzz/cases.js";
import { fuzz, mutantOf } from "../fuzz/fuzz.js";
import { brokenLaw } from "../fuzz/laws.js";
import { smallest } from "../fuzz/shrink.js";
import { isSame } from "../fuzz/tree.js";
import type { KeyValue, MappingOptions, Span } from "../src/index.js";
import { attribute, litellmTraces, span } from "./spans.js";

const SEED = 1;
const MAX = { intValue: "9223372036854775807" };
const MUTANTS = 20_000;

/** Small requests make fast mutants; the long run (`npm run fuzz`) takes more of them. */
const cases = recordedRequests(13_000);

test(`${MUTANTS} mutants of the recorded cases break no law`, () => {
  const { mutants, findings } = fuzz(cases, SEED, (made) => made < MUTANTS);
  expect(findings).toEqual([]);
  expect(mutants).toBe(MUTANTS);
}, 600_000);

describe("the fuzzer itself", () => {
  test("makes the same mutant of the same seed, and another of another", () => {
    for (let mutant = 0; mutant < 50; mutant++) {
      expect(isSame(mutantOf(cases, 3, mutant), mutantOf(cases, 3, mutant))).toBe(true);
    }
    expect(isSame(mutantOf(cases, 3, 1), mutantOf(cases, 4, 1))).toBe(false);
    expect(isSame(mutantOf(cases, 3, 1), mutantOf(cases, 3, 2))).toBe(false);
  });

  test("leaves the cases as they are", () => {
    const before = JSON.stringify(cases);
    for (let mutant = 0; mutant < 500; mutant++) mutantOf(cases, SEED, mutant);
    expect(JSON.stringify(cases)).toBe(before);
  });

  test("makes a finding small", () => {
    const needle = (value: unknown) => JSON.stringify(value)?.includes("needle") === true;
    const haystack = litellmTraces(span({ a: "b" }), span({ c: "straw needle straw", d: "e" }), span({ f: 7 }));
    expect(JSON.stringify(smallest(haystack, needle)).length).toBeLessThan(150);
  });
});

/** What was found by fuzzing, as small as it was printed; each row was red once. */
const FOUND: readonly (readonly [string, Span, MappingOptions])[] = [
  ["a dict as the key of a dict in Python's repr", prompt("[{{'toString': 1}: 2}]"), {}],
  ["a list nested deep as the key of a dict in Python's repr", prompt(`[{${"[".repeat(20_000)}${"]".repeat(20_000)}: 2}]`), {}],
  [
    "a raw request span of another name, of which nothing is left but the call type",
    span({ "litellm.call_type": "completion", "llm.openai.messages": "[]" }),
    { duplicates: "keep", rawRequests: "withhold" },
  ],
  [
    "a provider beside a gen_ai.system without a value",
    span([attribute("gen_ai.provider.name", {}), withoutValue("gen_ai.system")]),
    {},
  ],
  ["counts whose sum no 64-bit integer holds", span({ "gen_ai.usage.input_tokens": MAX, "gen_ai.usage.output_tokens": MAX }), {}],
];

describe("what was found before stays mended", () => {
  test.each(FOUND)("%s", (_name, found, options) => {
    expect(brokenLaw(litellmTraces(found), options)).toBeUndefined();
  });
});

function prompt(content: string): Span {
  return span({ "gen_ai.operation.name": "chat", "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": content });
}

function withoutValue(key: string): KeyValue {
  return { key };
}
