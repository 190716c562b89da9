import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startedBrowser } from "./browser.js";
import { type ServedSite, servedSite } from "./served-site.js";

/** The site behind a server, and a browser, once the tests of a file have begun. */
export interface SiteInBrowser {
  browser: Browser;
  site: ServedSite;
}

/** Starts both before the tests of a file, and stops them behind. */
export function siteInBrowser(): SiteInBrowser {
  const started = {} as SiteInBrowser;
  beforeAll(async () => {
    [started.browser, started.site] = await Promise.all([startedBrowser(), servedSite()]);
  });
  afterAll(async () => {
    await started.browser.close();
    started.site.close();
  });
  return started;
}
