import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { freePort } from "../fixtures/record/loopback-server.js";
import { recordedCase } from "./recorded-cases.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs/getting-started.md"), "utf8");
const [RECEIVER = "", ...PROGRAMS] = [...PAGE.matchAll(/```js\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
const CASE = recordedCase("1.83.10-tenant-chat-team-key");

test("what the receiver of the page keeps, the command line explains", async () => {
  const folder = mkdtempSync(join(tmpdir(), "getting-started-"));
  const port = await freePort(0);
  const receiver = spawn(process.execPath, ["--input-type=module", "-e", RECEIVER], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
  });
  try {
    const send = () =>
      fetch(`http://127.0.0.1:${port}/v1/traces`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(CASE.input),
      });
    let response = await send().catch(() => undefined);
    for (let tries = 0; response === undefined && tries < 100; tries++) {
      await sleep(100);
      response = await send().catch(() => undefined);
    }
    expect(response?.status).toBe(200);
    const printed = execFileSync(process.execPath, [join(ROOT, "dist/cli.js"), "explain", "traces/"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(printed).toContain("Billed to a team");
    expect((await fetch(`http://127.0.0.1:${port}/v1/logs`, { method: "POST" })).status).toBe(404);
  } finally {
    receiver.kill();
    await once(receiver, "close");
    rmSync(folder, { recursive: true, force: true });
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
