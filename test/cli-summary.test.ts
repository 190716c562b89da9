import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { linesOf, run, spanOf, string, tracesOf, written } from "./cli-program.js";

const double = (key: string, doubleValue: number | string) => ({ key, value: { doubleValue } });
const integer = (key: string, intValue: string) => ({ key, value: { intValue } });

interface Call {
  readonly team?: string;
  readonly model?: string;
  readonly tokens?: string;
  readonly cost?: number | string;
  readonly status?: object;
}

let next = 1;

function callAt(time: string, { team, model = "gpt-4o-mini", tokens = "10", cost = 0.25, status }: Call) {
  const spanId = (next++).toString(16).padStart(16, "0");
  const attributes = [
    string("llm.request.type", "acompletion"),
    string("gen_ai.request.model", model),
    integer("gen_ai.usage.input_tokens", tokens),
    integer("gen_ai.usage.output_tokens", "1"),
    double("gen_ai.cost.total_cost", cost),
    ...(team === undefined ? [] : [string("metadata.user_api_key_team_alias", team)]),
  ];
  return spanOf(spanId, "litellm_request", Date.parse(time), { traceId: spanId.repeat(2), attributes, status });
}

const CALLS = [
  callAt("2026-05-01T23:59:59Z", { team: "blue" }),
  callAt("2026-05-02T00:00:00Z", { team: "blue", model: "claude" }),
  callAt("2026-05-02T08:00:00Z", { team: "blue", model: "claude", status: { code: 2 } }),
  callAt("2026-05-02T09:00:00Z", { team: "green", cost: 2 }),
  callAt("2026-05-02T09:30:00Z", {}),
];
const file = written("summary.json", JSON.stringify(tracesOf("litellm", CALLS)));

const jsonOf = (...args: readonly string[]) => JSON.parse(run(["summary", "--json", ...args]).stdout);

describe("summary", () => {
  test("shows a table, what cost most first", () => {
    expect(linesOf(run(["summary", file]).stdout)).toEqual([
      "team   model        calls  failed  input  output  tokens   cost",
      "green  gpt-4o-mini      1       0     10       1      11     $2",
      "blue   claude           2       1     20       2      22   $0.5",
      "blue   gpt-4o-mini      1       0     10       1      11  $0.25",
      "—      gpt-4o-mini      1       0     10       1      11  $0.25",
      "total                   5       1     50       5      55     $3",
    ]);
  });

  test("says which team spent what in a day on which model", () => {
    const args = ["--by", "day,team,model", "--since", "2026-05-02", "--until", "2026-05-03", "--team", "blue"];
    expect(jsonOf(...args, file)).toEqual({
      schemaVersion: 1,
      by: ["day", "team", "model"],
      rows: [
        {
          group: { day: "2026-05-02", team: "blue", model: "claude" },
          calls: 2,
          failed: 1,
          tokens: { input: 20, output: 2, total: 22 },
          cost: 0.5,
        },
      ],
      totals: { calls: 2, failed: 1, tokens: { input: 20, output: 2, total: 22 }, cost: 0.5 },
    });
  });

  test("days come in their order, and CSV has no sums", () => {
    expect(run(["summary", "--by", "day,status", "--format", "csv", file]).stdout).toBe(
      [
        "day,status,calls,failed,inputTokens,outputTokens,totalTokens,cost",
        "2026-05-01,unset,1,0,10,1,11,0.25",
        "2026-05-02,unset,3,0,30,3,33,2.5",
        "2026-05-02,error,1,1,10,1,11,0.25",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["month", "2026-05"],
    ["day", "2026-05-01"],
    ["hour", "2026-05-01T23:00"],
    ["service", "litellm"],
    ["environment", null],
    ["operation", "acompletion"],
    ["type", "llm"],
    ["team-id", null],
  ])("--by %s", (name, value) => {
    expect(jsonOf("--by", name, "--until", "2026-05-02", file).rows[0].group).toEqual({ [name]: value });
  });

  test("a span that is sent again, in the same file or another, counts once", () => {
    const again = written("again.ndjson", `${JSON.stringify(tracesOf("litellm", [...CALLS, ...CALLS]))}\n`.repeat(2));
    expect(jsonOf(file, again, again).totals).toEqual(jsonOf(file).totals);
  });

  test("spans of others don't count", () => {
    const own = [string("fiddler.span.type", "llm"), integer("gen_ai.usage.input_tokens", "1000")];
    const others = [tracesOf("shop", [spanOf("00f067aa0ba902b7", "chat", 1, { attributes: own })], "other")];
    expect(jsonOf(file, written("others.json", JSON.stringify(others))).totals).toEqual(jsonOf(file).totals);
  });

  test("sums stay exact and finite", () => {
    const calls = [
      callAt("2026-05-01T00:00:00Z", { tokens: "9007199254740993", cost: "NaN" }),
      callAt("2026-05-01T00:00:00Z", { tokens: "9007199254740993", cost: 1e308 }),
      callAt("2026-05-01T00:00:00Z", { tokens: "9007199254740993", cost: 1e308 }),
    ];
    const input = JSON.stringify(tracesOf("litellm", calls));
    const { totals } = JSON.parse(run(["summary", "--json"], { input }).stdout);
    expect(totals).toMatchObject({ calls: 3, tokens: { input: "27021597764222979" }, cost: 1e308 });
    const explained = linesOf(run(["explain", "--json"], { input }).stdout).at(-1) ?? "";
    expect(JSON.parse(explained).totals).toMatchObject({ llm: 3, tokens: { input: "27021597764222979" }, cost: 1e308 });
    expect(run(["explain"], { input }).stdout).toMatch(/^cost {7}\$1e\+308$/m);
  });

  test("a name from the wire that a terminal would act on, or that is too long, breaks nothing", () => {
    const input = JSON.stringify(
      tracesOf("litellm", [callAt("2026-05-01T00:00:00Z", { team: `\u001b[31m${"x".repeat(5000)}` })]),
    );
    const lines = linesOf(run(["summary"], { input, environment: { COLUMNS: "80" } }).stdout);
    expect(lines[1]).toMatch(/^\\x1b\[31mx+… /);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each([
    [["--by", "colour"], /--by does not accept "colour"\. Known values: team, team-id, /],
    [["--by", ""], /--by does not accept ""\. Known values: /],
    [["--json", "--format", "csv"], /--json and --format csv contradict each other\./],
  ])("%j is wrong", (args, message) => {
    const { status, stdout, stderr } = run(["summary", ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

test("the table in the docs is what the recordings give", () => {
  const recordings = fileURLToPath(new URL("../fixtures/corpus/1.83.10-tenant.ndjson.gz", import.meta.url));
  const models = ["--model", "gpt-5-codex", "--model", "gpt-4o-mini"];
  const { stdout } = run(["summary", ...models, "--since", "2026-11-23", recordings]);
  const docs = readFileSync(new URL("../docs/command-line.md", import.meta.url), "utf8");
  expect(docs).toContain(`$ litellm-span-mapper summary ${models.join(" ")} --since 2026-11-23 traces.ndjson.gz\n${stdout}`);
});

test("a time is never shortened, a name is, and what room there is goes to what needs it", () => {
  const calls = [callAt("2026-05-01T23:00:00Z", { team: "the team of the northern harbours" })];
  const summaryIn = (columns: string, by: string) =>
    linesOf(
      run(["summary", "--by", by], { input: JSON.stringify(tracesOf("litellm", calls)), environment: { COLUMNS: columns } })
        .stdout,
    )[1];
  expect(summaryIn("70", "hour,team")).toMatch(/^2026-05-01T23:00 {2}the tea… /);
  expect(summaryIn("100", "day,team")).toMatch(/^2026-05-01 {2}the team of the northern harbours {2}/);
});
