import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CASE_NAMES } from "../src/testing/case-names.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const pageNamed = (page: string) => readFileSync(join(ROOT, page), "utf8");

const PAGES = ["records", "schemas", "tables", "testing-fixtures", "whole-traces"].map((page) => `docs/${page}.md`);
const PROGRAMS = PAGES.flatMap((page) =>
  [...pageNamed(page).matchAll(/```js\n([\s\S]*?)```/g)].map(
    ([, program = ""], at) => [`${page}, program ${at + 1}`, program] as const,
  ),
);

test("the pages hold programs", () => {
  expect(PROGRAMS.length).toBeGreaterThanOrEqual(7);
});

test.each(PROGRAMS)("%s runs, and prints what it says", (_name, program) => {
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: ROOT, encoding: "utf8" });
  for (const [, said = ""] of program.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)) {
    if (!said.includes(",")) expect(printed).toContain(said);
  }
});

test("every page that a page links to is there", () => {
  const pages = readdirSync(join(ROOT, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`);
  const broken = pages.flatMap((page) =>
    [...pageNamed(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !existsSync(join(ROOT, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("the page of recorded cases lists each", () => {
  const listed = [...pageNamed("docs/testing-fixtures.md").matchAll(/^\| `([0-9][^`]*)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual([...CASE_NAMES]);
});
