import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startPageReceiver } from "./page-receiver.js";
import { recordedCase } from "./recorded-cases.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/getting-started.md"), "utf8");
const [RECEIVER = "", ...PROGRAMS] = [...PAGE.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
const CASE = recordedCase("1.83.10-tenant-chat-team-key");

test("what the receiver of the page keeps, the command line explains", async () => {
  const receiver = await startPageReceiver(RECEIVER);
  try {
    const response = await receiver.post("/v1/traces", "application/json", JSON.stringify(CASE.input));
    expect(response.status).toBe(200);
    const printed = execFileSync(process.execPath, [join(ROOT, "dist/cli.js"), "explain", "traces/"], {
      cwd: receiver.folder,
      encoding: "utf8",
    });
    expect(printed).toContain("Billed to a team");
    expect((await receiver.post("/v1/logs", "application/json", "")).status).toBe(404);
  } finally {
    await receiver.stop();
  }
});

test("the page has four more programs", () => {
  expect(PROGRAMS).toHaveLength(4);
});

test.each(PROGRAMS)("program %# maps a recorded request", (program) => {
  const input = JSON.stringify(join(ROOT, "fixtures/cases/1.83.10-tenant-chat-team-key/input.json"));
  const use = program.includes("export const mapped")
    ? `import { readFileSync } from "node:fs"; console.log(JSON.stringify(mapped(JSON.parse(readFileSync(${input}, "utf8")))));`
    : "";
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program + use], { cwd: ROOT, encoding: "utf8" });
  expect(printed).toContain("Billed to a team");
});
