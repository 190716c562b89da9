import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../fixtures/record/loopback-server.js";

/** Where Debian puts the newest of the servers that are installed; elsewhere they are on the path. */
function binaries(): string {
  const debian = "/usr/lib/postgresql";
  const [newest] = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  return newest === undefined ? "" : `${debian}/${newest}/bin/`;
}

/** A server of its own for as long as `use` runs. PostgreSQL refuses to run as root, so there it is run as `postgres`. */
export async function withPostgres(use: (url: string) => Promise<void>): Promise<void> {
  const asRoot = process.getuid?.() === 0;
  const run = (program: string, ...args: readonly string[]) => {
    const command = [`${binaries()}${program}`, ...args];
    const [first = "", ...rest] = asRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    execFileSync(first, rest, { cwd: "/", stdio: ["ignore", "ignore", "inherit"] });
  };
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  if (asRoot) execFileSync("chown", ["postgres", folder]);
  const data = join(folder, "data");
  const port = await freePort(0);
  try {
    run("initdb", "-D", data, "-A", "trust", "-U", "test", "-E", "UTF8", "--no-sync", "--locale=C");
    const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c fsync=off -c unix_socket_directories=${folder}`;
    run("pg_ctl", "-D", data, "-l", join(folder, "log"), "-o", options, "-w", "start");
    try {
      await use(`postgres://test@127.0.0.1:${port}/postgres`);
    } finally {
      run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
