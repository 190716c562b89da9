import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LoopbackServer, serveLoopback } from "../fixtures/record/loopback-server.js";
import { fiddlerSpansFrom, mapLiteLLMTraces, recordToJSON } from "../src/index.js";
import { otlpJson } from "./otlp-forms.js";
import { type PageReceiver, startPageReceiver } from "./page-receiver.js";
import { recordedCase } from "./recorded-cases.js";

const PAGE = readFileSync(new URL("../docs/protobuf.md", import.meta.url), "utf8");
const [, PROGRAM = ""] = PAGE.match(/```js\n([\s\S]*?)```/) ?? [];
const CASE = recordedCase("1.83.10-tenant-chat-team-key").input;

/** The text of an import, as that of the built file. */
function builtEntry(text: string): string {
  const [, entry = "index"] = JSON.parse(text).split("/");
  return JSON.stringify(new URL(`../dist/${entry}.js`, import.meta.url).href);
}

let status = 200;
const forwarded: Uint8Array[] = [];
let collector: LoopbackServer;
let receiver: PageReceiver;

beforeAll(async () => {
  collector = await serveLoopback(0, async (_request, body, response) => {
    if (status === 200) forwarded.push(body);
    response.writeHead(status).end();
  });
  const program = PROGRAM.replace(/"litellm-span-mapper.*"/g, builtEntry);
  receiver = await startPageReceiver(program, { OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}` });
});

afterAll(async () => {
  await receiver.stop();
  await collector.stop();
});

const post = (body: Uint8Array) => receiver.post("/v1/traces", "application/x-protobuf", new Uint8Array(body));
const stored = () => join(receiver.folder, "spans.ndjson");

test.each<[string, number, number, Uint8Array]>([
  ["a body that is not a request is answered as such", 200, 400, new TextEncoder().encode("not a request")],
  ["where the other end does not take it, the exporter hears so, and nothing is stored", 503, 503, otlpJson.encode(CASE)],
])("%s", async (_name, atTheEnd, answered, body) => {
  status = atTheEnd;
  expect((await post(body)).status).toBe(answered);
  expect(existsSync(stored())).toBe(false);
});

test("the mapped request is passed on, and its records are stored", async () => {
  status = 200;
  expect((await post(otlpJson.encode(CASE))).status).toBe(200);
  expect(forwarded.map((bytes) => otlpJson.decode(bytes))).toEqual([otlpJson.decode(otlpJson.encode(mapLiteLLMTraces(CASE)))]);
  const records = readFileSync(stored(), "utf8").trimEnd().split("\n");
  expect(records.map((line) => JSON.parse(line))).toEqual(fiddlerSpansFrom(CASE).map(recordToJSON));
});
