import { describe, expect, test } from "vitest";
import { mappingOptionsOf } from "../fixtures/report/corpus.js";
import { type KeyValue, mapLiteLLMTraces } from "../src/index.js";
import { caseNames, filesOfCase, recordedCase } from "./recorded-cases.js";
import { deepFreeze, spansOf } from "./spans.js";

const OWNED =
  /^(?:fiddler\.|gen_ai\.llm\.|gen_ai\.(?:request|response)\.model$|gen_ai\.system$|gen_ai\.usage\.(?:input|output|total)_tokens$)/;

test("there are enough cases, and each is a folder of three files that this test reads", () => {
  expect(caseNames().length).toBeGreaterThanOrEqual(45);
  for (const name of caseNames()) expect(filesOfCase(name), name).toEqual(["expected.json", "input.json", "origin.json"]);
});

test("the cases cover every set-up", () => {
  const setups = new Set(caseNames().map((name) => Object.values(recordedCase(name).origin).slice(0, 2).join(" ")));
  expect([...setups].sort()).toEqual([
    "1.106.10 default",
    "1.106.10 v2-content",
    "1.109.1 limit-256",
    "1.110.2 app",
    "1.110.2 app-request-span",
    "1.110.2 default",
    "1.110.2 langtrace",
    "1.110.2 phoenix",
    "1.110.2 tenant",
    "1.110.2 v2-content",
    "1.110.2 v2-mappers",
    "1.61.20 default",
    "1.80.5 default",
    "1.81.0 default",
    "1.81.14 request-span",
    "1.83.10 app",
    "1.83.10 default",
    "1.83.10 nolog",
    "1.83.10 tenant",
    "1.86.2 semconv",
    "1.88.1 default",
  ]);
});

describe.each(caseNames())("%s", (name) => {
  const { input, expected, origin } = recordedCase(name);
  const options = mappingOptionsOf(origin.setup);
  deepFreeze(input);
  const issues: string[] = [];
  const mapped = mapLiteLLMTraces(input, { ...options, onIssue: ({ code, spanId }) => issues.push(`${code} ${spanId}`) });
  const pairs = spansOf(input).map((before, at) => ({ before, after: spansOf(mapped)[at] }));

  test("maps to its golden", () => {
    expect(mapped).toEqual(expected.mapped);
    expect(issues).toEqual(expected.issues);
  });

  test("maps to itself once it is mapped", () => {
    expect(mapLiteLLMTraces(mapped, options)).toBe(mapped);
  });

  test("has no empty text under a key of the mapper's", () => {
    const owned = spansOf(mapped)
      .flatMap((span) => span.attributes ?? [])
      .filter(({ key }) => OWNED.test(key));
    expect(owned.filter(({ value }) => value?.stringValue === "")).toEqual([]);
  });

  test("moves values as the same objects, so that no number changes its type", () => {
    for (const { before, after } of pairs) {
      // A credential is the one value that is rewritten in its place.
      if (after?.attributes?.some(({ value }) => value?.stringValue?.includes("=REDACTED"))) continue;
      const values = new Set((before.attributes ?? []).map(({ value }) => value));
      const made = (after?.attributes ?? []).filter(({ value }) => !values.has(value)).map(({ key }) => key);
      expect(made.filter((key) => !MADE_BY_THE_MAPPER.has(key))).toEqual([]);
    }
  });

  test("keeps what came in its order, and adds the rest behind it, the span type first", () => {
    for (const { before, after } of pairs) {
      // Spans of an application pass by reference.
      if (after === before || after?.attributes?.some(({ value }) => value?.stringValue?.includes("=REDACTED"))) continue;
      const places = (after?.attributes ?? []).map(({ value }) =>
        (before.attributes ?? []).findIndex((attribute) => attribute.value === value),
      );
      const kept = places.filter((place) => place !== -1);
      const added = after?.attributes?.slice(kept.length - sharedBySystem(before.attributes, after?.attributes));
      expect(kept.slice(0, kept.length - 1)).toEqual(kept.slice(0, kept.length - 1).toSorted((a, b) => a - b));
      expect(added?.[0]?.key).toBe("fiddler.span.type");
    }
  });

  test("leaves everything on a span but its attributes alone", () => {
    for (const { before, after } of pairs) {
      const { attributes: _before, ...rest } = before;
      const { attributes: _after, ...restAfter } = after ?? {};
      for (const [member, value] of Object.entries(rest)) expect(restAfter[member as keyof typeof restAfter]).toBe(value);
      expect(Object.keys(restAfter)).toEqual(Object.keys(rest));
    }
  });
});

const MADE_BY_THE_MAPPER: ReadonlySet<string> = new Set([
  "fiddler.span.type",
  "gen_ai.llm.input.system",
  "gen_ai.llm.input.user",
  "gen_ai.llm.output",
  "gen_ai.usage.total_tokens",
]);

/** `gen_ai.system` shares its value with `gen_ai.provider.name` where the mapper wrote it. */
function sharedBySystem(before: readonly KeyValue[] | null | undefined, after: readonly KeyValue[] | null | undefined): number {
  const had = before?.some(({ key, value }) => key === "gen_ai.system" && value?.stringValue);
  return !had && after?.some(({ key }) => key === "gen_ai.system") ? 1 : 0;
}
