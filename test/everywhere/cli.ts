/**
 * `npm run everywhere`: maps recorded cases with the package as it was built, on Node 20, 22, 24 and 26, without code generation from
 * strings, and bundled in a headless Chromium under a strict policy, in a page and in a worker. What can't be had on this machine
 * is skipped with a reason; with `CI=true` it fails.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argumentsOf } from "../../tools/command.js";
import { recordedCase } from "../recorded-cases.js";
import { chromiumPath, smokeInBrowser } from "./in-browser.js";
import { installedNode, smokeInNode } from "./in-node.js";

argumentsOf({
  name: "everywhere",
  does: "Builds the package and maps recorded cases with it on Node 20, 22, 24 and 26 and in Chromium. What is not to be had is skipped; with CI=true it fails.",
  options: {},
});
execFileSync("tsup", ["--silent"], { stdio: "inherit" });

/** One of each mode and route, the largest and the oldest among them. */
const CASES = [
  "1.61.20-chat-system-parts",
  "1.80.5-messages-conversation",
  "1.81.14-flag-chat-tools",
  "1.83.10-chat-gemini",
  "1.83.10-chat-long",
  "1.83.10-chat-redacted-by-header",
  "1.83.10-chat-unicode",
  "1.106.10-v2-content-responses-chain",
].map(recordedCase);

/** The oldest Node that is supported, the ones after it, and the newest. */
const NODE_MAJORS = [20, 22, 24, 26];

const mustHaveAll = process.env.CI === "true";
let failures = 0;

const folder = mkdtempSync(join(tmpdir(), "everywhere-"));
try {
  const casesFile = join(folder, "cases.json");
  const cases = JSON.stringify(CASES);
  writeFileSync(casesFile, cases);

  for (const major of NODE_MAJORS) {
    const isThisOne = process.versions.node.startsWith(`${major}.`);
    const node = isThisOne ? process.execPath : orSkip(`Node ${major}`, () => installedNode(major));
    if (node !== undefined) await check(`Node ${major}`, () => smokeInNode(node, casesFile));
  }

  const chromium = chromiumPath();
  if (chromium !== undefined) await check("Chromium", () => smokeInBrowser(chromium, cases));
  else skip("Chromium", "none is installed; on Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

async function check(where: string, run: () => string | Promise<string>): Promise<void> {
  try {
    console.log(`ok    ${await run()}`);
  } catch (error) {
    failures++;
    console.error(`FAIL  ${where}: ${reasonOf(error)}`);
  }
}

function orSkip<T>(where: string, get: () => T): T | undefined {
  try {
    return get();
  } catch (error) {
    skip(where, reasonOf(error));
    return undefined;
  }
}

function skip(where: string, reason: string): void {
  if (mustHaveAll) failures++;
  console.error(`${mustHaveAll ? "FAIL " : "skip "} ${where}: ${reason}`);
}

/** What a program that failed wrote, else the error's message. */
function reasonOf(error: unknown): string {
  const written = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
  return written || (error instanceof Error ? error.message : String(error));
}
