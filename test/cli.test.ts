import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import {
  caseFile,
  expectedOf,
  folder,
  inputOf,
  linesOf,
  PLAIN_ENVIRONMENT,
  program,
  run,
  spanOf,
  string,
  tracesOf,
  written,
} from "./cli-program.js";

const root = fileURLToPath(new URL("..", import.meta.url));

const explanations = new Map<string, string>();

/** A case as \`explain\` shows it on 120 columns; the program runs once for each. */
function explained(name: string): string {
  const known = explanations.get(name) ?? run(["explain", caseFile(name)], { environment: { COLUMNS: "120" } }).stdout;
  explanations.set(name, known);
  return known;
}

describe("map", () => {
  test("writes a document over many lines as it came, indentation and all", () => {
    const { status, stdout, stderr } = run(["map", caseFile("1.83.10-chat-tools")]);
    expect(stdout).toBe(`${JSON.stringify(expectedOf("1.83.10-chat-tools"), null, indentOf("1.83.10-chat-tools"))}\n`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  function indentOf(name: string): string {
    return /\n( *)/.exec(readFileSync(caseFile(name), "utf8"))?.[1] ?? "";
  }

  test("writes a line for a line, in order, from standard input", () => {
    const names = ["1.83.10-chat-simple", "1.106.10-responses", "1.61.20-chat-tool-result"];
    const input = names.map((name) => `${JSON.stringify(inputOf(name))}\n`).join("");
    const { status, stdout } = run(["map"], { input });
    expect(linesOf(stdout).map((line) => JSON.parse(line))).toEqual(names.map(expectedOf));
    expect(status).toBe(0);
    expect(run(["map", "-"], { input }).stdout).toBe(stdout);
  });

  test.each([
    ["a bare ResourceSpans", ([first]: unknown[]) => first],
    ["a list of ResourceSpans", (all: unknown[]) => all],
    ["a list of TracesData", (all: unknown[]) => all.map((one) => ({ resourceSpans: [one] }))],
    ["members beside resourceSpans", (resourceSpans: unknown[]) => ({ label: "kept", resourceSpans })],
    ["an empty export", () => ({})],
  ])("keeps the shape of %s", (_, shape) => {
    const { stdout } = run(["map"], { input: JSON.stringify(shape(inputOf("1.83.10-chat-simple").resourceSpans)) });
    expect(JSON.parse(stdout)).toEqual(shape((expectedOf("1.83.10-chat-simple") as { resourceSpans: unknown[] }).resourceSpans));
  });

  test("reads protobuf's JSON and writes it in that form", () => {
    const asProtobufJson = (json: string) =>
      json
        .replace(
          /"(traceId|spanId|parentSpanId)":"([0-9a-f]+)"/g,
          (_, key, id) => `"${key}":"${Buffer.from(id, "hex").toString("base64")}"`,
        )
        .replace(/"code":2/g, '"code":"STATUS_CODE_ERROR"');
    const input = asProtobufJson(JSON.stringify(inputOf("1.83.10-chat-error-429")));
    expect(run(["map"], { input }).stdout.trimEnd()).toBe(asProtobufJson(JSON.stringify(expectedOf("1.83.10-chat-error-429"))));
    const explained = run(["explain"], { input }).stdout;
    expect(explained).toContain(`trace ${inputOfFirstTrace("1.83.10-chat-error-429")}  litellm · 6 spans`);
    expect(explained).toMatch(/^│ {2}error {3}litellm\.RateLimitError/m);
  });

  function inputOfFirstTrace(name: string): string {
    return /"traceId": ?"([0-9a-f]+)"/.exec(readFileSync(caseFile(name), "utf8"))?.[1] ?? "";
  }

  test("does not round integers that came without quotes", () => {
    const input = JSON.stringify(tracesOf("litellm", [spanOf("00f067aa0ba902b7", "a", 1)])).replace(
      '"1000000"',
      "1795462190047240963",
    );
    expect(run(["map"], { input }).stdout).toContain('"startTimeUnixNano":"1795462190047240963"');
  });

  test("passes what is not LiteLLM's, and says so when nothing is", () => {
    const input = JSON.stringify(tracesOf("shop", [spanOf("00f067aa0ba902b7", "a", 1)], "my-tracer"));
    const { status, stdout, stderr } = run(["map"], { input });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${input}\n` });
    expect(stderr).toBe(
      'litellm-span-mapper: nothing was mapped: no service.name is LiteLLM\'s (found: "shop"); see --service-name and --scope-name\n',
    );
    for (const option of ["--service-name=shop", "--scope-name=my-tracer"]) {
      const { stdout, stderr } = run(["map", "--service-name", "other", "--scope-name", "another", option], { input });
      expect(stdout).toContain('"fiddler.span.type"');
      expect(stderr).toBe("");
    }
  });

  test("--recover, --withhold-raw and --keep-duplicates do what they say", () => {
    const responses = caseFile("1.83.10-responses");
    expect(run(["map", responses]).stdout).not.toContain('"gen_ai.llm.output"');
    expect(run(["map", "--recover", responses]).stdout).toContain('"gen_ai.llm.output"');
    expect(run(["map", responses]).stdout).toContain('"llm.None.output"');
    expect(run(["map", "--withhold-raw", responses]).stdout).not.toContain('"llm.None.output"');
    const twice = caseFile("1.81.14-flag-messages-tools");
    expect(run(["explain", twice]).stdout).toMatch(/^llm calls {2}1$/m);
    expect(run(["explain", "--keep-duplicates", twice]).stdout).toMatch(/^llm calls {2}2$/m);
  });

  test("writes nothing that a terminal would act on, and loses nothing by that", () => {
    const name = "a\u001b[31m\u009b2J\u202eb\u2028c";
    const { stdout } = run(["map"], { input: JSON.stringify(tracesOf("litellm", [spanOf("00f067aa0ba902b7", name, 1)])) });
    expect(stdout.trimEnd()).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
    expect(JSON.parse(stdout).resourceSpans[0].scopeSpans[0].spans[0].name).toBe(name);
  });
});

describe("explain", () => {
  test("shows what became of a proxy request", () => {
    const { status, stdout, stderr } = run(["explain", caseFile("1.83.10-tenant-chat-team-key")], {
      environment: { COLUMNS: "80" },
    });
    expect(linesOf(stdout)).toEqual([
      "trace 364d6dbeee73daf4031cc93df2786639  litellm · 2 spans",
      "litellm_request        llm    llm.request.type = acompletion   3.5 ms",
      "│  model   gpt-4o-mini · openai     gen_ai.request.model, gen_ai.system",
      "│  system  Team system.             gen_ai.input.messages",
      "│  user    Billed to a team         gen_ai.input.messages",
      "│  output  Echo: Billed to a team   gen_ai.output.messages",
      "│  tokens  23 in, 11 out, 34 total  gen_ai.usage.*",
      "│  cost    $0.000009675             gen_ai.cost.total_cost",
      "│  team    Blue Team                metadata.user_api_key_team_alias",
      "└─ raw_gen_ai_request  chain  raw request                      3.5 ms",
      "",
      "total",
      "traces     1",
      "spans      2: 1 llm, 1 chain",
      "llm calls  1",
      "tokens     23 in, 11 out, 34 total",
      "cost       $0.000009675",
      "issues     none",
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("shows a span that came with a type of its own, one that was sent twice, and a negative cost", () => {
    const odd = spanOf("00f067aa0ba902b7", "odd", 1, { attributes: [string("fiddler.span.type", "tool")] });
    const refund = { key: "gen_ai.cost.total_cost", value: { doubleValue: -1 } };
    const attributes = [string("llm.request.type", "acompletion"), string("gen_ai.response.id", "one"), refund];
    const call = spanOf("00f067aa0ba902b8", "call", 2, { attributes });
    const { stdout } = run(["explain"], { input: JSON.stringify(tracesOf("litellm", [odd, call, call])) });
    expect(stdout).toMatch(/^odd +— +fiddler\.span\.type = tool +2\.0 ms$/m);
    expect(stdout).toMatch(/^call +chain +same span as another · sent again +2\.0 ms$/m);
    expect(stdout).toMatch(/^cost +\$-1$/m);
  });

  test("shows what its documentation shows", () => {
    const { stdout } = run(["explain", caseFile("1.83.10-tenant-chat-team-key")]);
    expect(readFileSync(join(root, "docs", "command-line.md"), "utf8")).toContain(stdout);
  });

  test.each([
    ["the call type", "1.106.10-v2-content-chat-tools", /chat gpt-4o-mini +llm +litellm\.call_type = acompletion/],
    ["no operation", "1.106.10-v2-content-chat-tools", /└─ route gpt-4o-mini +chain +no operation/],
    ["the raw request", "1.83.10-chat-tools", /raw_gen_ai_request +chain +raw request/],
    ["an operation that is no call", "1.83.10-embeddings", /chain +llm\.request\.type = aembedding/],
    [
      "the same call in another trace",
      "1.81.14-flag-messages-tools",
      /litellm_request +chain +same call as litellm_request in trace 4e146c8f/,
    ],
    ["a parent that is missing", "1.81.14-flag-messages-tools", /^auth +chain +no operation · orphan of 5ee3fbda/m],
    ["calls of tools as code", "1.83.10-chat-tools", /output {2}get_weather\(\{"city": "Paris"\}\) get_time\(/],
    ["tools from indexed attributes", "1.83.10-chat-tools", /output .*gen_ai\.completion\.\*$/m],
    ["parts that are no text", "1.83.10-chat-multimodal", /user +What is in this image\? \[image_url\]/],
    ["cost of V2", "1.106.10-v2-content-chat-tools", /cost +\$0\.000009675 +litellm\.cost\.total$/m],
    ["tokens under older names", "1.61.20-chat-tool-result", /tokens .*gen_ai\.usage\.\*, llm\.usage\.total_tokens$/m],
    ["system instructions", "1.106.10-responses", /system +You know mountains\. +gen_ai\.system_instructions$/m],
    ["another model that answered", "1.106.10-responses", /model +gpt-5-codex → codex-model/],
    ["what recovery would find", "1.83.10-responses", /output +only in the raw request: --recover takes it from there/],
    ["redaction", "1.83.10-chat-redacted-by-header", /text +redacted by LiteLLM/],
    ["an issue in place", "1.83.10-chat-redacted-by-header", /raw_gen_ai_request .*\n[│ ]+! redacted-content-withheld: /],
    ["issues by code", "1.81.14-flag-messages-tools", /^issues {5}3 duplicate-call$/m],
    ["calls that failed", "1.83.10-chat-error-429", /^llm calls {2}1, 1 failed$/m],
    ["message logging off", "1.83.10-nolog-chat-simple", /text +LiteLLM wrote no messages/],
  ])("shows %s", (_, name, expected) => {
    expect(explained(name)).toMatch(expected);
  });

  test("--recover shows which field of the raw request a value came from", () => {
    const { stdout } = run(["explain", "--recover", caseFile("1.83.10-responses")]);
    expect(stdout).toMatch(/system +You know mountains\. +llm\.None\.instructions$/m);
    expect(stdout).toMatch(/output +Echo: Name a mountain\. +llm\.None\.output$/m);
  });

  test("--recover shows where a value came from that the call's own span has, too", () => {
    const { stdout } = run(["explain", "--recover", caseFile("1.83.10-tenant-chat-team-key")]);
    expect(stdout).toMatch(/system +Team system\. +gen_ai\.input\.messages$/m);
    expect(stdout).toMatch(/output +Echo: Billed to a team +gen_ai\.output\.messages$/m);
  });

  test("--recover shows the fields of a raw request that is the call", () => {
    const { stdout } = run(["explain", "--scope-name", "litellm", "--recover", caseFile("1.110.2-app-app-two-calls")]);
    expect(stdout).toMatch(/user +Which port comes first\? +llm\.openai\.messages$/m);
    expect(stdout).toMatch(/output +Echo: Which port comes first\? +llm\.openai\.choices$/m);
    expect(stdout).toMatch(/tokens +23 in, 11 out, 34 total +llm\.openai\.usage$/m);
  });

  test("says of a call whose raw request alone reports it that its texts were withheld", () => {
    const { stdout } = run(["explain", "--scope-name", "litellm", "--recover", caseFile("1.110.2-app-app-redacted-last")]);
    expect(stdout).toMatch(/raw_gen_ai_request +llm .*\n(?:[│ ]+(?:model|tokens) .*\n)*[│ ]+text +withheld$/m);
  });

  test("names the flag that maps a call which only its raw request reports", () => {
    const { stdout } = run(["explain", "--scope-name", "litellm", caseFile("1.110.2-app-app-two-calls")]);
    expect(stdout).toMatch(/! call-not-told: No other span reports this call; --recover maps it from the raw request/);
  });

  test("makes one tree of a trace in several ResourceSpans, lines and files, siblings by start time", () => {
    const parts = [
      tracesOf("litellm", [spanOf("000000000000000c", "third", 30, { parentSpanId: "000000000000000a" })]),
      tracesOf("litellm", [spanOf("000000000000000a", "first", 10)]),
      tracesOf("shop", [spanOf("000000000000000b", "second", 20, { parentSpanId: "000000000000000a" })], "shop.server"),
    ];
    const file = written("last.json", JSON.stringify(parts[2]));
    const { stdout } = run(["explain", "-", file], {
      input: parts
        .slice(0, 2)
        .map((part) => JSON.stringify(part))
        .join("\n"),
    });
    expect(linesOf(stdout).slice(0, 4)).toEqual([
      "trace 0af7651916cd43dd8448eb211c80319c  litellm, shop · 3 spans",
      "first      chain  no operation                         2.0 ms",
      "├─ second  —      not LiteLLM's: service.name = shop   2.0 ms",
      "└─ third   chain  no operation                         2.0 ms",
    ]);
  });

  test("shows spans whose parents go round in a circle, and any depth", () => {
    const circle = [
      spanOf("000000000000000a", "chicken", 1, { parentSpanId: "000000000000000b" }),
      spanOf("000000000000000b", "egg", 2, { parentSpanId: "000000000000000a" }),
      spanOf("000000000000000d", "ouroboros", 3, { parentSpanId: "000000000000000d" }),
    ];
    const id = (at: number) => at.toString(16).padStart(16, "0");
    const chain = Array.from({ length: 20_000 }, (_, at) => spanOf(id(100 + at), "deep", 10 + at, { parentSpanId: id(99 + at) }));
    const { status, stdout } = run(["explain"], { input: JSON.stringify(tracesOf("litellm", [...circle, ...chain])) });
    expect(stdout).toMatch(/^chicken .*parents in a circle/m);
    expect(stdout).toMatch(/^└─ egg /m);
    expect(stdout).toMatch(/^ouroboros /m);
    expect(stdout).toMatch(/^spans {6}20003: /m);
    expect(status).toBe(0);
  });

  test("keeps within the width, also of wide characters and long texts", () => {
    const text = "日本語のとても長い質問です。👩‍👩‍👧‍👦".repeat(40);
    const attributes = [
      string("llm.request.type", "acompletion"),
      string("gen_ai.input.messages", JSON.stringify([{ role: "user", content: `${text}\n${text}` }])),
      string("gen_ai.output.messages", JSON.stringify([{ role: "assistant", content: "a long answer ".repeat(1000) }])),
    ];
    const input = JSON.stringify(tracesOf("litellm", [spanOf("00f067aa0ba902b7", "n".repeat(300), 1, { attributes })]));
    for (const width of [60, 80, 140]) {
      const { stdout } = run(["explain"], { input, environment: { COLUMNS: String(width) } });
      const columns = (line: string) =>
        [...new Intl.Segmenter().segment(line)].reduce(
          (sum, { segment }) => sum + (/^[\u3000-\u9fff]|^\p{Emoji_Presentation}/u.test(segment) ? 2 : 1),
          0,
        );
      expect(Math.max(...linesOf(stdout).map(columns))).toBeLessThanOrEqual(width);
      expect(stdout).toMatch(/user {4}日本語.*… .*です。👩‍👩‍👧‍👦 +gen_ai\.input\.messages$/m);
    }
  });

  test("escapes what a terminal would act on, wherever it stands", () => {
    const evil = "\u001b]0;owned\u0007\u009b31m\u202e";
    const attributes = [
      string("llm.request.type", `acompletion${evil}`),
      string("gen_ai.request.model", evil),
      string("gen_ai.usage.input_tokens", evil),
      string("metadata.user_api_key_team_alias", evil),
      string(`gen_ai.prompt.0.${evil}`, evil),
    ];
    const spans = [
      spanOf("00f067aa0ba902b7", evil, 1, { attributes, status: { code: 2, message: evil } }),
      spanOf(evil, "chat", 1, {
        traceId: evil,
        attributes: [string("llm.request.type", "completion"), string("gen_ai.request.model", evil)],
      }),
    ];
    const input = JSON.stringify(tracesOf("litellm", spans));
    for (const args of [["explain"], ["explain", "--json"], ["explain", "--recover"]]) {
      const { stdout } = run(args, { input });
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
    }
    expect(run(["explain"], { input }).stdout).toContain("\\x1b]0;owned\\x07\\x9b31m\\u202e");
    expect(run(["explain", `${folder}/\u001b[31m.json`]).stderr).toContain("\\x1b[31m.json: can't be read");
  });

  test("--json writes a line for each trace and one for the sums", () => {
    const { stdout } = run(["explain", "--json", caseFile("1.81.14-flag-messages-tools")]);
    const [first, second, last, ...more] = linesOf(stdout).map((line) => JSON.parse(line));
    expect(more).toEqual([]);
    expect(first.spans.map(({ depth, name, type }: Record<string, unknown>) => `${depth} ${name} ${type}`)).toContain(
      "2 litellm_request chain",
    );
    expect(first.spans.find(({ name }: { name: string }) => name === "litellm_request").why).toEqual({
      text: "same call as litellm_request in trace 4e146c8f",
      sameCallAs: { traceId: second.traceId, spanId: second.spans[0].spanId },
    });
    expect(second.spans[0].fields.user).toEqual({
      value: "Weather in Rome?",
      attribute: "gen_ai.llm.input.user",
      from: ["gen_ai.input.messages"],
    });
    expect(last).toEqual({
      schemaVersion: 1,
      totals: {
        traces: 2,
        spans: 10,
        llm: 1,
        chain: 9,
        untouched: 0,
        failed: 0,
        tokens: { input: 27, output: 13, total: 40 },
        cost: 0.0002613,
        issues: { "duplicate-call": 3 },
      },
    });
  });
});

describe("colour", () => {
  const file = () => caseFile("1.83.10-chat-simple");
  test.each([
    ["none where there is no terminal", [], {}, false],
    ["with --color", ["--color"], {}, true],
    ["with FORCE_COLOR", [], { FORCE_COLOR: "1" }, true],
    ["none with FORCE_COLOR=0", [], { FORCE_COLOR: "0" }, false],
    ["none with NO_COLOR, whatever FORCE_COLOR says", [], { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["with --color, whatever NO_COLOR says", ["--color"], { NO_COLOR: "1" }, true],
    ["none with --no-color", ["--no-color"], { FORCE_COLOR: "1" }, false],
  ])("%s", (_, args, environment, expected) => {
    expect(run(["explain", ...args, file()], { environment }).stdout.includes("\u001b[")).toBe(expected);
  });
});

describe("bad input", () => {
  test("names file, line and what was expected; the rest goes on", () => {
    const good = JSON.stringify(inputOf("1.83.10-chat-simple"));
    const file = written(
      "bad.ndjson",
      [
        good,
        "not json",
        good.slice(0, 500),
        good,
        '{"resourceSpans":[{"resource":{}},',
        good,
        '{"resourceSpans":[',
        good,
        '{\n  "resourceSpans": [\n    nope\n  ]\n}',
        '{"resourceLogs":[]}',
        '{"resource_spans":[]}',
        "[1]",
        good,
        '{"resourceSpans":[{',
      ].join("\n"),
    );
    const missing = join(folder, "missing.json");
    const { status, stdout, stderr } = run(["map", missing, file]);
    const expected = 'expected OTLP traces: {"resourceSpans": [...]}, one ResourceSpans, or a list of them';
    expect(linesOf(stderr)).toEqual(
      [
        `${missing}: can't be read: there is no such file`,
        `${file}:2:1: is not JSON: expected a value here; the document was skipped`,
        `${file}:3:501: is not JSON: expected a closing double quote here; the document was skipped`,
        `${file}:5: begins JSON that is cut short: expected a value at its end; the document was skipped`,
        `${file}:7: begins JSON that is cut short: expected a value or "]" at its end; the document was skipped`,
        `${file}:11:5: is not JSON: expected a value or "]" here; the document was skipped`,
        `${file}:14: holds logs ("resourceLogs"), not traces; ${expected}`,
        `${file}:15: has "resource_spans" in snake_case, which is not OTLP/JSON; ${expected}`,
        `${file}:16: holds a list whose entry 1 is a number; ${expected}`,
        `${file}:18: begins JSON that is cut short: expected a name in double quotes or "}" at its end; the document was skipped`,
      ].map((line) => `litellm-span-mapper: ${line}`),
    );
    expect(linesOf(stdout)).toHaveLength(5);
    expect(status).toBe(1);
  });

  test("reports twenty problems of a file, and counts the others", () => {
    const { status, stderr } = run(["map"], { input: "nope\n".repeat(50) });
    expect(linesOf(stderr)).toHaveLength(21);
    expect(linesOf(stderr).at(-1)).toBe("litellm-span-mapper: standard input: 30 more like these");
    expect(status).toBe(1);
  });

  test("survives JSON too deep to write, and every malformed member", () => {
    const deep = `{"resourceSpans":[{"scopeSpans":[],"x":${"[".repeat(200_000)}${"]".repeat(200_000)}}]}`;
    const odd =
      '{"resourceSpans":[null,1,{"resource":{"attributes":[null,{"key":1},{"key":"service.name","value":{"stringValue":"litellm"}}]},"scopeSpans":[null,{"spans":[null,{"name":1,"attributes":[null,{"key":"a"}],"status":1,"events":{}}]}]}]}';
    const { status, stderr } = run(["map"], { input: `${deep}\n${odd}\n` });
    expect(stderr).toMatch(/^litellm-span-mapper: standard input:1: is nested too deeply/);
    expect(status).toBe(1);
    expect(run(["explain"], { input: odd }).status).toBe(0);
  });

  test("reads byte order marks, carriage returns and blank lines", () => {
    const input = `\ufeff\r\n${JSON.stringify(inputOf("1.83.10-chat-simple"))}\r\n\r\n`;
    expect(run(["map"], { input })).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("usage", () => {
  test.each([
    [["--help"], /^Maps the traces LiteLLM emits.*Examples:\n {2}litellm-span-mapper explain traces\.json/s],
    [["map", "--help"], /^Writes the mapped form.*--keep-duplicates.*Examples:\n/s],
    [["explain", "-h"], /^Shows each trace as a tree.*--json.*Examples:\n/s],
    [["help", "explain"], /^Shows each trace as a tree/],
    [["--version"], new RegExp(`^${packageJson.version.replaceAll(".", "\\.")}\n$`)],
  ])("%j prints it on standard output", (args, expected) => {
    const { status, stdout, stderr } = run(args);
    expect(stdout).toMatch(expected);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test.each([
    [[], "No command was given. See: litellm-span-mapper --help"],
    [
      ["explian"],
      'There is no command "explian". Commands are: map, explain, records, summary, schema. See: litellm-span-mapper --help',
    ],
    [
      ["help", "explian"],
      'There is no command "explian". Commands are: map, explain, records, summary, schema. See: litellm-span-mapper --help',
    ],
    [["--recover", "map"], 'A command comes first, not "--recover". See: litellm-span-mapper --help'],
    [["map", "--json"], "Unknown option '--json'. See: litellm-span-mapper map --help"],
    [["map", "--service-name"], "Option '--service-name <value>' argument missing. See: litellm-span-mapper map --help"],
    [
      ["explain", "--color", "--no-color"],
      "--color and --no-color contradict each other. See: litellm-span-mapper explain --help",
    ],
  ])("%j is wrong", (args, message) => {
    expect(run(args)).toEqual({ status: 2, stdout: "", stderr: `litellm-span-mapper: ${message}\n` });
  });
});

describe("large files", () => {
  test("stream: memory does not grow with them", async () => {
    const line = `${JSON.stringify(inputOf("1.83.10-chat-long"))}\n`;
    const size = 20_000_000;
    const path = join(folder, "big.ndjson");
    const file = createWriteStream(path);
    for (let at = 0; at < size; at += line.length) if (!file.write(line)) await once(file, "drain");
    await once(file.end(), "close");
    const out = join(folder, "mapped.ndjson");
    // A heap that the file alone would fill.
    const args = ["--max-old-space-size=24", program, "map", path];
    const { status, stderr } = spawnSync(process.execPath, args, {
      stdio: ["ignore", openSync(out, "w"), "pipe"],
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(statSync(out).size).toBeGreaterThan(size);
  });

  test("a reader that has had enough ends it quietly", async () => {
    const child = spawn(process.execPath, [program, "map", join(folder, "big.ndjson")], { stdio: ["ignore", "pipe", "pipe"] });
    const errors: Buffer[] = [];
    child.stderr.on("data", (chunk) => errors.push(chunk));
    await once(child.stdout, "data");
    child.stdout.destroy();
    const [status] = await once(child, "close");
    expect({ status, stderr: Buffer.concat(errors).toString() }).toEqual({ status: 0, stderr: "" });
  });

  test.each([["map"], ["explain"], ["explain", "--json"], ["records"], ["records", "--format", "csv"], ["summary"], ["--help"]])(
    "a full disk is reported in one line: %s %s",
    (...args) => {
      const files = args[0] === "--help" ? [] : [caseFile("1.83.10-chat-simple")];
      const full = openSync("/dev/full", "w");
      const { status, stderr } = spawnSync(process.execPath, [program, ...args, ...files], {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
      });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: "litellm-span-mapper: standard output can't be written: no space is left on the device\n",
      });
    },
  );

  test.each([
    [200_000, "siblings", () => "00000000000000ff"],
    [50_000, "spans below one another", (at: number) => (at + 0x100).toString(16).padStart(16, "0")],
  ])("%i %s are a tree like any other", (length, _, parentOf) => {
    const spans = Array.from({ length }, (_, at) =>
      spanOf((at + 0x101).toString(16).padStart(16, "0"), "child", at + 2, { parentSpanId: parentOf(at) }),
    );
    const input = JSON.stringify(tracesOf("litellm", [spanOf("00000000000000ff", "root", 1), ...spans]));
    const { status, stdout } = run(["explain"], { input });
    expect(status).toBe(0);
    expect(stdout).toContain(`\nspans      ${length + 1}: 0 llm, ${length + 1} chain\n`);
  });

  test("standard input that stays open is shown as it comes", async () => {
    const child = spawn(process.execPath, [program, "explain"], { stdio: ["pipe", "pipe", "inherit"], env: PLAIN_ENVIRONMENT });
    child.stdin.write(`${JSON.stringify(inputOf("1.83.10-chat-simple"))}\n`);
    const [shown] = await once(child.stdout, "data");
    expect(String(shown)).toMatch(/^trace /);
    child.stdin.end();
    expect(await once(child, "close")).toEqual([0, null]);
  });
});
