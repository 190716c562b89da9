import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { IssueCode } from "litellm-span-mapper";
import type { DefaultTheme } from "vitepress";
import { expect, test } from "vitest";
import { sidebar } from "../.vitepress/pages.js";
import { ENTRIES } from "../entries.js";
import { RULES, ruleOfIssue } from "../playground/src/mapping/rules.js";
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

const known = new Map<string, ReadonlySet<string>>();

function idsIn(file: string): ReadonlySet<string> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const ids = new Set([...readFileSync(file, "utf8").matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => unescaped(id)));
  known.set(file, ids);
  return ids;
}

function unescaped(attribute: string): string {
  return attribute.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}

test("the site has its pages", () => {
  expect(PAGES.length).toBeGreaterThan(25);
  expect(PAGES).toEqual(expect.arrayContaining(["index.html", "docs/mapping.html", "playground/index.html", "404.html"]));
});

test("no link leads to a page or heading that is not there", () => {
  const dead = PAGES.filter((page) => page !== "404.html").flatMap((page) => {
    const html = readFileSync(join(SITE, page), "utf8");
    return [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)]
      .map(([, link = ""]) => unescaped(link))
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
  return anchor === "" || !file.endsWith(".html") || idsIn(file).has(decodeURIComponent(anchor));
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

/** Complete, or it is no such record. */
const ISSUE_CODES: Record<IssueCode, true> = {
  "application-id-missing": true,
  "application-id-invalid": true,
  "operation-unknown": true,
  "messages-invalid": true,
  "messages-truncated": true,
  "token-count-invalid": true,
  "duplicate-call": true,
  "redacted-content-withheld": true,
  "raw-request-unreadable": true,
  "litellm-not-recognised": true,
  "call-not-told": true,
  "attributes-dropped": true,
  "credential-withheld": true,
};

const LINKED = [...Object.values(RULES), ...Object.keys(ISSUE_CODES).map((code) => ruleOfIssue(code as IssueCode))];

test.each(LINKED)("the playground's $title leads to $href", ({ href }) => {
  expect(leadsSomewhere(href, "playground/index.html")).toBe(true);
});
