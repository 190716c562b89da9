import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";
import { ENTRIES } from "../entries.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The pages in the order in which a newcomer needs them. A test fails where a page of `docs/` is in none of these lists. */
const GROUPS: readonly (readonly [title: string, pages: readonly string[]])[] = [
  ["Start", ["README", "docs/getting-started", "docs/sending-traces", "docs/command-line", "docs/recipes"]],
  ["Where LiteLLM runs", ["docs/application", "docs/coding-agents", "docs/compatibility", "docs/coverage"]],
  ["What becomes of a trace", ["docs/mapping", "docs/attributes", "docs/recovery", "docs/privacy", "docs/input-forms"]],
  ["When something is missing", ["docs/empty-fields", "docs/troubleshooting"]],
  ["Records and databases", ["docs/records", "docs/tables", "docs/schemas", "docs/testing-fixtures"]],
  ["In production", ["docs/protobuf", "docs/whole-traces", "docs/kafka", "docs/scaling", "docs/performance"]],
];

/** What concerns the project and not its use; it comes last. */
const PROJECT = ["docs/design", "docs/testing", "docs/new-release", "CONTRIBUTING", "SECURITY", "CHANGELOG"];

/** Of the pages in Markdown, those that the site has. */
export function isPage(path: string): boolean {
  return /^(?:docs\/[^/]+|README|CONTRIBUTING|SECURITY|CHANGELOG|fixtures\/record\/README|site\/api\/.+)\.md$/.test(path);
}

/** The sidebar of all pages. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  return [
    { text: "Playground", link: "/playground/", target: "_self" },
    ...GROUPS.map(([title, pages]) => group(title, pages)).filter(({ items = [] }) => items.length > 0),
    { text: "API", items: ENTRIES.map(({ name }) => ({ text: name, link: `/api/${name}` })) },
    group("The project", PROJECT),
  ];
}

function group(text: string, pages: readonly string[]): DefaultTheme.SidebarItem {
  const items = pages
    .filter((page) => existsSync(`${ROOT}/${page}.md`))
    .map((page) => ({ text: titleOf(page), link: page === "README" ? "/" : `/${page}` }));
  return { text, items };
}

function titleOf(page: string): string {
  if (page === "README") return "Overview";
  const [, title = page] = /^# (.*)$/m.exec(readFileSync(`${ROOT}/${page}.md`, "utf8")) ?? [];
  return title;
}
