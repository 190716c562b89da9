import { defineConfig } from "vitest/config";

/**
 * The tests that `npm run mutation` runs for each mutant of the source: those of the rules. Left out are the ones that run the
 * built package or thousands of generated requests, which would take minutes per mutant, and say little about a single line.
 */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/{fuzz,properties,package,readme,cli*,examples,docs*}.test.ts", "test/cli/**"],
    testTimeout: 20_000,
  },
});
