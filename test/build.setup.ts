import { execFileSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Builds the package once before the tests: some of them run what is built. Those of the command line run a copy, so that a build
 * at the same time disturbs nothing; it is within the repository for its dependencies.
 */
export default function setup(): () => void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  execFileSync("npm", ["run", "--silent", "build", "--", "--silent"], { cwd: root, stdio: "inherit" });
  const copy = join(root, "node_modules", ".cache", `built-package-${process.pid}`);
  for (const part of ["package.json", "dist"]) cpSync(join(root, part), join(copy, part), { recursive: true });
  process.env.BUILT_PACKAGE = copy;
  return () => rmSync(copy, { recursive: true, force: true });
}
