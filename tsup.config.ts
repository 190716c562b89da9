import { defineConfig } from "tsup";

const shared = { sourcemap: true, clean: false, target: "es2022", treeshake: true } as const;

export default defineConfig([
  // The library: no Node API, so that it runs in browsers and workers too.
  { ...shared, entry: { index: "src/index.ts" }, format: ["esm", "cjs"], dts: true, platform: "neutral" },
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
