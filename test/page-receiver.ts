/** Runs a receiver that a page of the documentation shows. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, LOOPBACK } from "../fixtures/record/loopback-server.js";

export interface PageReceiver {
  /** Where it runs, and writes. */
  readonly folder: string;
  post(path: string, contentType: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response>;
  stop(): Promise<void>;
}

export async function startPageReceiver(program: string, environment: Record<string, string> = {}): Promise<PageReceiver> {
  const folder = mkdtempSync(join(tmpdir(), "page-receiver-"));
  const port = await freePort(0);
  const receiver = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: String(port) },
  });
  const url = `http://${LOOPBACK}:${port}`;
  for (let tries = 0; !(await listens(port)); tries++) {
    if (tries === 80) throw new Error(`Nobody listens on port ${port}; the receiver ended with ${receiver.exitCode}`);
    await sleep(100);
  }
  return {
    folder,
    post: (path, contentType, body) => fetch(url + path, { method: "POST", headers: { "content-type": contentType }, body }),
    async stop() {
      receiver.kill();
      await once(receiver, "close");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK, () => resolve(true)).once("error", () => resolve(false));
    socket.unref().end();
  });
}
