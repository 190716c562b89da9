import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Options } from "tsup";
import { storedCases } from "./fixtures/stored-cases.js";

const shared = { sourcemap: true, clean: false, target: "es2022", treeshake: true } as const;
// No Node API, so that it runs in browsers and workers too.
const library: Options = { ...shared, format: ["esm", "cjs"], dts: true, platform: "neutral" };

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

/** Writes the licences of what is bundled beside it, as those licences ask. */
const licences: Plugin = {
  name: "licences",
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ metafile }) => {
      const inputs = Object.keys(metafile?.inputs ?? {}).flatMap(
        (path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
      );
      const texts = [...new Set(inputs)].sort().map((name) => `${name}\n\n${licenceOf(join("node_modules", name))}`);
      writeFileSync(join(build.initialOptions.outdir ?? "dist", "cli.licenses.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
    });
  },
};

function licenceOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8");
  return `${JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).license}\n`;
}

export default defineConfig([
  // The library, tables for what it makes, and what makes whole traces of what it takes.
  {
    ...library,
    entry: {
      index: "src/index.ts",
      protobuf: "src/protobuf/index.ts",
      tables: "src/tables/index.ts",
      "whole-traces": "src/whole-traces/index.ts",
    },
    splitting: false,
  },
  // The one entry that has a dependency.
  { ...library, entry: { schemas: "src/schemas/index.ts" }, external: ["zod"] },
  // Recorded cases are large, so the package holds them once: its ES module hands on what its CommonJS module holds.
  {
    ...library,
    entry: { testing: "src/testing/index.ts" },
    format: ["cjs"],
    sourcemap: false,
    define: { STORED_CASES: JSON.stringify(storedCases()) },
    onSuccess: async () => {
      writeFileSync("dist/testing.js", 'export { recordedCaseNames, recordedCaseOf, recordedCases } from "./testing.cjs";\n');
      writeFileSync("dist/testing.d.ts", 'export * from "./testing.cjs";\n');
    },
  },
  // The command line, over the built library. The libraries it uses are bundled into it: nothing is installed for them.
  {
    ...shared,
    entry: { cli: "src/cli/main.ts" },
    format: ["esm"],
    // Of the bundled libraries it would be longer than the program.
    sourcemap: false,
    esbuildPlugins: [licences],
    platform: "node",
    target: "node20",
    external: ["litellm-span-mapper"],
    noExternal: [/^(?!litellm-span-mapper(?:$|\/))/],
    // Some of them are CommonJS and ask for Node's modules by `require`.
    banner: { js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);' },
  },
]);
