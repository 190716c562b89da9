import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { expect, test } from "vitest";
import { sidebar } from "../.vitepress/pages.js";
import { ENTRIES } from "../entries.js";
import { LINE_MARK, RULES } from "../playground/src/mapping/rules.js";
import { fileAt, SITE } from "./served-site.js";

const DOCS = new URL("../../docs/", import.meta.url);
const PAGES = readdirSync(SITE, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
const LISTED = linksOf(sidebar());

function linksOf(items: readonly DefaultTheme.SidebarItem[]): readonly string[] {
  return items.flatMap(({ link, items: inner = [] }) => [...(link === undefined ? [] : [link]), ...linksOf(inner)]);
}

/** The file of a path as the site's links have it: with or without `.html`. */
function pageAt(path: string): string | undefined {
  return fileAt(path) ?? fileAt(`${path}.html`);
}

const pages = new Map<string, { readonly ids: ReadonlySet<string>; readonly text: string }>();

function contentOf(file: string) {
  const known = pages.get(file);
  if (known !== undefined) return known;
  const html = readFileSync(file, "utf8");
  const content = { ids: new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => textIn(id))), text: textIn(html) };
  pages.set(file, content);
  return content;
}

/** The text of HTML. Headings keep their ids, each as `#id `. */
function textIn(html: string): string {
  const text = html.replace(/<h[1-6] id="([^"]+)"[^>]*>/g, "#$1 ").replace(/<[^>]+>/g, "");
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

test("the site has its pages", () => {
  expect(PAGES.length).toBeGreaterThan(25);
  expect(PAGES).toEqual(expect.arrayContaining(["index.html", "docs/mapping.html", "playground/index.html", "404.html"]));
});

test("no link leads to a page or heading that is not there", () => {
  const dead = PAGES.filter((page) => page !== "404.html").flatMap((page) => {
    const html = readFileSync(join(SITE, page), "utf8");
    return [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)]
      .map(([, link = ""]) => textIn(link))
      .filter((link) => !/^(?:https?|mailto|data):/.test(link) && !leadsSomewhere(link, page))
      .map((link) => `${page}: ${link}`);
  });
  expect(dead).toEqual([]);
});

function leadsSomewhere(link: string, page: string): boolean {
  const [path = "", anchor = ""] = link.split("#");
  const absolute = path.startsWith("/") ? path : join("/", dirname(page), path);
  const file = path === "" ? join(SITE, page) : pageAt(absolute);
  if (file === undefined) return false;
  return anchor === "" || !file.endsWith(".html") || contentOf(file).ids.has(decodeURIComponent(anchor));
}

test.each(readdirSync(DOCS).filter((file) => file.endsWith(".md")))("the sidebar has docs/%s", (file) => {
  expect(LISTED, "List it in site/.vitepress/pages.ts.").toContain(`/docs/${file.slice(0, -".md".length)}`);
});

test.each(LISTED)("the sidebar's %s is there", (link) => {
  expect(pageAt(link)).toBeDefined();
});

test.each(ENTRIES)("the API reference has a page of $name", ({ name }) => {
  const file = pageAt(`/api/${name}`);
  expect(file, "Give its source the tag @module with this name.").toBeDefined();
});

test.each(Object.entries(RULES))("the playground's rule %s leads to its heading and line", (_name, { title, href }) => {
  const [page = "", fragment = ""] = href.split("#");
  const [anchor = "", line] = fragment.split(LINE_MARK);
  const file = pageAt(join("/playground/", page));
  if (file === undefined) throw new Error(`There is no page ${page}.`);
  const { text } = contentOf(file);
  expect(text).toContain(`#${anchor} ${title}`);
  if (line === undefined) return;
  // The browser goes to the first place with this text, so that has to be under the heading.
  const before = text.slice(0, text.indexOf(decodeURIComponent(line)));
  expect(before.match(/#([^ ]+) (?=[A-Z])/g)?.at(-1)).toBe(`#${anchor} `);
});
