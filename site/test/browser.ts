import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { CHROMIUM_FLAGS, chromiumPath } from "../../test/everywhere/in-browser.js";

/** Starts the Chromium of this machine. */
export function startedBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    throw new Error("No Chromium was found; on Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH.");
  }
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}

/** A page that watches itself: what it asks for, and what goes wrong. */
export interface WatchedPage {
  readonly page: Page;
  /** The addresses of all requests so far. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, broken policies, and what was thrown. */
  readonly complaints: readonly string[];
}

export async function watchedPage(browser: Browser, url: string, options?: BrowserContextOptions): Promise<WatchedPage> {
  const page = await (await browser.newContext(options)).newPage();
  page.setDefaultTimeout(20_000);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.context().on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(url);
  return { page, requests, complaints };
}
