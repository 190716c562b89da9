import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EXPORT_SETTINGS } from "../fixtures/record/export-settings.js";
import { isAtLeast } from "../fixtures/record/release.js";
import { recordedExports } from "../fixtures/report/exports-table.js";

const PAGE = readFileSync(new URL("../docs/sending-traces.md", import.meta.url), "utf8");
const EXPORTS = recordedExports();

/** Set in every recording, or of no weight for where traces go. */
const BESIDE = ["OTEL_RESOURCE_ATTRIBUTES", "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"];

const BLOCKS = [...PAGE.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""], at) => ({ block, at }));
const RECORDED = [...PAGE.matchAll(/<!-- recorded: "(.+?)" from (\S+)(?: to (\S+))? -->\n```sh\n([\s\S]*?)```/g)].map(
  ([, name = "", from = "", to, block = ""]) => ({ name, from, to, block }),
);

test("every block of variables names the recording that proves it", () => {
  expect(RECORDED.length).toBeGreaterThan(4);
  expect(RECORDED.map(({ block }) => block)).toEqual(BLOCKS.map(({ block }) => block));
});

test.each(RECORDED)("$name from $from is what was recorded", ({ name, block }) => {
  const variables = [...block.matchAll(/^export (\w+)="?(.*?)"?$/gm)]
    .filter(([, variable = ""]) => !BESIDE.includes(variable))
    .map(([, variable = "", value = ""]) => [variable, variable.endsWith("HEADERS") ? value.split(",").length : value]);
  const { environment = {} } = EXPORT_SETTINGS.find((setting) => setting.name === name) ?? {};
  const recorded = Object.entries(environment).map(([variable, value]) => [
    variable,
    variable.endsWith("HEADERS") ? value.split(",").length : value.replace("{sink}", "https://HOST"),
  ]);
  expect(new Map(variables as [string, unknown][])).toEqual(new Map(recorded as [string, unknown][]));
});

test.each(RECORDED)("$name from $from arrives in each release", ({ name, from, to, block }) => {
  const releases = Object.keys(EXPORTS).filter(
    (release) => isAtLeast(release, from) && (to === undefined || isAtLeast(to, release)),
  );
  expect(releases.length).toBeGreaterThan(0);
  for (const release of releases) {
    const outcome = EXPORTS[release]?.[name];
    expect(outcome, release).toMatchObject({ path: "/v1/traces", contentType: "application/x-protobuf" });
    if (block.includes("HEADERS")) expect(outcome, release).toMatchObject({ authorization: true, applicationHeader: true });
    if (block.includes("OTEL_RESOURCE_ATTRIBUTES")) expect(outcome, release).toMatchObject({ applicationId: true });
  }
});

/** Sentences of the page, and what must have been recorded for them. */
test.each([
  ["the endpoint's path must be there before 1.80", "LiteLLM's names, no path", "/", ["1.61.20", "1.69.3", "1.74.15", "1.77.7"]],
  ["the path is added from 1.80 on", "LiteLLM's names, no path", "/v1/traces", ["1.80.5", "1.83.10", "1.96.2", "1.110.2"]],
  ["the standard variables do nothing in 1.61", "standard endpoint with path, and protocol", null, ["1.61.20"]],
  [
    "an endpoint alone is not enough before 1.83",
    "standard endpoint",
    null,
    ["1.61.20", "1.69.3", "1.74.15", "1.77.7", "1.80.5"],
  ],
  ["config.yaml's variables come too late before 1.74", "proxy, variables in config.yaml", null, ["1.61.20", "1.69.3"]],
  [
    "config.yaml's variables are read from 1.74 on",
    "proxy, variables in config.yaml",
    "/v1/traces",
    ["1.74.15", "1.77.7", "1.80.5", "1.83.10", "1.96.2", "1.110.2"],
  ],
  ["general_settings.otel sends nothing", "proxy, general_settings.otel", null, Object.keys(EXPORTS)],
  ["V2 exports no synchronous call", "V2, synchronous call", null, ["1.96.2", "1.110.2"]],
] as const)("%s", (_sentence, name, path, releases) => {
  for (const release of releases) expect(EXPORTS[release]?.[name]?.path, release).toBe(path);
});

test("headers under LiteLLM's name or the general one do not arrive from 1.69 to 1.77", () => {
  for (const release of ["1.69.3", "1.74.15", "1.77.7"]) {
    for (const name of ["OTEL_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"]) {
      expect(EXPORTS[release]?.[name]).not.toHaveProperty("authorization");
    }
  }
});

test("OTEL_RESOURCE_ATTRIBUTES is ignored before 1.74", () => {
  for (const [release, outcomes] of Object.entries(EXPORTS)) {
    const outcome = outcomes["LiteLLM's names, whole URL"];
    expect(outcome?.applicationId === true, release).toBe(isAtLeast(release, "1.74.0"));
  }
});
