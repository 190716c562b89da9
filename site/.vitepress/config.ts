import { fileURLToPath } from "node:url";
import { slug } from "github-slugger";
import { globSync } from "tinyglobby";
import { defineConfig } from "vitepress";
import { idsOfLines } from "./lines.js";
import { linksOfPages } from "./links.js";
import { isPage, sidebar } from "./pages.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The site is made of the pages where they stand in the repository. `SITE_BASE` is the path that it is served under. */
export default defineConfig({
  title: "litellm-span-mapper",
  description: "Maps the OpenTelemetry traces LiteLLM emits to Fiddler's GenAI schema.",
  lang: "en",
  base: process.env.SITE_BASE ?? "/",
  srcDir: "..",
  srcExclude: globSync("**/*.md", { cwd: ROOT, ignore: ["**/node_modules/**"] }).filter((path) => !isPage(path)),
  rewrites: { "README.md": "index.md", "site/api/:page*": "api/:page*" },
  outDir: "dist",
  head: [["link", { rel: "icon", href: "data:," }]],
  // Ids of headings are as GitHub has them, since the pages' links are written for it.
  markdown: {
    config: (markdown) => [linksOfPages(ROOT), idsOfLines].map((plugin) => plugin(markdown)),
    anchor: { slugify: slug },
  },
  themeConfig: {
    nav: [
      { text: "The mapping", link: "/docs/mapping" },
      { text: "API", link: "/api/" },
      { text: "Playground", link: "/playground/", target: "_self" },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: "local" },
  },
});
