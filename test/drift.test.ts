import { describe, expect, test } from "vitest";
import { corpusRequests, corpusTruth } from "../fixtures/report/corpus.js";
import { callTypeDrift, driftBetween } from "../fixtures/report/drift.js";

const TRUTH = corpusTruth();
const [older, newer] = [corpusRequests("1.83.10-default"), corpusRequests("1.109.1-default")];

describe("1.109.1 against 1.83.10", () => {
  const drift = driftBetween(older, newer, TRUTH);

  test.each([
    ["keys that came", "litellm_request: + litellm.call_id"],
    ["keys that came with an endpoint", "litellm_request: + gen_ai.system_instructions"],
    ["keys that went", "Received Proxy Server Request: - gen_ai.input.messages"],
    ["numbers in keys are one", "Received Proxy Server Request: - gen_ai.completion.{i}.function_call.name"],
  ])("%s", (_what, line) => {
    expect(drift.keys).toContain(line);
  });

  test("a cell gained", () => {
    expect(drift.gained).toEqual(expect.arrayContaining(["messages: system", "messages: provider"]));
  });
});

describe("1.83.10 against 1.109.1", () => {
  test("what one way is gained is lost the other way", () => {
    const drift = driftBetween(newer, older, TRUTH);
    expect(drift.lost).toEqual(driftBetween(older, newer, TRUTH).gained);
    expect(drift.lost).toContain("messages: system");
  });
});

test("a release against itself", () => {
  expect(driftBetween(older, older, TRUTH)).toEqual({ kinds: [], keys: [], gained: [], lost: [] });
});

test("a kind of span that went, with its calls", () => {
  const without = older.map(({ label, input }) => {
    const resourceSpans = (input.resourceSpans ?? []).map((each) => ({
      ...each,
      scopeSpans: (each.scopeSpans ?? []).map((scope) => ({
        ...scope,
        spans: (scope.spans ?? []).filter(({ name }) => name !== "litellm_request"),
      })),
    }));
    return { label, input: { resourceSpans } };
  });
  const drift = driftBetween(older, without, TRUTH);
  expect(drift.kinds).toEqual(["- litellm_request"]);
  expect(drift.lost).toContain("sdk-completion: call");
});

test("requests that only one recording has are left out", () => {
  const [first] = older;
  expect(driftBetween(older, first ? [first] : [], TRUTH).lost).toEqual([]);
});

test.each([
  ["a name that came", ["chat"], ["chat", "ocr"], ["+ ocr"]],
  ["a name that went", ["chat", "ocr"], ["chat"], ["- ocr"]],
  ["the same names in another order", ["chat", "ocr"], ["ocr", "chat"], []],
])("call types: %s", (_what, before, after, expected) => {
  expect(callTypeDrift(before, after)).toEqual(expected);
});
