import { defineConfig } from "vitest/config";

/**
 * The tests that `npm run mutation` runs for each mutant of the source: those of the rules. Left out are the ones that run the
 * built package, thousands of generated requests or hostile sizes, which would take minutes per mutant, and say little about a
 * single line; and those of what is no part of the library.
 */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/{fuzz,wire-fuzz,properties,both-carriers,both-carriers.property,several-tenants.property,requests-together,hostile-sizes,hostile-keys,whole-traces.property}.test.ts",
      "test/{calls-view,package,readme,examples,corpus,drift,cli*,docs,pages,getting-started,sending-traces,release,commands}.test.ts",
      "test/{protobuf-receiver,stream-function,kafka-*,edge-worker,schema-command,testing-entry,recorder}.test.ts",
    ],
    testNamePattern: "^(?!.*(goes in twice|the whole corpus|whatever is held can be decoded))",
    // Where the machine is busy, a test may take long; a mutant that never ends is ended by its own limit.
    testTimeout: 120_000,
    env: { MUTATION_TEST: "1" },
    // One worker that keeps its modules takes half the time per mutant.
    isolate: false,
    maxWorkers: 1,
  },
});
