import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/everywhere/", import.meta.url));

const PROGRAMS = ["esm.js", "commonjs.cjs"];

/** As under a Content Security Policy: neither `eval` nor `new Function`. */
const STRICT = "--disallow-code-generation-from-strings";

/** Runs the smoke test over both builds with one Node; says what it did. */
export function smokeInNode(node: string, casesFile: string): string {
  const version = execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
  const said = PROGRAMS.map((program) =>
    execFileSync(node, [STRICT, join(HERE, program), casesFile], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim(),
  );
  return `Node ${version}: ES module: ${said[0]}; CommonJS: ${said[1]}`;
}

/**
 * The path of another major version of Node, from npm: the package that the `node` package picks for a platform. It runs no
 * install script. Throws where the registry can't be reached or has none for this platform.
 */
export function installedNode(major: number): string {
  const folder = join(CACHE, `node-${major}`);
  const name = `node-${process.platform}-${process.arch}`;
  const node = join(folder, "node_modules", name, "bin", "node");
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error"];
    execFileSync("npm", ["install", ...quiet, "--prefix", folder, `${name}@${major}`], { stdio: ["ignore", "ignore", "pipe"] });
  }
  return node;
}
