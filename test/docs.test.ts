import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import GithubSlugger from "github-slugger";
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

const ALL_PAGES = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
  ...readdirSync(join(ROOT, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  const slugger = new GithubSlugger();
  const text = pageNamed(page).replace(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    slugger.slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")),
  );
}

test("every page and every heading that a page links to is there", () => {
  const broken = ALL_PAGES.flatMap((page) =>
    [...pageNamed(page).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)]
      .filter(([, link = "", anchor]) => {
        const target = link === "" ? page : join(dirname(page), link);
        return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      })
      .map(([link]) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test("the page of recorded cases lists each", () => {
  const listed = [...pageNamed("docs/testing-fixtures.md").matchAll(/^\| `([0-9][^`]*)` \|/gm)].map(([, name]) => name);
  expect(listed).toEqual([...CASE_NAMES]);
});

/** The files and names in the second column of "Where to change what". */
const PLACES = [...pageNamed("docs/design.md").matchAll(/^\| [^|]+ \| (`[^|]*) \|$/gm)].flatMap(([, cell = ""]) => {
  let folder = "";
  return [...cell.matchAll(/(?:`(\w+)` in )?`([\w/-]+\.ts)`/g)].map(([, name, file = ""]) => {
    const path = file.includes("/") || existsSync(join(ROOT, "src", file)) ? file : join(folder, file);
    folder = dirname(path);
    return [path, name] as const;
  });
});

test("where to change what is still there", () => {
  expect(PLACES.length).toBeGreaterThan(25);
  const gone = PLACES.filter(([path, name]) => {
    const file = join(ROOT, "src", path);
    return !existsSync(file) || !readFileSync(file, "utf8").includes(name ?? "");
  });
  expect(gone).toEqual([]);
});

test("every file that the page on design shows is there", () => {
  const [, tree = ""] = /```\n([\s\S]*?)```/.exec(pageNamed("docs/design.md")) ?? [];
  const shown = [...tree.matchAll(/[\w-]+\.ts\b/g)].map(([file]) => file);
  const files = new Set(readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).map((path) => basename(path)));
  expect(shown.length).toBeGreaterThan(30);
  expect(shown.filter((file) => !files.has(file))).toEqual([]);
});
