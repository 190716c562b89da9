import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { otlpJson } from "../../test/otlp-forms.js";
import { explainedSamples, tracesIn } from "./explained.js";
import { type PlaygroundPage, playground } from "./playground-page.js";
import { sampleFile } from "./sample-file.js";
import { siteInBrowser } from "./site-in-browser.js";

const SAMPLE = "1.83.10-tenant-chat-team-key";
const RECORDED = readFileSync(sampleFile(SAMPLE));
const TRACES = JSON.parse(RECORDED.toString());
const PROTOBUF = otlpJson.encode(TRACES);
const LINE = Buffer.from(`${JSON.stringify(TRACES)}\n`);
const OTHER_SAMPLE = readFileSync(sampleFile("1.83.10-embeddings"));

const started = siteInBrowser();
let page: PlaygroundPage;
beforeAll(async () => {
  page = await playground(started.browser, started.site.origin);
  await page.settled();
});
afterAll(() => page.close());

/** What the command line says of the sample. */
async function expected() {
  const { traceId } = JSON.parse(RECORDED.toString()).resourceSpans[0].scopeSpans[0].spans[0];
  return (await explainedSamples({})).filter((trace) => trace.traceId === traceId);
}

/** A frame of zstd that stores its content as it is. */
function zstd(content: Uint8Array): Uint8Array {
  const lastBlock = Buffer.alloc(4);
  lastBlock.writeUInt32LE((content.length << 3) | 1);
  return Buffer.concat([Buffer.from("28b52ffd0050", "hex"), lastBlock.subarray(0, 3), content]);
}

/** As the OpenTelemetry Collector's file exporter writes protobuf. */
function behindItsLength(content: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}

const FORMS: readonly (readonly [name: string, content: Uint8Array])[] = [
  ["trace.json", RECORDED],
  ["trace.ndjson", LINE],
  ["trace.binpb", PROTOBUF],
  ["collector.pb", behindItsLength(PROTOBUF)],
  ["trace.json.gz", gzipSync(RECORDED)],
  ["two-members.ndjson.gz", Buffer.concat([gzipSync(LINE.subarray(0, 500)), gzipSync(LINE.subarray(500))])],
  ["trace.binpb.gz", gzipSync(PROTOBUF)],
  ["trace.json.zst", zstd(LINE)],
];

test("files of every form are dropped, and nothing is asked of any server for them", async () => {
  const before = page.requests.length;
  for (const [name, content] of FORMS) {
    await page.drop("other.json", OTHER_SAMPLE);
    await page.says("embedding");
    await page.drop(name, content);
    await page.says("$0.000009675");
    expect(tracesIn(await page.copied("explanation")), name).toEqual(await expected());
  }
  expect(page.requests.slice(before)).toEqual([]);
  expect(await page.page.getByLabel("Recorded trace").locator("option:checked").innerText()).toBe("Your own");
});

test("a file is chosen, and the same again", async () => {
  for (const name of ["first.json", "second.json"]) {
    await page.page.setInputFiles("input[type=file]", { name, mimeType: "application/json", buffer: OTHER_SAMPLE });
    await page.says("embedding");
    await page.page.setInputFiles("input[type=file]", { name, mimeType: "application/json", buffer: RECORDED });
    await page.says("$0.000009675");
  }
});

test("a trace is pasted, also one that is too long for the text area", async () => {
  const area = page.page.getByLabel("Or paste one");
  const paste = async (text: string) => {
    await page.page.evaluate((one) => navigator.clipboard.writeText(one), text);
    await area.focus();
    await page.page.keyboard.press("Control+A");
    await page.page.keyboard.press("Control+V");
  };
  await paste(OTHER_SAMPLE.toString());
  await page.says("embedding");
  await paste(LINE.toString().replace(/ *$/, " ".repeat(1_000_001)));
  await page.says("$0.000009675");
  expect((await area.inputValue()).length).toBeLessThan(1_000_000);
});

test("several files at once are one input", async () => {
  const files = [RECORDED, OTHER_SAMPLE].map((buffer, at) => ({ name: `${at}.json`, mimeType: "", buffer }));
  await page.page.setInputFiles("input[type=file]", files);
  await page.page.locator(".sums", { hasText: "llm" }).waitFor();
  await expect.poll(() => page.page.locator(".trace").count()).toBe(2);
});

const CUT = LINE.subarray(0, LINE.length / 2);

const BAD: readonly (readonly [title: string, content: Uint8Array, says: RegExp])[] = [
  ["nothing", new Uint8Array(), /bad: is empty/],
  ["a text", Buffer.from("Dear Sir or Madam"), /bad:1.*JSON/],
  ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /bad: /],
  ["other JSON", Buffer.from('{"name":"value"}'), /bad:1: .*resourceSpans/],
  ["a trace that was cut off", CUT, /bad:1:\d+: is not JSON/],
  ["gzip that was cut off", gzipSync(LINE).subarray(0, 300), /bad: .*(?:cut|end)/],
];

test.each(BAD)("%s is recognised as no trace, and the next file is read", async (_title, content, says) => {
  await page.drop("bad", content);
  const alert = page.page.getByRole("alert");
  await alert.waitFor();
  expect(await alert.innerText()).toMatch(says);
  await page.page.getByRole("status").filter({ hasText: "No span was found." }).waitFor();
  expect(await page.page.locator(".trace").count()).toBe(0);
  await page.drop("good.json", RECORDED);
  await page.says("$0.000009675");
  expect(await alert.count()).toBe(0);
});

test("what can be read of a file is shown beside what can't", async () => {
  await page.drop("mixed.ndjson", Buffer.concat([LINE, Buffer.from("oops\n"), OTHER_SAMPLE]));
  await page.page.getByRole("alert").filter({ hasText: "mixed.ndjson:2" }).waitFor();
  expect(await page.page.locator(".trace").count()).toBe(2);
});

test("at no moment is one input's trace shown with another's problems or span", async () => {
  await page.drop("good.json", RECORDED);
  await page.says("$0.000009675");
  await page.page.evaluate(`
    window.seen = [];
    const isOther = (part) => [...document.querySelectorAll(part)].map((one) => /embedding|oops/.test(one.innerText));
    new MutationObserver(() => seen.push([".problem", ".tree", ".detail"].flatMap(isOther)))
      .observe(document.querySelector(".result"), { subtree: true, childList: true });
  `);
  await page.drop("oops.ndjson", Buffer.concat([Buffer.from("oops\n"), OTHER_SAMPLE]));
  await page.says("embedding");
  const seen = await page.page.evaluate<readonly (readonly boolean[])[]>("seen");
  expect(seen.map((moment) => new Set(moment).size)).not.toContain(2);
  expect(seen.at(-1)).toEqual([true, true, true]);
});

/** A recorded export under load, so often that it makes 20 MB, each time under other ids. */
function largeFile(): Buffer {
  const once = gunzipSync(readFileSync(new URL("../../fixtures/load/1.110.2.json.gz", import.meta.url)))
    .toString()
    .trim();
  const copies = Math.ceil(20_000_000 / once.length);
  const ids = Array.from({ length: copies }, (_, at) => at.toString(16).padStart(2, "0"));
  return Buffer.from(ids.map((id) => `${once.replace(/"traceId":"../g, `"traceId":"${id}`)}\n`).join(""));
}

test("while a file of 20 MB is read and mapped, the page answers", async () => {
  const content = largeFile();
  expect(content.length).toBeGreaterThan(20_000_000);
  await page.drop("large.ndjson", content);
  await page.page.locator('.result[aria-busy="true"]').waitFor();
  await page.page.getByRole("button", { name: "Dark colours" }).click();
  await page.page.getByRole("button", { name: "Light colours" }).waitFor();
  // Still busy: the page did not wait for the file.
  expect(await page.page.locator(".result").getAttribute("aria-busy")).toBe("true");
  await page.page.locator('.result[aria-busy="false"]').waitFor();
  expect(await page.page.getByRole("status").first().innerText()).toMatch(/Spans: 17,920/);
  const shownAtFirst = await page.page.locator(".trace").count();
  await page.page.getByRole("button", { name: "Show more traces" }).click();
  await expect.poll(() => page.page.locator(".trace").count()).toBeGreaterThan(shownAtFirst);
  await page.page.getByLabel("Keep tokens and cost on every span").check();
  await page.page.locator('.result[aria-busy="true"]').waitFor();
  await page.page.locator('.result[aria-busy="false"]').waitFor();
});
