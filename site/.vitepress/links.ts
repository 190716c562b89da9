import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { MarkdownEnv, MarkdownRenderer } from "vitepress";
import { isPage } from "./pages.js";

/** Links of pages that were written for the repository, as the site has them. */
export function linksOfPages(root: string): (markdown: MarkdownRenderer) => void {
  return (markdown) => {
    markdown.core.ruler.push("links-of-pages", ({ tokens, env }) => {
      for (const token of tokens) if (token.children !== null) token.children = withSiteLinks(token.children, env, root);
    });
  };
}

type Tokens = NonNullable<ReturnType<MarkdownRenderer["parse"]>[number]["children"]>;

/** A link to a file that is no page, such as an example, stays as text: the site has pages alone. */
function withSiteLinks(tokens: Tokens, { relativePath }: MarkdownEnv, root: string): Tokens {
  let isDropped = false;
  return tokens.filter((token) => {
    if (token.type === "link_close") return !isDropped;
    if (token.type !== "link_open") return true;
    const [path = "", anchor] = (token.attrGet("href") ?? "").split("#");
    isDropped = false;
    if (path === "" || path.startsWith("/") || /^[a-z]+:/.test(path)) return true;
    const file = join(dirname(relativePath), path);
    if (file === "README.md") token.attrSet("href", anchor === undefined ? "/" : `/#${anchor}`);
    if (isPage(file) || relativePath.startsWith("api/")) return true;
    if (!existsSync(join(root, file))) throw new Error(`${relativePath} links to ${path}, which is not there.`);
    isDropped = true;
    return false;
  });
}
