import type { Browser, BrowserContextOptions } from "playwright-core";
import { expect } from "vitest";
import { type WatchedPage, watchedPage } from "./browser.js";

const MAY_COPY = ["clipboard-read", "clipboard-write"];

/** The playground in a page of its own, under the link `#...`. */
export async function playground(
  browser: Browser,
  origin: string,
  hash = "",
  options?: BrowserContextOptions,
): Promise<PlaygroundPage> {
  const watched = await watchedPage(browser, `${origin}/playground/${hash}`, { permissions: MAY_COPY, ...options });
  return new PlaygroundPage(watched);
}

/** What tests do with the playground. */
export class PlaygroundPage {
  readonly page: WatchedPage["page"];
  readonly requests: WatchedPage["requests"];
  readonly complaints: WatchedPage["complaints"];

  constructor({ page, requests, complaints }: WatchedPage) {
    this.page = page;
    this.requests = requests;
    this.complaints = complaints;
  }

  /** Goes where a link to the page leads, within the page. */
  async follow(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  }

  /** Waits until this trace is shown. */
  async shows(traceId: string): Promise<void> {
    await this.page.locator(".trace h3", { hasText: traceId }).waitFor();
  }

  /** Waits until something is shown, and nothing is on its way. */
  async settled(): Promise<void> {
    await this.page.locator('.result[aria-busy="false"] :is(.detail, .problem)').first().waitFor();
  }

  /** Drops a file on the page, as a person does from a file manager. */
  async drop(name: string, content: Uint8Array): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([fileName, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
        const dropped = new DataTransfer();
        dropped.items.add(new File([bytes], fileName));
        return dropped;
      },
      [name, Buffer.from(content).toString("base64")] as const,
    );
    for (const event of ["dragover", "drop"]) await this.page.dispatchEvent("main", event, { dataTransfer: transfer });
  }

  /** What one of the buttons of "Copy" copies. */
  async copied(kind: "explanation" | "mapped trace" | "records" | "link"): Promise<string> {
    await this.page.getByRole("group", { name: "Copy" }).getByRole("button", { name: kind }).click();
    await this.page.getByText(`Copied: ${kind}`).waitFor();
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The names of the spans in the tree. */
  spans(): Promise<readonly string[]> {
    return this.page.locator(".span .name").allInnerTexts();
  }

  /** The text of the span that is chosen. */
  detail(): Promise<string> {
    return this.page.locator(".detail").innerText();
  }

  /** Waits until the chosen span says something. */
  async says(text: string | RegExp): Promise<void> {
    await this.page.locator(".detail", { hasText: text }).waitFor();
  }

  async close(): Promise<void> {
    expect(this.complaints).toEqual([]);
    await this.page.context().close();
  }
}
