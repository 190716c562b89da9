import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listOf } from "../tools/release/packed-files.js";
import { recordedCase } from "./recorded-cases.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CASE = join(ROOT, "fixtures/cases/1.83.10-chat-tools/input.json");

const folder = mkdtempSync(join(tmpdir(), "litellm-span-mapper-"));
let packed: { filename: string; files: readonly { path: string; size: number }[] };

/** On Windows, npm and npx are scripts of the shell. */
const isOfShell = (command: string) => process.platform === "win32" && command !== process.execPath;

const run = (command: string, ...args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", shell: isOfShell(command) });

beforeAll(() => {
  const listing = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
    shell: isOfShell("npm"),
  });
  [packed] = Object.values(JSON.parse(listing)) as [typeof packed];
  writeFileSync(join(folder, "package.json"), '{"name": "host", "version": "1.0.0"}');
  // zod comes from this project's own modules: a cache that `npm ci` filled holds no list of versions to choose from.
  run(
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
    "--offline",
    "--cache",
    "cache",
    `./${packed.filename}`,
    join(ROOT, "node_modules/zod"),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed tarball", () => {
  test("holds the files that exports/files.txt lists, and no other", () => {
    expect(listOf(packed.files.map(({ path }) => path))).toBe(readFileSync(join(ROOT, "exports/files.txt"), "utf8"));
  });

  test("its recorded cases take less than 300 kB", () => {
    const sizes = packed.files.filter(({ path }) => path.startsWith("dist/testing.")).map(({ size }) => size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
  });

  test("is built anew before it is published", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(scripts.prepack).toMatch(/rmSync\('dist'.*&& tsup/);
  });

  test("depends on zod alone and runs nothing when it is installed", () => {
    const manifest = JSON.parse(readFileSync(join(folder, "node_modules/litellm-span-mapper/package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies)).toEqual(["zod"]);
    expect(Object.keys(manifest.scripts).filter((script) => /^(?:pre|post)?install$|^prepare$/.test(script))).toEqual([]);
    expect(manifest).toMatchObject({ license: "MIT", sideEffects: false, engines: { node: ">=20" } });
  });

  test.each(["index", "protobuf", "tables", "schemas", "whole-traces"])("%s uses no Node API", (entry) => {
    for (const ending of ["js", "cjs"]) {
      const built = builtFile(`${entry}.${ending}`).replaceAll("require('zod')", "");
      expect(built).not.toMatch(/\b(?:require\(|import\(|process\.|Buffer\b|globalThis\.process|node:)/);
    }
  });

  test("whole traces have no timer and no clock", () => {
    expect(builtFile("whole-traces.js")).not.toMatch(/\b(?:setTimeout|setInterval|Date|performance)\b/);
  });

  test.each(["index", "protobuf", "tables", "whole-traces"])("%s imports nothing, and holds nothing of zod", (entry) => {
    for (const ending of ["js", "cjs"]) {
      const built = builtFile(`${entry}.${ending}`);
      expect(importsOf(built)).toEqual([]);
      expect(built).not.toMatch(/zod/i);
    }
  });

  test("the schemas import zod and do not hold it", () => {
    expect(importsOf(builtFile("schemas.js"))).toEqual(["zod"]);
    expect(importsOf(builtFile("schemas.cjs"))).toEqual(["zod"]);
    expect(builtFile("schemas.js").length).toBeLessThan(30_000);
  });
});

const builtFile = (file: string) => readFileSync(join(folder, "node_modules/litellm-span-mapper/dist", file), "utf8");

function importsOf(built: string): readonly string[] {
  const found = built.matchAll(/^(?:import|export)\b[^;]*?\bfrom ["']([^"']+)["']|\brequire\(["']([^"']+)["']\)/gm);
  return [...found].map(([, imported, required]) => imported ?? required ?? "");
}

const PROGRAM = `
const { readFileSync } = FS;
const input = JSON.parse(readFileSync(process.argv[2], "utf8"));
const mapped = mapLiteLLMTraces(input);
const records = mapped.resourceSpans.flatMap((resourceSpans) => fiddlerSpansOf(mapLiteLLMSpan(resourceSpans) ?? resourceSpans));
console.log(JSON.stringify({ mapped, types: records.map((record) => record.type) }));
`;

describe("a program that installed it", () => {
  test.each([
    [
      "ESM",
      "program.mjs",
      'import * as FS from "node:fs"; import { fiddlerSpansOf, mapLiteLLMSpan, mapLiteLLMTraces } from "litellm-span-mapper";',
    ],
    [
      "CommonJS",
      "program.cjs",
      'const FS = require("node:fs"); const { fiddlerSpansOf, mapLiteLLMSpan, mapLiteLLMTraces } = require("litellm-span-mapper");',
    ],
  ])("%s", (_what, file, head) => {
    writeFileSync(join(folder, file), head + PROGRAM);
    const { mapped, types } = JSON.parse(run(process.execPath, file, CASE));
    expect(mapped).toEqual(recordedCase("1.83.10-chat-tools").expected.mapped);
    expect(types.filter((type: string) => type === "llm")).toHaveLength(1);
  });

  test.each([
    ["ESM", "entries.mjs", (entry: string, name: string) => `import * as ${name} from "litellm-span-mapper/${entry}";`],
    ["CommonJS", "entries.cjs", (entry: string, name: string) => `const ${name} = require("litellm-span-mapper/${entry}");`],
  ])("%s: the other entries", (_what, file, importOf) => {
    const imports = ["protobuf", "schemas", "tables", "testing"].map((name) => importOf(name, name));
    const program = `${[...imports, importOf("whole-traces", "whole")].join("\n")}
      const { input, truth, records } = testing.recordedCaseOf("1.83.10-tenant-chat-team-key");
      const traces = whole.wholeTraces();
      traces.add(input, 0);
      const requests = [...traces.takeReady(10_000)];
      const record = schemas.fiddlerSpanSchema.parse(records.find((each) => each.type === "llm"));
      const nothing = new Uint8Array();
      const isSame = protobuf.mapLiteLLMTracesProtobuf(nothing) === nothing;
      console.log(JSON.stringify([truth.user, record.userInput, tables.rowOf(record).team_alias, requests.length, isSame]));`;
    writeFileSync(join(folder, file), program);
    expect(JSON.parse(run(process.execPath, file))).toEqual(["Billed to a team", "Billed to a team", "Blue Team", 1, true]);
  });

  test("finds the JSON Schema", () => {
    const program = 'console.log(require("litellm-span-mapper/schemas/fiddler-span.v1.schema.json").title)';
    expect(run(process.execPath, "-e", program)).toBe("FiddlerSpan\n");
  });

  test("runs the command line", () => {
    expect(JSON.parse(run("npx", "--no-install", "litellm-span-mapper", "map", CASE))).toEqual(
      recordedCase("1.83.10-chat-tools").expected.mapped,
    );
  });
});
