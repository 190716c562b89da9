import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { SAMPLES } from "./src/samples.ts";

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Nothing but the page's own files, and no connection to anywhere: a trace holds what people asked. The worker is made from a blob,
 * so that this policy holds in it, too.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src data:",
  "worker-src blob:",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join("; ");

const policy: Plugin = {
  name: "policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: POLICY }, injectTo: "head-prepend" },
  ],
};

const MODULE = "virtual:samples";

/** Hands out recorded cases as text, each of them in a file that is loaded when it is asked for. */
const samples: Plugin = {
  name: "samples",
  resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
  load(id) {
    if (id !== `\0${MODULE}`) return undefined;
    const rows = SAMPLES.map(({ name }) => {
      const file = pathOf(`../../fixtures/cases/${name}/input.json`);
      return `[${JSON.stringify(name)}, () => import(${JSON.stringify(`${file}?raw`)})]`;
    });
    return `export const sampleTexts = new Map([${rows.join(", ")}]);`;
  },
};

/** What the command line has from Node is had from elsewhere here. */
const alias = [{ find: /^\.\/gunzip\.js$/, replacement: pathOf("src/mapping/gunzip.ts") }];

export default defineConfig({
  root: pathOf("."),
  base: "./",
  plugins: [policy, samples],
  resolve: { alias, tsconfigPaths: true },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: pathOf("../dist/playground"),
    emptyOutDir: true,
    modulePreload: false,
    reportCompressedSize: false,
    target: "es2022",
    assetsInlineLimit: 0,
  },
});
