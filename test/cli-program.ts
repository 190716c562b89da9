/** The built command line for tests, as its users run it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { recordedCase } from "./recorded-cases.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A copy of the package that was built for this run, so that a build in `dist/` at the same time disturbs nothing. */
export const program = join(process.env.BUILT_PACKAGE ?? root, "dist", "cli.js");

/** A folder of the test file, which goes away after it. */
export const folder = mkdtempSync(join(tmpdir(), "litellm-span-mapper-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly input?: string | Uint8Array;
  readonly environment?: Record<string, string>;
}

export const PLAIN_ENVIRONMENT = { PATH: process.env.PATH ?? "", COLUMNS: "100" };

export function run(args: readonly string[], { input = "", environment = {} }: Run = {}) {
  const env = { ...PLAIN_ENVIRONMENT, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

export function caseFile(name: string): string {
  return join(root, "fixtures", "cases", name, "input.json");
}

export function inputOf(name: string) {
  return recordedCase(name).input as { resourceSpans: Record<string, unknown>[] };
}

export function expectedOf(name: string) {
  return recordedCase(name).expected.mapped;
}

export function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function linesOf(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

export const string = (key: string, stringValue: string) => ({ key, value: { stringValue } });

export function tracesOf(service: string, spans: readonly object[], scope = "litellm") {
  const attributes = [string("service.name", service), string("application.id", "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f")];
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: scope }, spans }] }] };
}

export function spanOf(spanId: string, name: string, start: number, more: object = {}) {
  const times = { startTimeUnixNano: `${start}000000`, endTimeUnixNano: `${start + 2}000000` };
  return { traceId: "0af7651916cd43dd8448eb211c80319c", spanId, name, ...times, attributes: [], ...more };
}
