import { writeFileSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { storedCases } from "./fixtures/stored-cases.js";

const shared = { sourcemap: true, clean: false, target: "es2022", treeshake: true } as const;
// No Node API, so that it runs in browsers and workers too.
const library: Options = { ...shared, format: ["esm", "cjs"], dts: true, platform: "neutral" };

export default defineConfig([
  // The library, tables for what it makes, and what makes whole traces of what it takes.
  {
    ...library,
    entry: { index: "src/index.ts", tables: "src/tables/index.ts", "whole-traces": "src/whole-traces/index.ts" },
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
  // The command line, over the built library.
  {
    ...shared,
    entry: { cli: "src/cli/main.ts" },
    format: ["esm"],
    platform: "node",
    target: "node20",
    external: ["litellm-span-mapper"],
  },
]);
