import { describe, expect, test } from "vitest";
import { fiddlerSpansFrom, mapLiteLLMTraces } from "../src/index.js";
import type * as Testing from "../src/testing/index.js";
import { recordedCase } from "./recorded-cases.js";

// As it was built: the content of the cases comes in by the build.
const built = "../dist/testing.js";
const { recordedCaseNames, recordedCaseOf, recordedCases }: typeof Testing = await import(built);

test("there are about a dozen cases, of each mode", () => {
  expect(recordedCaseNames.length).toBeGreaterThanOrEqual(12);
  const setups = new Set(recordedCases().map(({ setup }) => setup));
  expect([...setups].sort()).toEqual(["default", "semconv", "tenant", "v2-content"]);
});

describe.each(recordedCaseNames)("%s", (name) => {
  const { input, mapped, issues, records, truth, litellm } = recordedCaseOf(name);

  test("is the recorded case, and what the mapper makes of it", () => {
    const { input: recorded, expected, origin } = recordedCase(name);
    expect([input, mapped, issues, litellm]).toEqual([recorded, expected.mapped, expected.issues, origin.litellm]);
    expect(mapLiteLLMTraces(input)).toEqual(mapped);
    expect(fiddlerSpansFrom(input)).toEqual(records);
  });

  test("has one record of the call, which says what was said", () => {
    const calls = records.filter(({ type }) => type === "llm");
    expect(calls).toHaveLength(truth.type === "llm" ? 1 : 0);
    const [call] = calls;
    if (truth.redacted || call?.userInput === undefined) return;
    const fragments = typeof truth.user === "string" ? [truth.user] : (truth.user?.all ?? []);
    expect(fragments.filter((fragment) => !call.userInput?.includes(fragment))).toEqual([]);
  });
});

test("a case is read anew each time", () => {
  const [first] = recordedCases();
  const [again] = recordedCases();
  expect(first).toEqual(again);
  expect(first?.input).not.toBe(again?.input);
});

test("a name that is none throws, and says which there are", () => {
  expect(() => recordedCaseOf("constructor" as Testing.RecordedCaseName)).toThrow(
    /Known values: 1\.61\.20-messages-conversation, /,
  );
});
