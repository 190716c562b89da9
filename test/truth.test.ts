import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Truth } from "../fixtures/record/truth.js";
import { mappingOptionsOf } from "../fixtures/report/corpus.js";
import { type Cell, cellsOf } from "../fixtures/report/scoring.js";
import { mapLiteLLMTraces, type TracesData } from "../src/index.js";
import { caseNames, recordedCase } from "./recorded-cases.js";
import { isOfType, spansOf } from "./spans.js";

const TRUTH: ReadonlyMap<string, Truth> = new Map(
  Object.entries(JSON.parse(readFileSync(new URL("../fixtures/truth.json", import.meta.url), "utf8"))),
);

function judge(name: string) {
  const { input, origin } = recordedCase(name);
  const truth = TRUTH.get(origin.label);
  if (truth === undefined) throw new Error(`truth.json has no row "${origin.label}", which ${name} needs`);
  const options = mappingOptionsOf(origin.setup);
  const recovered = mapLiteLLMTraces(input, { ...options, recoverFromRawRequest: true });
  return { label: origin.label, input, truth, recovered, mapped: mapLiteLLMTraces(input, options) };
}

/** Of several calls it is not known which span is which. */
function hasOneCall(truth: Truth): boolean {
  return truth.type === "llm" && truth.each === undefined;
}

/** Calls that no span tells, by label: how many of the request's, and why. */
const UNTOLD: ReadonlyMap<string, readonly [count: number, why: string]> = new Map([
  ["pass-through-openai", [1, "LiteLLM tells neither answer nor tokens"]],
]);

function toldCallsOf(label: string, truth: Truth): number {
  if (truth.type !== "llm") return 0;
  const [untold] = UNTOLD.get(label) ?? [0];
  return (truth.each?.length ?? 1) - untold;
}

function callCountIn(mapped: TracesData): number {
  return spansOf(mapped).filter(isOfType("llm")).length;
}

describe.each(caseNames())("%s", (name) => {
  const { label, input, truth, mapped, recovered } = judge(name);

  test("has one llm span per model call, with recovery on; without, none twice", () => {
    // LiteLLM tells a request that it refused as a call of its operation, in most releases.
    if (truth.type === null) expect(callCountIn(recovered)).toBeLessThanOrEqual(1);
    else expect(callCountIn(recovered)).toBe(toldCallsOf(label, truth));
    expect(callCountIn(mapped)).toBeLessThanOrEqual(callCountIn(recovered));
  });

  test("says what the request said, where the call's span holds it, and nothing else", () => {
    const cells = hasOneCall(truth) ? cellsOf(truth, input, mapped) : [];
    const isAmiss = ({ holder, verdict }: Cell) =>
      holder === "own span" && !truth.redacted ? verdict !== "right" : verdict === "wrong";
    expect(cells.filter(isAmiss)).toEqual([]);
  });

  test("of a redacted call no secret is left", () => {
    const left = [mapped, recovered].map((traces) => JSON.stringify(traces));
    expect((truth.secrets ?? []).filter((secret) => left.some((text) => text.includes(secret)))).toEqual([]);
  });
});

test("the cases hold the truth of hundreds of cells on the spans of the calls", () => {
  const held = caseNames().flatMap((name) => {
    const { input, truth, mapped } = judge(name);
    return hasOneCall(truth) ? cellsOf(truth, input, mapped).filter(({ holder }) => holder === "own span") : [];
  });
  expect(held.length).toBeGreaterThan(400);
});
