import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Builds the package once before the tests: some of them run what is built. */
export default function setup(): void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  execFileSync("npm", ["run", "--silent", "build", "--", "--silent"], { cwd: root, stdio: "inherit" });
}
