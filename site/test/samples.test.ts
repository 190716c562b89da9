import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashOf } from "../playground/src/link.js";
import { SAMPLES } from "../playground/src/samples.js";
import { startedBrowser } from "./browser.js";
import { type ExplainedTrace, explainedSamples, tracesIn } from "./explained.js";
import { playground } from "./playground-page.js";
import { type ServedSite, servedSite } from "./served-site.js";

let browser: Browser;
let site: ServedSite;
beforeAll(async () => {
  [browser, site] = await Promise.all([startedBrowser(), servedSite()]);
});
afterAll(async () => {
  await browser.close();
  site.close();
});

test("there are a dozen samples", () => {
  expect(SAMPLES.length).toBeGreaterThanOrEqual(12);
});

describe.each(SAMPLES)("$title", ({ name, title, about, suggests = {} }) => {
  test("shows what explain shows, also with the options that it suggests", async () => {
    const page = await playground(browser, site.origin, hashOf({ sample: name, options: {} }));
    await page.settled();
    expect(await page.page.getByLabel("Recorded trace").locator("option:checked").innerText()).toBe(title);
    expect(await page.page.locator(".about").innerText()).toContain(about);
    const shown = tracesIn(await page.copied("explanation"));
    expectSame(shown, await explainedSamples({}));
    expect(await page.spans()).toHaveLength(shown.flatMap(({ spans }) => spans).length);

    if (Object.keys(suggests).length > 0) {
      await page.page.getByRole("button", { name: /^Set / }).click();
      await page.page.waitForURL((url) => url.hash === hashOf({ sample: name, options: suggests }));
      expect(tracesIn(await page.copied("explanation"))).not.toEqual(shown);
      const linked = await playground(browser, site.origin, new URL(await page.copied("link")).hash);
      await linked.settled();
      expectSame(tracesIn(await linked.copied("explanation")), await explainedSamples(suggests));
      expect(await linked.page.getByRole("button", { name: /^Set / }).count()).toBe(0);
      await linked.close();
    }
    await page.close();
  });
});

function expectSame(shown: readonly ExplainedTrace[], ofAllSamples: readonly ExplainedTrace[]): void {
  const ids = new Set(shown.map(({ traceId }) => traceId));
  expect(ids.size).toBeGreaterThan(0);
  expect(shown).toEqual(ofAllSamples.filter(({ traceId }) => ids.has(traceId)));
}
