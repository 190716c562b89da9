import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Span } from "../src/index.js";
import { otlpJson } from "./otlp-forms.js";
import { recordedCase } from "./recorded-cases.js";
import { spansOf } from "./spans.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = readFileSync(`${ROOT}README.md`, "utf8");

const blocksOf = (language: string) =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))].map(([, block = ""]) => block);

/** Runs a block of the README, and then what a test adds. Returns what was printed. */
const run = (block: string | undefined, program: string) =>
  execFileSync(process.execPath, ["--input-type=module", "-e", `${block}\n${program}`], { cwd: ROOT, encoding: "utf8" });

const [JSON_SNIPPET, PROTOBUF_SNIPPET] = blocksOf("js");
const CASE = "1.83.10-tenant-chat-team-key";

test("the before and after is that of a recorded span", () => {
  const { input, expected } = recordedCase(CASE);
  const linesOf = (spans: readonly Span[]) => {
    const call = spans.find(({ name }) => name === "litellm_request");
    return (call?.attributes ?? []).map(({ key, value }) => `${key} = ${shown(value ?? {})}`);
  };
  const [before, after] = [linesOf(spansOf(input)), linesOf(spansOf(expected.mapped))];
  const lines = (blocksOf("diff")[0] ?? "").trimEnd().split("\n");
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

test("the snippet for JSON stores records", () => {
  const program = `
    import { readFileSync } from "node:fs";
    const spans = [];
    const status = ingest(readFileSync("fixtures/cases/${CASE}/input.json", "utf8"), (span) => spans.push(span));
    const calls = spans.filter((span) => span.type === "llm").map((span) => [span.userInput, span.costs.total_cost]);
    console.log(JSON.stringify([status, calls]));`;
  expect(JSON.parse(run(JSON_SNIPPET, program))).toEqual([200, [["Billed to a team", 9.675e-6]]]);
});

test("the snippet for protobuf passes on the mapped request", () => {
  const { input, expected } = recordedCase(CASE);
  const program = `
    const body = Buffer.from("${Buffer.from(otlpJson.encode(input)).toString("base64")}", "base64");
    let sent;
    const status = forward(body, (request) => { sent = request; });
    console.log(JSON.stringify([status, Buffer.from(sent).toString("base64")]));`;
  const [status, sent] = JSON.parse(run(PROTOBUF_SNIPPET, program));
  expect(status).toBe(200);
  expect(otlpJson.decode(Buffer.from(sent, "base64"))).toEqual(otlpJson.decode(otlpJson.encode(expected.mapped)));
});

const JSON_BODIES = [
  ...["{}", "null", "[]", '"text"', "5", '{"resourceSpans": null}', '{"resourceSpans": [null, {"scopeSpans": 1}]}'],
].map((body) => [body, 200] as const);
const BROKEN_BODIES = ["", "{", '{"resourceSpans": [', "\u0000"].map((body) => [body, 400] as const);

test("the snippet for JSON takes any body, and stores nothing of what is not OTLP", () => {
  const bodies = [...JSON_BODIES, ...BROKEN_BODIES];
  const program = `
    const stored = (span) => { throw new Error(span.name); };
    console.log(JSON.stringify(${JSON.stringify(bodies)}.map(([body]) => [body, ingest(body, stored)])));`;
  expect(JSON.parse(run(JSON_SNIPPET, program))).toEqual(bodies);
});

test("the snippet for protobuf refuses what is not well formed, and passes on the rest", () => {
  const program = `
    import { readFileSync } from "node:fs";
    const sent = [];
    const bodies = [[], [0x0a, 0x02, 0x12, 0x00], [0x0a], [0x0a, 0xff], [0x0b], [...Buffer.from("text")], [0x0a, 0x05, 0x01]];
    const statuses = bodies.map((body) => forward(Uint8Array.from(body), (request) => sent.push([...request])));
    console.log(JSON.stringify([statuses, sent]));`;
  const wellFormed = [[], [0x0a, 0x02, 0x12, 0x00]];
  expect(JSON.parse(run(PROTOBUF_SNIPPET, program))).toEqual([[200, 200, 400, 400, 400, 400, 400], wellFormed]);
});

test("every page it links to is there", () => {
  const pages = [...README.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, page]) => page as string);
  expect(pages.length).toBeGreaterThan(8);
  expect(pages.filter((page) => !existsSync(ROOT + page))).toEqual([]);
});
