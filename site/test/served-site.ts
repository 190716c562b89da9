import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** Where `npm run site` puts the site. */
export const SITE = fileURLToPath(new URL("../dist", import.meta.url));

const TYPES: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript"],
  [".css", "text/css"],
  [".svg", "image/svg+xml"],
  [".json", "application/json"],
  [".woff2", "font/woff2"],
]);

export interface ServedSite {
  readonly origin: string;
  /** The paths that were asked for so far. */
  readonly asked: readonly string[];
  readonly close: () => void;
}

/** The site as it was built, behind a server that has nothing but files. */
export async function servedSite(): Promise<ServedSite> {
  if (!existsSync(join(SITE, "playground/index.html"))) throw new Error("There is no site; run `npm run site` first.");
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.push(pathname);
    const file = fileAt(pathname);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": TYPES.get(extname(file)) ?? "text/plain" }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => server.close() };
}

/** The file that a path of the site means. */
export function fileAt(pathname: string): string | undefined {
  const path = join(SITE, normalize(decodeURIComponent(pathname)));
  const file = pathname.endsWith("/") ? join(path, "index.html") : path;
  return path.startsWith(SITE) && existsSync(file) && statSync(file).isFile() ? file : undefined;
}
