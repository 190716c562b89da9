import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Truth } from "../fixtures/record/truth.js";
import { mappingOptionsOf } from "../fixtures/report/corpus.js";
import { cellsOf } from "../fixtures/report/scoring.js";
import { mapLiteLLMTraces } from "../src/index.js";
import { caseNames, recordedCase } from "./recorded-cases.js";
import { isOfType, spansOf } from "./spans.js";

const TRUTH: ReadonlyMap<string, Truth> = new Map(
  Object.entries(JSON.parse(readFileSync(new URL("../fixtures/truth.json", import.meta.url), "utf8"))),
);

function judge(name: string) {
  const { input, origin } = recordedCase(name);
  const truth = TRUTH.get(origin.label);
  if (truth === undefined) throw new Error(`truth.json has no row "${origin.label}", which ${name} needs`);
  return { input, truth, mapped: mapLiteLLMTraces(input, mappingOptionsOf(origin.setup)) };
}

describe.each(caseNames())("%s", (name) => {
  const { input, truth, mapped } = judge(name);
  const calls = spansOf(mapped).filter(isOfType("llm"));

  test("has one llm span per model call", () => {
    // LiteLLM tells a request that it refused as a call of its operation, in most releases.
    if (truth.type === null) expect(calls.length).toBeLessThanOrEqual(1);
    else expect(calls).toHaveLength(truth.type === "llm" ? 1 : 0);
  });

  test("says what the request said, where the call's span holds it, and nothing else", () => {
    const cells = truth.type === "llm" ? cellsOf(truth, input, mapped) : [];
    expect(cells.filter(({ holder, verdict }) => (holder === "own span" ? verdict !== "right" : verdict === "wrong"))).toEqual(
      [],
    );
  });
});

test("the cases hold the truth of hundreds of cells on the spans of the calls", () => {
  const held = caseNames().flatMap((name) => {
    const { input, truth, mapped } = judge(name);
    return truth.type === "llm" ? cellsOf(truth, input, mapped).filter(({ holder }) => holder === "own span") : [];
  });
  expect(held.length).toBeGreaterThan(400);
});
