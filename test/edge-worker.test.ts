import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type LoopbackServer, serveLoopback } from "../fixtures/record/loopback-server.js";
import { fiddlerSpansFrom, fiddlerSpansOf, type TracesData } from "../src/index.js";
import { rowOf } from "../src/tables/index.js";
import { otlpJson } from "./otlp-forms.js";
import { protobufjsRequest } from "./otlp-proto.js";
import { recordedCase } from "./recorded-cases.js";

/** The path of the program. */
const { default: workerd }: { readonly default: string } = createRequire(import.meta.url)("workerd");
const EDGE = fileURLToPath(new URL("../examples/edge/", import.meta.url));
const CASE = recordedCase("1.83.10-tenant-chat-team-key").input;
const BYTES = otlpJson.encode(CASE);
const PROTOBUF = { "content-type": "application/x-protobuf" };

const folder = mkdtempSync(join(tmpdir(), "edge-"));
const received: TracesData[] = [];
let fiddler: LoopbackServer;
let edge: ChildProcess;
let endpoint: string;

beforeAll(async () => {
  fiddler = await serveLoopback(0, async (_request, body, response) => {
    received.push(protobufjsRequest.decode(body) as TracesData);
    response.writeHead(200, PROTOBUF).end();
  });
  await bundle();
  const port = await freePort(0);
  const config = readFileSync(join(EDGE, "workerd.capnp"), "utf8");
  writeFileSync(join(folder, "workerd.capnp"), config.replace(":4318", `:${port}`).replace(":4320", `:${fiddler.port}`));
  edge = spawn(workerd, ["serve", "workerd.capnp"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  endpoint = `http://127.0.0.1:${port}/v1/traces`;
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(endpoint).catch(() => undefined)) return;
    await sleep(100);
  }
  throw new Error("workerd does not listen after 10 s");
});

afterAll(async () => {
  edge?.kill();
  await fiddler?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As a user bundles it. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: [join(EDGE, "worker.ts")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
}

test.each<[string, Record<string, string>, Uint8Array]>([
  ["as it is", {}, BYTES],
  ["gzipped", { "content-encoding": "gzip" }, gzipSync(BYTES)],
])("maps a request that comes %s, and sends it on", async (_name, headers, body) => {
  received.length = 0;
  const answer = await fetch(endpoint, { method: "POST", headers: { ...PROTOBUF, ...headers }, body: new Uint8Array(body) });
  expect(answer.status).toBe(200);
  const rows = received.flatMap((traces) => fiddlerSpansOf(traces)).map(rowOf);
  expect(rows).toEqual(fiddlerSpansFrom(CASE).map(rowOf));
});

test.each<[string, number, string, RequestInit]>([
  ["bytes that are not a request", 400, "", { method: "POST", headers: PROTOBUF, body: "not a request" }],
  ["what is not gzip", 400, "", { method: "POST", headers: { ...PROTOBUF, "content-encoding": "gzip" }, body: "no" }],
  [
    "a bomb",
    413,
    "",
    { method: "POST", headers: { ...PROTOBUF, "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(2 ** 25)) },
  ],
  ["JSON", 415, "", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }],
  ["another path", 404, "/metrics", { method: "POST", headers: PROTOBUF, body: "" }],
  ["another method", 404, "", { method: "GET" }],
])("refuses %s", async (_name, status, path, init) => {
  received.length = 0;
  expect((await fetch(path === "" ? endpoint : new URL(path, endpoint), init)).status).toBe(status);
  expect(received).toEqual([]);
});
