import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { knownCallTypes } from "../fixtures/record/call-types.js";
import { missingPackages, shipsCodeOf, writeOverrides } from "../fixtures/record/overrides.js";
import { APPLICATION_CALLS, PROXY_REQUESTS, SDK_CALLS } from "../fixtures/record/requests/index.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "recorder-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("a requirement that the package index lacks", () => {
  test.each([
    [
      "one",
      "Because litellm-proxy was not found in the package registry and litellm[proxy]>=1.110.2 depends on it",
      ["litellm-proxy"],
    ],
    ["one that is named twice", "a was not found in the package registry; a was not found in the package registry", ["a"]],
    ["another failure", "error: Failed to fetch: operation timed out", []],
    ["no failure", undefined, []],
  ])("is read from what uv says: %s", (_what, log, expected) => {
    expect(missingPackages(log)).toEqual(expected);
  });

  test.each([
    ["the package has its code", "litellm-proxy", true],
    ["the package lacks its code", "litellm-proxy-extras", false],
    ["it is another package", "certifi", false],
  ])("is done without where the package brings it: %s", (_what, name, expected) => {
    mkdirSync(join(directory, "litellm", "proxy"), { recursive: true });
    writeFileSync(join(directory, "litellm", "proxy", "__init__.py"), "");
    expect(shipsCodeOf(name, directory)).toBe(expected);
  });

  test("is asked for by no Python", () => {
    const lines = readFileSync(writeOverrides(directory, ["litellm-proxy"]), "utf8").split("\n");
    expect(lines).toContain('litellm-proxy ; python_version < "0"');
    expect(lines).toContain("litellm-enterprise");
  });
});

test("LiteLLM's own call types are known, without repeats", () => {
  const { release, names } = knownCallTypes();
  expect(release).toMatch(/^\d+\.\d+\.\d+$/);
  expect(names).toEqual(expect.arrayContaining(["acompletion", "aresponses", "anthropic_messages", "pass_through_endpoint"]));
  expect(new Set(names).size).toBe(names.length);
});

test("no two requests have the same label", () => {
  const labels = [...PROXY_REQUESTS, ...SDK_CALLS, ...APPLICATION_CALLS].map(({ label }) => label);
  expect(labels.filter((label, at) => labels.indexOf(label) !== at)).toEqual([]);
});

test("a request that hides texts says which", () => {
  const silent = PROXY_REQUESTS.filter(({ truth }) => truth.redacted === true && (truth.secrets ?? []).length === 0);
  expect(silent.map(({ label }) => label)).toEqual([]);
});
