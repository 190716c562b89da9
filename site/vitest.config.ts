import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests of the site as `npm run site` built it. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    include: ["test/**/*.test.ts"],
    // Most of the time they wait for Chromium.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
