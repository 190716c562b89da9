import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { MadeFile } from "../written-files.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LIST = new URL("../../exports/files.txt", import.meta.url);

/** The list of the files that `npm pack` would pack now. */
export function fileList(): MadeFile {
  const listing = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
    // On Windows, npm is a script of the shell.
    shell: process.platform === "win32",
  });
  const [packed] = Object.values(JSON.parse(listing)) as { files: readonly { path: string }[] }[];
  return [LIST, listOf((packed?.files ?? []).map(({ path }) => path))];
}

/** One path a line, sorted. The hash in the name of a file of shared types changes with its content, so it is left out. */
export function listOf(paths: readonly string[]): string {
  const names = paths.map((path) => path.replace(/-[\w-]{8}(?=\.d\.c?ts$)/, "-HASH"));
  return `${names.sort().join("\n")}\n`;
}
