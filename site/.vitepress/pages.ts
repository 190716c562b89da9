import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The pages in the order of the sidebar. A page of `docs/` that is not listed comes after them, under "More". */
const GROUPS: readonly (readonly [title: string, pages: readonly string[]])[] = [
  ["Start", ["README", "docs/command-line", "docs/application", "docs/coding-agents", "docs/recipes"]],
  ["What becomes of a trace", ["docs/mapping", "docs/recovery", "docs/privacy", "docs/coverage", "docs/input-forms"]],
  ["Records and databases", ["docs/records", "docs/tables", "docs/schemas", "docs/testing-fixtures"]],
  ["In production", ["docs/whole-traces", "docs/kafka", "docs/scaling", "docs/performance"]],
];

/** What concerns the project and not its use; it comes last. */
const PROJECT = ["docs/design", "docs/testing", "CONTRIBUTING", "SECURITY", "CHANGELOG"];

/** The entries of the package; the API reference has a page for each. */
const ENTRIES = ["", "/whole-traces", "/tables", "/schemas", "/testing"].map((entry) => `litellm-span-mapper${entry}`);

/** Of the pages in Markdown, those that the site has. */
export function isPage(path: string): boolean {
  return /^(?:docs\/[^/]+|README|CONTRIBUTING|SECURITY|CHANGELOG|fixtures\/record\/README|site\/api\/.+)\.md$/.test(path);
}

/** The sidebar of all pages. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const listed = new Set([...GROUPS.flatMap(([, pages]) => pages), ...PROJECT]);
  const others = readdirSync(`${ROOT}/docs`)
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file.slice(0, -".md".length)}`)
    .filter((page) => !listed.has(page));
  return [
    { text: "Playground", link: "/playground/", target: "_self" },
    ...GROUPS.map(([title, pages]) => group(title, pages)),
    ...(others.length > 0 ? [group("More", others)] : []),
    { text: "API", items: ENTRIES.map((entry) => ({ text: entry, link: `/api/${entry}` })) },
    group("The project", PROJECT),
  ];
}

function group(text: string, pages: readonly string[]): DefaultTheme.SidebarItem {
  return { text, items: pages.map((page) => ({ text: titleOf(page), link: page === "README" ? "/" : `/${page}` })) };
}

function titleOf(page: string): string {
  if (page === "README") return "Overview";
  const [, title = page] = /^# (.*)$/m.exec(readFileSync(`${ROOT}/${page}.md`, "utf8")) ?? [];
  return title;
}
