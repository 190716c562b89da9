import { fiddlerSpansFrom, recordToJSON } from "litellm-span-mapper";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedCase } from "../../test/recorded-cases.js";
import { hashOf } from "../playground/src/link.js";
import { SAMPLES } from "../playground/src/samples.js";
import { type ExplainedTrace, explainedSamples, tracesIn } from "./explained.js";
import { type PlaygroundPage, playground } from "./playground-page.js";
import { siteInBrowser } from "./site-in-browser.js";

const started = siteInBrowser();
let page: PlaygroundPage;
beforeAll(async () => {
  page = await playground(started.browser, started.site.origin);
});
afterAll(() => page.close());

test("there are a dozen samples", () => {
  expect(SAMPLES.length).toBeGreaterThanOrEqual(12);
});

test.each(SAMPLES)("$title: explain, map and records say the same of it", async ({ name, title, about, suggests = {} }) => {
  const { input, expected } = recordedCase(name);
  await page.follow(hashOf({ sample: name, options: {} }));
  await page.shows(firstTraceIn(input));
  expect(await page.page.getByLabel("Recorded trace").locator("option:checked").innerText()).toBe(title);
  expect(await page.page.locator(".about").innerText()).toContain(about);
  const shown = tracesIn(await page.copied("explanation"));
  expectSame(shown, await explainedSamples({}));
  expect(await page.spans()).toHaveLength(shown.flatMap(({ spans }) => spans).length);
  if (suggests.scopeNames === undefined) expect(JSON.parse(await page.copied("mapped trace"))).toEqual(expected.mapped);
  expect(recordsIn(await page.copied("records"))).toEqual(fiddlerSpansFrom(input).map(recordToJSON));
});

const SUGGESTING = SAMPLES.flatMap(({ name, title, suggests }) => (suggests === undefined ? [] : [{ name, title, suggests }]));

test.each(SUGGESTING)("$title: so they do with the options that are suggested", async ({ name, suggests }) => {
  const { input } = recordedCase(name);
  await page.follow(hashOf({ sample: name, options: {} }));
  await page.shows(firstTraceIn(input));
  const before = tracesIn(await page.copied("explanation"));
  const suggestion = page.page.getByRole("button", { name: /^Set / });
  await suggestion.click();
  await suggestion.waitFor({ state: "detached" });
  expect(await page.copied("link")).toBe(`${started.site.origin}/playground/${hashOf({ sample: name, options: suggests })}`);
  const shown = tracesIn(await page.copied("explanation"));
  expect(shown).not.toEqual(before);
  expectSame(shown, await explainedSamples(suggests));
  expect(recordsIn(await page.copied("records"))).toEqual(fiddlerSpansFrom(input, suggests).map(recordToJSON));
});

test("a link opens a sample with its options in a new page", async () => {
  const options = { recoverFromRawRequest: true, duplicates: "keep" } as const;
  const sample = "1.83.10-generate-content-stream";
  const linked = await playground(started.browser, started.site.origin, hashOf({ sample, options }));
  await linked.shows(firstTraceIn(recordedCase(sample).input));
  expectSame(tracesIn(await linked.copied("explanation")), await explainedSamples(options));
  expect(await linked.page.getByRole("checkbox", { checked: true }).count()).toBe(2);
  await linked.close();
});

function firstTraceIn(input: object): string {
  return /"traceId":"([^"]+)"/.exec(JSON.stringify(input))?.[1] ?? "";
}

function recordsIn(text: string): readonly unknown[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}

function expectSame(shown: readonly ExplainedTrace[], ofAllSamples: readonly ExplainedTrace[]): void {
  const ids = new Set(shown.map(({ traceId }) => traceId));
  expect(ids.size).toBeGreaterThan(0);
  expect(shown).toEqual(ofAllSamples.filter(({ traceId }) => ids.has(traceId)));
}
