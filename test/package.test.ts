import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordedCase } from "./recorded-cases.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CASE = join(ROOT, "fixtures/cases/1.83.10-chat-tools/input.json");

const folder = mkdtempSync(join(tmpdir(), "litellm-span-mapper-"));
let packed: { filename: string; files: readonly { path: string }[] };

const run = (command: string, ...args: readonly string[]) => execFileSync(command, args, { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  const listing = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
  });
  [packed] = Object.values(JSON.parse(listing)) as [typeof packed];
  writeFileSync(join(folder, "package.json"), '{"name": "host", "version": "1.0.0"}');
  run("npm", "install", "--no-audit", "--no-fund", "--offline", `./${packed.filename}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the packed tarball", () => {
  test("holds what is meant to be in it, and nothing else", () => {
    expect(
      packed.files
        .map(({ path }) => path)
        .filter((path) => !path.startsWith("dist/"))
        .sort(),
    ).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    expect(packed.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["dist/index.js", "dist/index.cjs", "dist/index.d.ts", "dist/index.d.cts", "dist/cli.js"]),
    );
  });

  test("depends on nothing and runs nothing when it is installed", () => {
    const manifest = JSON.parse(readFileSync(join(folder, "node_modules/litellm-span-mapper/package.json"), "utf8"));
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(Object.keys(manifest.scripts).filter((script) => /^(?:pre|post)?install$|^prepare$/.test(script))).toEqual([]);
    expect(manifest).toMatchObject({ license: "MIT", sideEffects: false, engines: { node: ">=20" } });
  });

  test("uses no Node API outside the command line", () => {
    for (const file of ["index.js", "index.cjs"]) {
      const built = readFileSync(join(folder, "node_modules/litellm-span-mapper/dist", file), "utf8");
      expect(built).not.toMatch(/\b(?:require\(|import\(|process\.|Buffer\b|globalThis\.process|node:)/);
    }
  });
});

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

  test("runs the command line", () => {
    expect(JSON.parse(run("npx", "--no-install", "litellm-span-mapper", "map", CASE))).toEqual(
      recordedCase("1.83.10-chat-tools").expected.mapped,
    );
  });
});
