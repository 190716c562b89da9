import { readFileSync } from "node:fs";
import axe from "axe-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { watchedPage } from "./browser.js";
import { type PlaygroundPage, playground } from "./playground-page.js";
import { sampleFile } from "./sample-file.js";
import { siteInBrowser } from "./site-in-browser.js";

const started = siteInBrowser();

async function shown(hash = "", options = {}) {
  const page = await playground(started.browser, started.site.origin, hash, options);
  await page.settled();
  return page;
}

const WIDTHS = Object.entries({ phone: 360, tablet: 800, desktop: 1400 });

describe.each(["light", "dark"] as const)("%s", (colorScheme) => {
  let page: PlaygroundPage;
  beforeAll(async () => {
    page = await shown("#sample=1.81.14-flag-chat-tools", { colorScheme });
    await page.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
    // By its text, because the page's policy forbids scripts of others.
    await page.page.evaluate(axe.source);
  });
  afterAll(() => page.close());

  test.each(WIDTHS)("on a %s axe finds no fault, and nothing is wider than the page", async (_device, width) => {
    await page.page.setViewportSize({ width, height: 900 });
    const { violations } = await page.page.evaluate<axe.AxeResults>("axe.run()");
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.page.evaluate<number>("document.documentElement.scrollWidth")).toBe(width);
  });

  test("has the colours that the system has", async () => {
    const background = await page.page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(background).toBe(colorScheme === "dark" ? "rgb(27, 27, 31)" : "rgb(255, 255, 255)");
  });
});

test("the tree is gone through by keys alone", async () => {
  const page = await shown("#sample=1.81.14-flag-chat-tools");
  const { keyboard } = page.page;
  const focused = () => page.page.evaluate<string>("document.activeElement.querySelector('.name').innerText");
  const all = await page.spans();
  // By Tab, as it comes from the buttons before the tree.
  await page.page.getByRole("button", { name: "link" }).focus();
  await keyboard.press("Tab");
  expect(await focused()).toContain("litellm_request");
  await keyboard.press("Home");
  expect(await focused()).toContain("POST /v1/chat/completions");
  await page.says("POST /v1/chat/completions");
  await keyboard.press("ArrowLeft");
  expect(await page.spans()).toHaveLength(1);
  await keyboard.press("ArrowRight");
  expect(await page.spans()).toHaveLength(all.length);
  await keyboard.press("ArrowRight");
  expect(await focused()).toContain("fastapi.dependencies");
  await keyboard.press("ArrowDown");
  await page.says("Received Proxy Server Request");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowLeft");
  expect(await focused()).toContain("POST /v1/chat/completions");
  await keyboard.press("ArrowRight");
  await keyboard.press("End");
  expect(await focused()).toContain("fastapi.serialization");
  await page.says("fastapi.serialization");
  // One stop of the Tab key, however many spans.
  await keyboard.press("Shift+Tab");
  expect(await page.page.evaluate<string>("document.activeElement.innerText")).toBe("link");
  await page.close();
});

test("the tree gives a screen reader levels, what is unfolded, and what is chosen", async () => {
  const page = await shown("#sample=1.81.14-flag-chat-tools");
  const tree = page.page.getByRole("tree", { name: "Trace 715c1fee05b5642149ba529aa68dadff" });
  const root = tree.getByRole("treeitem", { name: "POST /v1/chat/completions" });
  expect(await root.getAttribute("aria-level")).toBe("1");
  expect(await root.getAttribute("aria-expanded")).toBe("true");
  const chosen = tree.getByRole("treeitem", { selected: true });
  expect(await chosen.getAttribute("aria-level")).toBe("4");
  expect(await chosen.innerText()).toMatch(/litellm_request\s+llm\s+llm\.request\.type = acompletion/);
  await page.close();
});

/** An application's export, as a batch has it: the application's own span in the same resource as LiteLLM's. */
function inOneResource(sample: string): Buffer {
  const { resourceSpans } = JSON.parse(readFileSync(sampleFile(sample), "utf8"));
  const scopeSpans = resourceSpans.flatMap((one: { scopeSpans: readonly object[] }) => one.scopeSpans);
  return Buffer.from(JSON.stringify({ resourceSpans: [{ ...resourceSpans[0], scopeSpans }] }));
}

test("options change the result at once, and the link says them", async () => {
  const page = await shown();
  await page.drop("application.json", inOneResource("1.110.2-app-request-span-app-tool-loop"));
  const sums = page.page.locator(".sums");
  await sums.filter({ hasText: "7 not LiteLLM's" }).waitFor();
  const names = page.page.getByLabel("Scopes that are LiteLLM's in other services");
  await names.pressSequentially("openai, litellm");
  await sums.filter({ hasText: "3 llm, 3 chain, 1 not LiteLLM's" }).waitFor();
  expect(await names.inputValue()).toBe("openai, litellm");
  await page.page.getByRole("treeitem", { name: "answer the harbour master" }).click();
  await page.page.locator(".detail .badge.untouched").waitFor();
  await page.page.getByLabel("Give an application's own spans the type chain").check();
  await page.page.locator(".detail .badge.chain").waitFor();
  await names.fill("");
  await sums.filter({ hasText: "7 not LiteLLM's" }).waitFor();
  await page.page.getByLabel("Services that are LiteLLM").fill("harbour-office");
  await sums.filter({ hasText: "3 llm, 4 chain" }).waitFor();
  expect(new URL(page.page.url()).hash).toBe("#otherScopes=chain&serviceNames=harbour-office");
  await page.close();
});

test("on a phone the options are folded, and say how many are set", async () => {
  const page = await shown("#sample=1.110.2-messages-reminder", { viewport: { width: 360, height: 800 } });
  const option = page.page.getByLabel("Leave out what coding agents put into the question");
  expect(await option.isVisible()).toBe(false);
  await page.page.getByRole("button", { name: "Set agentContext to drop" }).click();
  await page.page.getByText("Options (1 set)").click();
  expect(await option.isChecked()).toBe(true);
  await page.close();
});

test("agentContext takes the reminder out of what the user said", async () => {
  const page = await shown("#sample=1.110.2-messages-reminder");
  const user = page.page.locator(".fields > div", { has: page.page.getByText("user", { exact: true }) });
  expect(await user.innerText()).toContain("<system-reminder>");
  await page.page.getByLabel("Leave out what coding agents put into the question").check();
  await user.filter({ hasNotText: "<system-reminder>" }).waitFor();
  await page.close();
});

test("a link that was changed by hand, or in the address bar, is followed", async () => {
  const page = await shown("#sample=no-such-sample&duplicates=nonsense&constructor=1");
  expect(new URL(page.page.url()).hash).toBe("#sample=1.81.14-flag-chat-tools");
  await page.page.evaluate("location.hash = '#sample=1.83.10-embeddings&duplicates=keep'");
  await page.says("embedding");
  expect(await page.page.getByLabel("Keep tokens and cost on every span").isChecked()).toBe(true);
  await page.close();
});

test("each attribute is shown before and after, with its rule", async () => {
  const page = await shown("#sample=1.83.10-tenant-chat-team-key");
  const row = (table: string, key: string) =>
    page.page
      .getByRole("table", { name: table })
      .getByRole("row")
      .filter({ has: page.page.getByText(key, { exact: true }) });
  expect(await row("Added", "gen_ai.llm.input.user").innerText()).toMatch(/not there[\s\S]+is added\s+Messages/);
  expect(await row("Moved or changed", "metadata.user_api_key_team_alias").innerText()).toMatch(
    /fiddler\.span\.user\.metadata\.user_api_key_team_alias\s+same value[\s\S]+moves\s+Cost and metadata/,
  );
  await page.page.getByText("Stay as they are").click();
  expect(await row("Stay as they are", "gen_ai.input.messages").innerText()).toMatch(/stays\s+Everything else/);
  await page.close();
});

test("a span that reports a call again leads to the span that stands for it", async () => {
  const page = await shown("#sample=1.81.14-flag-chat-tools");
  await page.page.getByRole("treeitem", { name: "Received Proxy Server Request" }).click();
  await page.says("duplicate-call");
  await page.page.getByRole("button", { name: "Show the span that stands for this call" }).click();
  await page.says(/litellm_request[\s\S]*Weather in Paris/);
  await page.close();
});

test("a rule opens at its line in the documentation", async () => {
  const page = await shown("#sample=1.83.10-tenant-chat-team-key", { viewport: { width: 1400, height: 300 } });
  const opened = page.page.context().waitForEvent("page");
  const row = page.page.getByRole("row").filter({ has: page.page.getByText("gen_ai.llm.output", { exact: true }) });
  await row.getByRole("link", { name: "Messages" }).click();
  const documentation = await opened;
  const line = documentation.locator("td code", { hasText: "gen_ai.llm.output" });
  await line.waitFor();
  // Where the heading stands at the top, so low a window does not show the line.
  await expect.poll(() => line.evaluate((one) => one.getBoundingClientRect().bottom - innerHeight)).toBeLessThan(0);
  await expect.poll(() => line.evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThan(0);
  await page.close();
});

test("colours are chosen, and stay chosen", async () => {
  const page = await shown();
  await page.page.getByRole("button", { name: "Dark colours" }).click();
  await page.page.reload();
  await page.settled();
  expect(await page.page.evaluate<string>("document.documentElement.dataset.theme")).toBe("dark");
  await page.page.goto(`${started.site.origin}/docs/mapping.html`);
  await page.page.locator("html.dark").waitFor();
  await page.close();
});

/** What a script that came with a trace might try: each sends something to a server. */
const LEAKS: ReadonlyMap<string, string> = new Map([
  ["fetch", "fetch('/leak')"],
  ["a beacon", "navigator.sendBeacon('/leak', 'text')"],
  ["a WebSocket", "new WebSocket(location.origin.replace('http', 'ws') + '/leak')"],
  ["an event stream", "new EventSource('/leak')"],
  ["a picture", "new Image().src = '/leak'"],
  ["a frame", "document.body.append(Object.assign(document.createElement('iframe'), { src: '/leak' }))"],
  [
    "a style",
    "document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { background: url(/leak) }' }))",
  ],
  ["a form", "{ const form = document.body.appendChild(document.createElement('form')); form.action = '/leak'; form.submit(); }"],
  [
    "a script from elsewhere",
    "document.head.append(Object.assign(document.createElement('script'), { src: 'http://127.0.0.1:9/leak' }))",
  ],
  [
    "a script in the page",
    "document.head.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))",
  ],
]);

describe("the policy", () => {
  let page: PlaygroundPage;
  beforeAll(async () => {
    page = await shown();
    await page.page.evaluate(
      `addEventListener("securitypolicyviolation", () => { window.violations = (window.violations ?? 0) + 1 })`,
    );
  });
  afterAll(() => page.page.context().close());

  test.each([...LEAKS])("forbids %s", async (_name, script) => {
    await page.page.evaluate("window.violations = 0");
    await page.page.evaluate(`{ ${script}; undefined }`).catch(() => undefined);
    await expect.poll(() => page.page.evaluate("window.violations")).toBeGreaterThan(0);
    expect(started.site.asked).not.toContain("/leak");
  });

  test("holds in the worker, too", async () => {
    const [worker] = page.page.workers();
    const said = await worker?.evaluate(`fetch(${JSON.stringify(`${started.site.origin}/leak`)}).then(() => "sent", String)`);
    expect(said).toMatch(/Failed to fetch/);
    expect(started.site.asked).not.toContain("/leak");
  });
});

test("the documentation is searched, and leads to the playground", async () => {
  const { page, complaints } = await watchedPage(started.browser, `${started.site.origin}/`);
  // Until its script has taken the page over, nothing hears a click.
  await page.waitForFunction("document.querySelector('#app').__vue_app__ !== undefined");
  await page.getByRole("button", { name: "Search" }).first().click();
  await page.getByRole("searchbox").fill("recoverFromRawRequest");
  await page.locator(".VPLocalSearchBox .result").first().click();
  await page.waitForURL(/\.html/);
  await page.getByRole("link", { name: "Playground" }).first().click();
  await page.locator(".detail").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
