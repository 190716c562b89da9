import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Builds the package anew before the tests, without what an earlier build left: some of them run what is built. Those of the command line run a copy, so that a build
 * at the same time disturbs nothing; it is within the repository for its dependencies.
 */
export default function setup(): () => void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  // On Windows, npm is a script of the shell.
  const shell = process.platform === "win32";
  execFileSync("npm", ["run", "--silent", "prepack"], { cwd: root, stdio: "inherit", shell });
  const copy = join(root, "node_modules", ".cache", `built-package-${process.pid}`);
  for (const part of ["package.json", "dist"]) cpSync(join(root, part), join(copy, part), { recursive: true });
  process.env.BUILT_PACKAGE = copy;
  return () => rmSync(copy, { recursive: true, force: true });
}
