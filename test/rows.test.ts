/** Whoever adds a part of messages or an operation is asked for a test of it. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownCallTypes } from "../fixtures/record/call-types.js";
import { operationsIn } from "../src/litellm/operation.js";

const sourceOf = (path: string) => readFileSync(new URL(`../src/${path}`, import.meta.url), "utf8");

/** What a table of the source holds, from its name to the end of its statement. */
function tableOf(source: string, name: string): string {
  const table = new RegExp(`^const ${name}\\b[^]*?;$`, "m").exec(source)?.[0];
  if (table === undefined) throw new Error(`there is no table ${name} any more: name the one that took its place here`);
  return table;
}

const TESTS = readdirSync(new URL(".", import.meta.url))
  .filter((name) => name.endsWith(".test.ts") && name !== "rows.test.ts")
  .map((name) => readFileSync(new URL(name, import.meta.url), "utf8"))
  .join("\n");

/** Whether a test names it: as a text, or as a member. */
const isTried = (name: string) => new RegExp(`["'\`]${name}["'\`\\\\]|\\b${name}:`).test(TESTS);

const parts = sourceOf("messages/parts.ts");
const namesIn = (table: string) => [...tableOf(parts, table).matchAll(/^ {2}\["([^"]+)"/gm)].map(([, name = ""]) => name);

test.each([...namesIn("KINDS"), ...namesIn("BEGINNINGS"), ...namesIn("KINDS_BY_MEMBER")])(
  "the part `%s` has a row in a test, such as messages.test.ts",
  (name) => {
    expect(isTried(name)).toBe(true);
  },
);

test.each(namesIn("ENDINGS"))("a part whose type ends with `%s` has a row in a test", (ending) => {
  expect(TESTS).toMatch(new RegExp(`["'\`]\\w+${ending}["'\`\\\\]`));
});

const OPERATIONS = [...tableOf(sourceOf("litellm/operation.ts"), "OPERATIONS").matchAll(/,\s*["`]([^"`]+)["`]/g)].flatMap(
  ([, names = ""]) => operationsIn(names.trim()),
);

test("each operation is a call type of a recorded release, or has a row in a test", () => {
  const known = new Set(knownCallTypes().names);
  expect(OPERATIONS.length).toBeGreaterThan(100);
  expect(OPERATIONS.filter((name) => !known.has(name) && !isTried(name))).toEqual([]);
});
