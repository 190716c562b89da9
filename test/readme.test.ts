import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Span } from "../src/index.js";
import { recordedCase } from "./recorded-cases.js";
import { spansOf } from "./spans.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(`${ROOT}README.md`, "utf8");

function blockOf(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(README)?.[1] ?? "";
}

test("the before and after is that of a recorded span", () => {
  const { input, expected } = recordedCase("1.83.10-tenant-chat-team-key");
  const linesOf = (spans: readonly Span[]) => {
    const call = spans.find(({ name }) => name === "litellm_request");
    return (call?.attributes ?? []).map(({ key, value }) => `${key} = ${shown(value ?? {})}`);
  };
  const [before, after] = [linesOf(spansOf(input)), linesOf(spansOf(expected.mapped))];
  const lines = blockOf("diff").trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(10);
  for (const line of lines) {
    const text = line.slice(2);
    expect([before.includes(text), after.includes(text)], line).toEqual([line[0] !== "+", line[0] !== "-"]);
  }
});

function shown(value: object): string {
  const [[field, content] = []] = Object.entries(value);
  if (typeof content === "number") return content < 1e-4 && content > 0 ? content.toFixed(9) : String(content);
  return field === "intValue" ? String(content) : JSON.stringify(content);
}

test("the example runs", () => {
  const program = `${blockOf("js")}
    import { readFileSync } from "node:fs";
    const spans = [];
    ingest(readFileSync("fixtures/cases/1.83.10-tenant-chat-team-key/input.json", "utf8"), (span) => spans.push(span));
    console.log(JSON.stringify(spans.filter((span) => span.type === "llm").map((span) => [span.userInput, span.costs.total_cost])));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: ROOT, encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([["Billed to a team", 9.675e-6]]);
});

test.each(["{}", "null", "[]", '"text"', "5", '{"resourceSpans": null}', '{"resourceSpans": [null, {"scopeSpans": 1}]}'])(
  "the example takes the body %s",
  (body) => {
    const program = `${blockOf("js")}
      ingest(${JSON.stringify(body)}, (span) => { throw new Error(span.name); });`;
    expect(execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: ROOT, encoding: "utf8" })).toBe("");
  },
);

test("every page it links to is there", () => {
  const pages = [...README.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, page]) => page as string);
  expect(pages.length).toBeGreaterThan(8);
  expect(pages.filter((page) => !existsSync(ROOT + page))).toEqual([]);
});
