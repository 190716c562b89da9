import type { MarkdownEnv, MarkdownRenderer } from "vitepress";

type Tokens = ReturnType<MarkdownRenderer["parse"]>;

/**
 * Gives ids to the lines of tables and lists, so that the playground can lead to a rule: the id of the heading and the name in code
 * that the line begins with, as in `tokens-gen_ai.usage.input_tokens`.
 */
export function idsOfLines(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("ids-of-lines", ({ tokens, env }) => {
    if (!(env as MarkdownEnv).relativePath.startsWith("api/")) addIds(tokens);
  });
}

function addIds(tokens: Tokens): void {
  const taken = new Set<string>();
  let heading = "";
  let isAtStart = false;
  for (const { type, children, attrs } of tokens) {
    if (type === "heading_open") heading = new Map(attrs).get("id") ?? "";
    if (type === "tr_open" || type === "list_item_open") isAtStart = true;
    if (type !== "inline" || !isAtStart) continue;
    isAtStart = false;
    for (const code of (children ?? []).filter((child) => child.type === "code_inline")) {
      const id = lineId(heading, code.content);
      if (!taken.has(id)) code.attrSet("id", id);
      taken.add(id);
    }
  }
}

/** The id of a line that begins with this name, under this heading. */
export function lineId(heading: string, name: string): string {
  return `${heading}-${name.replaceAll(/[^\w.-]/g, "").replace(/\.+$/, "")}`;
}
