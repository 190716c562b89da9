import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ATTRIBUTE_MEANINGS } from "../fixtures/report/attribute-meanings.js";
import { EMPTY_REASONS, reasonFor } from "../fixtures/report/empty-reasons.js";
import { mapLiteLLMTraces } from "../src/index.js";
import { recordedCase } from "./recorded-cases.js";
import { plainOf, spansOf } from "./spans.js";

const pageNamed = (page: string) => readFileSync(new URL(`../docs/${page}.md`, import.meta.url), "utf8");

/** The codes and severities of the table in mapping.md, which says what the mapper reports. */
const SEVERITIES = [...pageNamed("mapping").matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \| `(warning|info)` \|/gm)].flatMap(
  ([, codes = "", severity = ""]) => codes.split(", ").map((code) => [code.replaceAll("`", ""), severity] as const),
);
const CODES = [
  ...(
    readFileSync(new URL("../src/issues.ts", import.meta.url), "utf8").match(/type IssueCode =([\s\S]*?);/)?.[1] ?? ""
  ).matchAll(/"([a-z-]+)"/g),
].map(([, code]) => code);

test("troubleshooting has every issue code, with its severity", () => {
  const told = [...pageNamed("troubleshooting").matchAll(/^## `([a-z-]+)`\n\n\*\*(warning|info)/gm)].map(([, code, severity]) => [
    code,
    severity,
  ]);
  expect(CODES.length).toBeGreaterThan(10);
  expect(told.map(([code]) => code).sort()).toEqual([...CODES].sort());
  expect(new Map(told as [string, string][])).toEqual(new Map(SEVERITIES));
});

test("the table of attributes has what a mapped call carries", () => {
  const page = pageNamed("attributes");
  const call = spansOf(mapLiteLLMTraces(recordedCase("1.83.10-tenant-chat-team-key").input)).find(
    (span) => plainOf(span, "fiddler.span.type") === "llm",
  );
  const keys = (call?.attributes ?? [])
    .map(({ key }) => key)
    .filter((key) => /^fiddler\.|^gen_ai\.(?:llm|usage|system$)/.test(key));
  expect(keys.length).toBeGreaterThan(15);
  for (const key of keys) expect(page).toContain(`| \`${key}\` |`);
});

test("each attribute is explained once", () => {
  const rows = [...pageNamed("attributes").matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => key);
  expect(rows).toEqual([...ATTRIBUTE_MEANINGS.keys()]);
});

test("a gap without a known reason has none, so that the command asks for one", () => {
  expect(reasonFor("model", "/chat/completions", "1.110.2", "default")).toBeUndefined();
  expect(reasonFor("cost", "/chat/completions", "1.77.7", "default")?.wayOut).toBe("Upgrade to 1.80.");
});

test("every reason for an empty field is used", () => {
  const page = pageNamed("empty-fields");
  expect(EMPTY_REASONS.filter(({ cause }) => !page.includes(cause)).map(({ cause }) => cause)).toEqual([]);
});
