/** What `--json` writes, and the JSON Schemas that the package has for it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { caseFile, linesOf, run, spanOf, string, tracesOf } from "./cli-program.js";

/** Patterns have `/` on Windows too. */
const FOLDER = fileURLToPath(new URL("../fixtures/corpus", import.meta.url)).replaceAll("\\", "/");
const CORPUS = `${FOLDER}/*.gz`;
const NEWEST = `${FOLDER}/1.110.2-{app,tenant,v2-content}.ndjson.gz`;

const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../schemas/${name}.v1.schema.json`, import.meta.url), "utf8"));

/** The schema that also refuses members it does not name: nothing is written that is not documented. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  return { ...Object.fromEntries(members), ...("properties" in schema ? { additionalProperties: false } : {}) };
}

/** Where lines of JSON do not fit the schema; the first few places. */
function misfitsOf(name: string, text: string): readonly string[] {
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(closed(schemaOf(name)) as object);
  return linesOf(text)
    .filter((line) => !validate(JSON.parse(line)))
    .slice(0, 3)
    .map((line) => `${validate(JSON.parse(line)) || JSON.stringify(validate.errors)}: ${line.slice(0, 200)}`);
}

const ODD = JSON.stringify([
  tracesOf("litellm", [
    { attributes: [string("llm.request.type", "acompletion")] },
    spanOf("00f067aa0ba902b7", "a", 1, { traceId: "", status: { code: 2, message: "no" } }),
    spanOf("00f067aa0ba902b7", "b", 1, {
      attributes: [string("llm.request.type", "nobody's"), string("gen_ai.input.messages", "[")],
    }),
    spanOf("00f067aa0ba902b8", "c", 1, {
      attributes: [
        string("llm.request.type", "acompletion"),
        { key: "gen_ai.usage.input_tokens", value: { intValue: "9007199254740993" } },
        { key: "gen_ai.cost.total_cost", value: { doubleValue: "NaN" } },
      ],
    }),
    { name: 1, traceId: 2, spanId: {}, parentSpanId: [] },
  ]),
  tracesOf("shop", [spanOf("00f067aa0ba902b9", "d", 1)]),
]);

describe("explain --json", () => {
  test.each([
    ["the corpus", [CORPUS], ""],
    ["every option", ["--recover", "--scope-name", "litellm", "--type-other-scopes", "--keep-duplicates", NEWEST], ""],
    ["what is filtered", ["--team", "Blue Team", NEWEST], ""],
    ["odd input", [], ODD],
    ["nothing", [], ""],
  ])("fits its schema: %s", (_, args, input) => {
    expect(misfitsOf("explain", run(["explain", "--json", ...args], { input }).stdout)).toEqual([]);
  });
});

describe("summary --json", () => {
  const by =
    "team,team-id,key,user,end-user,model,response-model,provider,service,environment,operation,type,status,month,day,hour";
  test.each([
    ["the corpus", [CORPUS], ""],
    ["everything", ["--by", `${by},trace`, "--scope-name", "litellm", NEWEST], ""],
    ["odd input", ["--by", by], ODD],
    ["nothing", [], ""],
  ])("fits its schema: %s", (_, args, input) => {
    expect(misfitsOf("summary", run(["summary", "--json", ...args], { input }).stdout)).toEqual([]);
  });
});

describe("the schemas", () => {
  test.each(["explain", "summary"])("%s: its version is that of the output, and in its name", (name) => {
    const schema = schemaOf(name);
    const first = linesOf(run([name, "--json", caseFile("1.83.10-chat-simple")]).stdout)[0] ?? "";
    expect(schema.$id).toBe(`urn:litellm-span-mapper:${name}:v${JSON.parse(first).schemaVersion}`);
    expect(Object.keys(packageJson.exports)).toContain(`./schemas/${name}.v1.schema.json`);
  });

  test.each([
    ["a version that is not known", '{"schemaVersion":2,"traceId":"","spans":[]}'],
    ["a member that is missing", '{"schemaVersion":1,"totals":{}}'],
    ["a member that is not documented", '{"schemaVersion":1,"traceId":"","spans":[],"more":1}'],
  ])("refuse %s", (_, line) => {
    expect(misfitsOf("explain", `${line}\n`)).toHaveLength(1);
  });
});
