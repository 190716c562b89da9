import { describe, expect, test } from "vitest";
import { mappingOptionsOf } from "../fixtures/report/corpus.js";
import { fiddlerSpansFrom, recordToJSON } from "../src/index.js";
import { caseFile, inputOf, linesOf, run, spanOf, string, tracesOf, written } from "./cli-program.js";
import { caseNames, recordedCase } from "./recorded-cases.js";

const TEAM_CASE = "1.83.10-tenant-chat-team-key";
const MIDDAY = Date.parse("2026-05-01T12:00:00Z");

/** A call of its own trace; `more` are attributes beside type and model. */
function callOf(traceId: string, more: readonly object[] = [], ms = MIDDAY) {
  const attributes = [string("llm.request.type", "acompletion"), string("gen_ai.request.model", "gpt-4o-mini"), ...more];
  return spanOf(`${traceId.slice(0, 15)}1`, "litellm_request", ms, { traceId, attributes });
}

const [A, B, C] = ["a", "b", "c"].map((digit) => digit.repeat(32)) as [string, string, string];
const team = (id: string, alias: string) => [
  string("metadata.user_api_key_team_id", id),
  string("metadata.user_api_key_team_alias", alias),
];

const recordsOf = (stdout: string) => linesOf(stdout).map((line) => JSON.parse(line));

describe("records", () => {
  test("writes the JSON form of every record of the proxy's recordings, each once", () => {
    const names = caseNames().filter((name) => Object.keys(mappingOptionsOf(recordedCase(name).origin.setup)).length === 0);
    const { stdout, stderr, status } = run(["records", ...names.map(caseFile)]);
    const seen = new Set<string>();
    const expected = names
      .flatMap((name) => fiddlerSpansFrom(inputOf(name)))
      .filter(({ traceId, spanId }) => !seen.has(`${traceId}:${spanId}`) && seen.add(`${traceId}:${spanId}`));
    expect(recordsOf(stdout)).toEqual(expected.map((record) => JSON.parse(JSON.stringify(recordToJSON(record)))));
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  test("--format csv writes a table that a spreadsheet takes for text", () => {
    const attributes = [
      string("gen_ai.input.messages", JSON.stringify([{ role: "user", content: '=HYPERLINK("http://x", "a\nb")\u001b[31m' }])),
      string("metadata.user_api_key_team_alias", "@team"),
      { key: "gen_ai.cost.total_cost", value: { doubleValue: 0.5 } },
    ];
    const { stdout } = run(["records", "--format", "csv"], {
      input: JSON.stringify(tracesOf("litellm", [callOf(A, attributes)])),
    });
    const [heading = "", ...row] = linesOf(stdout);
    expect(heading.split(",").slice(0, 3)).toEqual(["traceId", "spanId", "parentSpanId"]);
    expect(row.join("\n")).toBe(
      [
        ...[A, "aaaaaaaaaaaaaaa1", "", "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f", "litellm", "", "litellm", "litellm_request"],
        ...["llm", "", "unset", "", "2026-05-01T12:00:00.000000000Z", "2", "acompletion", "", "gpt-4o-mini", "", "", ""],
        ...["", "'@team", "", "", "", "", "", "", "", "", "", "", "0.5", ""],
        `"'=HYPERLINK(""http://x"", ""a\nb"")\\x1b[31m"`,
        "",
      ].join(","),
    );
  });

  test("leaves out what is not LiteLLM's, whatever type it has", () => {
    const typed = spanOf("00f067aa0ba902b7", "other", 1, { attributes: [string("fiddler.span.type", "llm")] });
    const { stdout } = run(["records"], { input: JSON.stringify(tracesOf("shop", [typed])) });
    expect(stdout).toBe("");
  });

  test("a resource of many attributes is read once, not for each span", () => {
    const spans = Array.from({ length: 3000 }, (_, at) => spanOf(at.toString(16).padStart(16, "0"), "a", 1));
    const traces = tracesOf("litellm", spans);
    for (let at = 0; at < 100_000; at++) traces.resourceSpans[0]?.resource.attributes.push(string(`a${at}`, ""));
    expect(linesOf(run(["summary", "--by", "type", "--json"], { input: JSON.stringify(traces) }).stdout)).toHaveLength(1);
  });
});

describe("filters", () => {
  const calls = [
    callOf(A, team("t-1", "blue"), MIDDAY - 24 * 3_600_000),
    callOf(B, [...team("t-2", "green"), string("gen_ai.response.model", "gpt-4o-mini-2024-07-18")]),
    spanOf("cccccccccccccccc", "auth", MIDDAY + 1, { traceId: C }),
  ];
  const file = written("filters.json", JSON.stringify(tracesOf("litellm", calls)));
  test.each<[string, readonly string[], readonly string[]]>([
    ["nothing", [], [A, B, C]],
    ["a trace", ["--trace", A], [A]],
    ["the beginning of a trace, in capitals", ["--trace", "BB"], [B]],
    ["several traces", ["--trace", "a", "--trace", "c"], [A, C]],
    ["since a day", ["--since", "2026-05-01"], [B, C]],
    ["until a day", ["--until", "2026-05-01"], [A]],
    ["until a moment, which is not in it", ["--until", "2026-05-01T14:00:00+02:00"], [A]],
    ["since a moment, which is in it", ["--since", "2026-05-01 12:00"], [B, C]],
    ["a team by alias", ["--team", "blue"], [A]],
    ["a team by id", ["--team", "t-2"], [B]],
    ["several teams", ["--team", "blue", "--team", "green"], [A, B]],
    ["a type", ["--type", "chain"], [C]],
    ["a model that was asked for", ["--model", "gpt-4o-mini"], [A, B]],
    ["a model that answered", ["--model", "gpt-4o-mini-2024-07-18"], [B]],
    ["several filters, which all hold", ["--model", "gpt-4o-mini", "--team", "blue", "--since", "2026-05-01"], []],
  ])("%s", (_, args, expected) => {
    expect(recordsOf(run(["records", ...args, file]).stdout).map(({ traceId }) => traceId)).toEqual(expected);
    const explained = recordsOf(run(["explain", "--json", ...args, file]).stdout);
    expect(explained.slice(0, -1).map(({ traceId }) => traceId)).toEqual(expected);
    expect(explained.at(-1).totals.traces).toBe(expected.length);
  });

  test("explain shows a trace as a whole where one of its spans passes", () => {
    const { stdout } = run(["explain", "--team", "Blue Team", "--type", "llm", caseFile(TEAM_CASE)]);
    expect(stdout).toMatch(/^litellm_request.*^└─ raw_gen_ai_request/ms);
  });

  test.each([
    [["--trace", "xyz"], `--trace must be a trace's id in hex or the beginning of it, not "xyz".`],
    [["--type", "tool"], '--type must be llm or chain, not "tool".'],
    [["--since", "2026-05-02", "--until", "2026-05-01"], "--since must be before --until."],
    [
      ["--since", "last week"],
      '--since must be a date (2026-05-01), a date and time (2026-05-01T12:00Z), now, today, yesterday, or an age such as 90s, 30m, 24h, 7d or 2w, not "last week".',
    ],
    [["--format", "xml"], '--format must be ndjson or csv, not "xml".'],
  ])("%j is wrong", (args, message) => {
    expect(run(["records", ...args])).toEqual({
      status: 2,
      stdout: "",
      stderr: `litellm-span-mapper: ${message} See: litellm-span-mapper records --help\n`,
    });
  });
});
