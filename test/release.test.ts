import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { listOf } from "../tools/release/packed-files.js";
import { hindrances, type ReleaseFiles } from "../tools/release/readiness.js";

const READY: ReleaseFiles = {
  manifest: { version: "1.2.3", repository: "somewhere", homepage: "somewhere", bugs: "somewhere" },
  jsr: { name: "@fiddler/litellm-span-mapper", version: "1.2.3" },
  changelog: "# Changelog\n\n## 1.2.3\n\nSomething.\n",
  changesets: [],
};

test("a release that lacks nothing can go out", () => {
  expect(hindrances(READY, "v1.2.3")).toEqual([]);
  expect(hindrances(READY)).toEqual([]);
});

test.each<[string, Partial<ReleaseFiles>, RegExp]>([
  ["a manifest without a repository", { manifest: { version: "1.2.3", homepage: "x", bugs: "x" } }, /no "repository"/],
  ["a scope that nobody chose", { jsr: { name: "@scope/litellm-span-mapper", version: "1.2.3" } }, /scope of jsr.io/],
  ["two versions", { jsr: { name: "@fiddler/x", version: "1.2.2" } }, /1\.2\.2, package\.json 1\.2\.3/],
  ["a version without its changes", { changelog: "# Changelog\n\n## 1.2.30\n" }, /no "## 1\.2\.3"/],
  ["changes that no version holds", { changesets: ["brave-cats.md"] }, /brave-cats\.md/],
])("%s holds it up", (_what, files, said) => {
  const found = hindrances({ ...READY, ...files }, "v1.2.3");
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(said);
});

test("a tag of another version holds it up", () => {
  expect(hindrances(READY, "v1.2.4")).toEqual(["the tag is v1.2.4, the version 1.2.3: tag v1.2.3"]);
});

test("a list of packed files does not change with the content of shared types", () => {
  const list = "dist/index.d.ts\ndist/types-HASH.d.ts\ndist/whole-traces.d.cts\n";
  expect(listOf(["dist/types-DyO-7cgn.d.ts", "dist/index.d.ts", "dist/whole-traces.d.cts"])).toBe(list);
  expect(listOf(["dist/types-BZE7nmE5.d.ts", "dist/index.d.ts", "dist/whole-traces.d.cts"])).toBe(list);
});

/** Jobs of a workflow, as far as these tests look. */
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: object; readonly steps: readonly { uses?: string; run?: string }[] }>
  >;
}

const workflowNamed = (name: string): Workflow =>
  parse(readFileSync(new URL(`../.github/workflows/${name}.yml`, import.meta.url), "utf8"));

test.each(["ci", "release"])("every action that %s uses is pinned by commit", (name) => {
  const used = Object.values(workflowNamed(name).jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(used.length).toBeGreaterThan(4);
  expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
});

test("only the jobs that publish get an identity, and they run no script of a dependency", () => {
  const { permissions, jobs } = workflowNamed("release");
  expect(permissions).toEqual({});
  for (const [name, { permissions = {}, steps }] of Object.entries(jobs)) {
    expect([name, "id-token" in permissions]).toEqual([name, name !== "check"]);
    expect(steps.filter(({ run }) => run?.startsWith("npm ci")).map(({ run }) => run)).toEqual(["npm ci --ignore-scripts"]);
  }
});
