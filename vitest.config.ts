import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/build.setup.ts"],
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/cli/**", "src/index.ts", "src/otlp/types.ts"],
      reporter: ["text-summary"],
      thresholds: { branches: 97.5 },
    },
  },
});
