import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { TABLE_TARGETS, tableFor } from "../src/tables/index.js";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

function schema(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "schema", ...args], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("schema", () => {
  test.each(TABLE_TARGETS)("--for %s", (target) => {
    expect(schema("--for", target)).toEqual({ status: 0, stdout: tableFor(target), stderr: "" });
  });

  test("--table", () => {
    expect(schema("--for", "postgres", "--table", "traces.spans").stdout).toBe(tableFor("postgres", "traces.spans"));
  });

  test("--help lists the databases", () => {
    const { status, stdout } = schema("--help");
    expect(status).toBe(0);
    for (const target of TABLE_TARGETS) expect(stdout).toContain(target);
  });

  test.each<[string, readonly string[], RegExp]>([
    ["no database", [], /--for is missing\. Known values: duckdb, /],
    ["another database", ["--for", "mysql"], /--for can't be "mysql"\. Known values: duckdb, /],
    ["a name that is none", ["--for", "duckdb", "--table", "a b"], /The table's name must be letters.* not "a b"/],
    ["another option", ["--to", "duckdb"], /--to/],
    ["a file", ["--for", "duckdb", "traces.json"], /traces\.json/],
  ])("%s is wrong usage", (_name, args, message) => {
    const { status, stdout, stderr } = schema(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
