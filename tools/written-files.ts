import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A tracked file that a command makes. */
export type MadeFile = readonly [file: URL, text: string];

/**
 * Writes the files that a command makes. Without `write` it compares them with what is there, says which are stale and how to write
 * them, and lets the process end with code 1.
 */
export function writeOrCompare(command: string, files: Iterable<MadeFile>, write = false): void {
  for (const [file, text] of files) {
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    if (write) writeFileSync(file, text);
    else {
      const name = relative(ROOT, fileURLToPath(file));
      console.error(`${name} is stale: run \`npm run ${command} -- --write\` and commit the result`);
      process.exitCode = 1;
    }
  }
}
