import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

/** Scripts from the page's own origin, and nothing else: no `eval`, no inline script. */
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";

export const CHROMIUM_FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is, `CHROMIUM_PATH` before all; `undefined` where there is none. */
export function chromiumPath(): string | undefined {
  const told = process.env.CHROMIUM_PATH;
  return [...(told ? [told] : []), ...PLACES].find((path) => existsSync(path));
}

/** Runs the smoke test in a page and in a worker of it, bundled as a host would; says what it did. */
export async function smokeInBrowser(executablePath: string, cases: string): Promise<string> {
  const [page, worker] = await Promise.all([bundled("page.js"), bundled("worker.js")]);
  const server = await serving(
    new Map([
      ["/", { type: "text/html", body: '<!doctype html><title></title><script type="module" src="/page.js"></script>' }],
      ["/page.js", { type: "text/javascript", body: page }],
      ["/worker.js", { type: "text/javascript", body: worker }],
      ["/cases.json", { type: "application/json", body: cases }],
    ]),
  );
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    // A function would be evaluated in the page, which the policy forbids: the title is read from outside.
    const outcome = await titleOf(() => tab.title());
    if (outcome.error !== undefined || !/^[0-9]+ cases map/.test(outcome.worker) || outcome.evalIsRefused !== true) {
      throw new Error(`In the browser: ${JSON.stringify(outcome)}`);
    }
    return `Chromium ${browser.version()}: page: ${outcome.page}; worker: ${outcome.worker}`;
  } finally {
    await browser.close();
    server.close();
  }
}

interface Outcome {
  readonly page: string;
  readonly worker: string;
  readonly evalIsRefused?: boolean;
  readonly error?: string;
}

async function titleOf(read: () => Promise<string>): Promise<Outcome> {
  for (let tries = 0; tries < 300; tries++) {
    const title = await read();
    if (title !== "") return JSON.parse(title);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The page said nothing in 30 seconds; does the policy refuse the script?");
}

async function bundled(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}

function serving(files: ReadonlyMap<string, { readonly type: string; readonly body: string }>): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": file.type, "content-security-policy": POLICY }).end(file.body);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
