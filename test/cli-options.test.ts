import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/cli/commands.js";
import { momentOf } from "../src/cli/options/moments.js";
import { mapLiteLLMSpan } from "../src/index.js";
import { caseFile, folder, linesOf, program, run, spanOf, string, tracesOf, written } from "./cli-program.js";

const GATEWAY = JSON.stringify(tracesOf("gateway", [spanOf("00f067aa0ba902b7", "a", 1)]));
const isMapped = (args: readonly string[], input = GATEWAY) =>
  run(["map", ...args], { input }).stdout.includes("fiddler.span.type");

/** The names of the options, as the library itself lists them. */
function optionNames(): readonly string[] {
  try {
    mapLiteLLMSpan({}, { "": 0 } as never);
  } catch (error) {
    return /Known options: (.*)\./.exec(String(error))?.[1]?.split(", ") ?? [];
  }
  return [];
}

describe("options of the mapping", () => {
  const FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
    ["serviceNames", ["--service-name", "gateway"]],
    ["scopeNames", ["--scope-name", "litellm"]],
    ["otherScopes", ["--type-other-scopes"]],
    ["duplicates", ["--keep-duplicates"]],
    ["rawRequests", ["--withhold-raw"]],
    ["agentContext", ["--drop-agent-context"]],
    ["recoverFromRawRequest", ["--recover"]],
  ]);

  test("each has a flag, but the one that is a function", () => {
    expect([...FLAGS.keys(), "onIssue"].sort()).toEqual([...optionNames()].sort());
  });

  test.each([...FLAGS])("%s: %j is known to every command on files", (_, flag) => {
    for (const command of ["map", "explain", "records", "summary"]) {
      expect(run([command, ...flag, caseFile("1.83.10-chat-simple")])).toMatchObject({ status: 0, stderr: expect.any(String) });
      expect(run([command, "--help"]).stdout).toContain(flag[0]);
    }
  });

  test("--drop-agent-context leaves out what an agent put into the user's text", () => {
    const content = "<system-reminder>be nice</system-reminder>\nhello";
    const attributes = [
      string("llm.request.type", "acompletion"),
      string("gen_ai.input.messages", JSON.stringify([{ role: "user", content }])),
    ];
    const input = JSON.stringify(tracesOf("litellm", [spanOf("00f067aa0ba902b7", "a", 1, { attributes })]));
    const userOf = (...args: readonly string[]) => JSON.parse(run(["records", ...args], { input }).stdout).userInput;
    expect([userOf(), userOf("--drop-agent-context")]).toEqual([content, "hello"]);
  });
});

describe("--config", () => {
  test("sets options by the names of the library; a flag comes first", () => {
    const config = written("config.json", JSON.stringify({ serviceNames: ["gateway"], duplicates: "keep" }));
    expect(isMapped([])).toBe(false);
    expect(isMapped(["--config", config])).toBe(true);
    expect(isMapped(["--config", config, "--service-name", "other"])).toBe(false);
  });

  test.each([
    ["a wrong value", '{"duplicates":"drop"}', 'Option "duplicates" must be "demote" or "keep", not "drop".'],
    ["no such option", '{"recover":true}', /There is no option "recover" \(true\)\. Known options: serviceNames, /],
    ["a member of every object", '{"constructor":1}', /There is no option "constructor"/],
    ["a function", '{"onIssue":1}', `Option "onIssue" is a function, and can't be set in a file.`],
    ["a list", "[]", "must hold a JSON object of options."],
    ["something else", "recover = true", /^is not JSON: /],
  ])("%s is wrong usage", (_, text, message) => {
    const file = written("config.json", text);
    const { status, stdout, stderr } = run(["map", "--config", file], { input: GATEWAY });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    const said = stderr.replace(`litellm-span-mapper: ${file}: `, "").replace(" See: litellm-span-mapper map --help\n", "");
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  test("a byte order mark is nothing wrong", () => {
    const config = written("config.json", `\ufeff{"serviceNames":["gateway"]}`);
    expect(isMapped(["--config", config])).toBe(true);
  });

  test("a folder is wrong usage", () => {
    expect(run(["map", "--config", folder]).stderr).toContain(`${folder}: can't be read: it is a folder.`);
  });

  test("a file that is not there is wrong usage", () => {
    expect(run(["map", "--config", `${program}.nothing`])).toMatchObject({
      status: 2,
      stderr: `litellm-span-mapper: ${program}.nothing: can't be read: there is no such file. See: litellm-span-mapper map --help\n`,
    });
  });
});

describe("moments", () => {
  const NOW = Date.parse("2026-05-10T12:34:56.789Z");
  test.each([
    ["2026-05-01", "2026-05-01T00:00:00Z"],
    ["2026-05-01T12:00", "2026-05-01T12:00:00Z"],
    ["2026-05-01 12:00:30", "2026-05-01T12:00:30Z"],
    ["2026-05-01T12:00:30.250Z", "2026-05-01T12:00:30.250Z"],
    ["2028-02-29", "2028-02-29T00:00:00Z"],
    ["2026-05-01T12:00+02:00", "2026-05-01T10:00:00Z"],
    ["today", "2026-05-10T00:00:00Z"],
    ["yesterday", "2026-05-09T00:00:00Z"],
    ["now", "2026-05-10T12:34:56.789Z"],
    ["90s", "2026-05-10T12:33:26.789Z"],
    ["30m", "2026-05-10T12:04:56.789Z"],
    ["24h", "2026-05-09T12:34:56.789Z"],
    ["7d", "2026-05-03T12:34:56.789Z"],
    ["2w", "2026-04-26T12:34:56.789Z"],
  ])("%s is %s", (text, expected) => {
    expect(momentOf(text, NOW)).toBe(BigInt(Date.parse(expected)) * 1_000_000n);
  });

  test("a moment is exact to the nanosecond", () => {
    expect(momentOf("1970-01-01T00:00:01.000000002Z", NOW)).toBe(1_000_000_002n);
  });

  test.each([
    "",
    "2026",
    "2026-13-01",
    "2026-02-31",
    "2026-02-29T12:00Z",
    "2026-05-01T12:00.5",
    "2026-05-01T25:00",
    "1 May",
    "d",
    "-1d",
    "1e3s",
    "9999999d",
  ])("%j is none", (text) => {
    expect(momentOf(text, NOW)).toBeUndefined();
  });
});

describe("LiteLLM's spans that are left alone", () => {
  const call = { attributes: [string("llm.request.type", "acompletion"), string("hidden_params", "{}")] };
  const proxy = [spanOf("00f067aa0ba902b7", "litellm_request", 1, call), spanOf("00f067aa0ba902b6", "proxy_pre_call", 1)];
  const input = JSON.stringify([
    tracesOf("gate's way", proxy, "renamed"),
    tracesOf("app", [spanOf("00f067aa0ba902b8", "b", 1, call)]),
    tracesOf("agent", [spanOf("00f067aa0ba902ba", "my own", 1, call)], "my.scope"),
    tracesOf("shop", [spanOf("00f067aa0ba902bb", "other", 1)], "http"),
    tracesOf("litellm", [spanOf("00f067aa0ba902b9", "c", 1, call)]),
  ]);
  const ADVICE = [
    `LiteLLM's spans of service "gate's way" were left alone; to map them: --service-name litellm --service-name 'gate'\\''s way'`,
    `LiteLLM's spans of service "app" were left alone; to map them: --scope-name litellm`,
    `LiteLLM's spans of service "agent" were left alone; to map them: --scope-name litellm`,
  ];

  test.each([["map"], ["records"], ["summary"], ["explain", "--json"], ["explain", "--type", "llm"]])(
    "%s %s says at the end which flags map them",
    (...args) => {
      const { stderr, status } = run(args, { input });
      expect(linesOf(stderr)).toEqual(ADVICE.map((advice) => `litellm-span-mapper: ${advice}`));
      expect(status).toBe(0);
    },
  );

  test("explain says so in the trees, once for each, and in words of flags", () => {
    const { stdout, stderr, status } = run(["explain"], { input, environment: { COLUMNS: "200" } });
    const told = linesOf(stdout).filter((line) => line.startsWith("! litellm-not-recognised: "));
    expect(told.map((line) => line.slice("! litellm-not-recognised: ".length))).toEqual(ADVICE);
    expect(stdout).not.toMatch(/serviceNames|scopeNames/);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("explain --json has them as issues, in the same words", () => {
    const traces = linesOf(run(["explain", "--json"], { input }).stdout).map((line) => JSON.parse(line));
    const issues = traces.flatMap(({ spans = [] }) => spans.flatMap((span: { issues: object[] }) => span.issues));
    expect(issues.flatMap(({ code, message }) => (code === "litellm-not-recognised" ? [message] : []))).toEqual(ADVICE);
  });

  test("the flags map them", () => {
    const options = ["--service-name", "litellm", "--service-name", "gate's way", "--scope-name", "litellm"];
    const mapped = run(["records", ...options], { input });
    expect(linesOf(mapped.stdout).map((line) => JSON.parse(line).serviceName)).toEqual([
      ...["gate's way", "gate's way", "app", "agent", "litellm"],
    ]);
    expect(mapped.stderr).toBe("");
  });

  test("what is mapped already is not left alone", () => {
    const mapped = run(["map"], { input: JSON.stringify(tracesOf("litellm", proxy)) }).stdout;
    expect(run(["summary", "--json"], { input: mapped })).toMatchObject({ stderr: "" });
  });

  test("where nothing is LiteLLM's, the services that were found are named", () => {
    const { stderr } = run(["summary"], {
      input: JSON.stringify(tracesOf("shop", [spanOf("00f067aa0ba902bb", "a", 1)], "http")),
    });
    expect(stderr).toBe(
      'litellm-span-mapper: nothing was mapped: no service.name is LiteLLM\'s (found: "shop"); see --service-name and --scope-name\n',
    );
  });
});

describe("spans of others in an application's resource", () => {
  const usage = [
    { key: "gen_ai.usage.input_tokens", value: { intValue: "1000" } },
    { key: "gen_ai.usage.output_tokens", value: { intValue: "1000" } },
  ];
  const own = [string("llm.request.type", "acompletion"), string("hidden_params", "{}"), string("gen_ai.request.model", "m")];
  // OpenLLMetry, too, has an attribute of this name.
  const others = [string("llm.request.type", "chat"), ...usage];
  const traces = tracesOf("app", [spanOf("00f067aa0ba902b7", "call", 1, { attributes: [...own, ...usage] })]);
  const [resource] = traces.resourceSpans;
  const otherScope = { scope: { name: "vendor" }, spans: [spanOf("00f067aa0ba902b8", "vendor", 50, { attributes: others })] };
  const input = JSON.stringify({ resourceSpans: [{ ...resource, scopeSpans: [...(resource?.scopeSpans ?? []), otherScope] }] });
  const totalsOf = (from: string, ...args: readonly string[]) =>
    JSON.parse(run(["summary", "--json", "--scope-name", "litellm", ...args], { input: from }).stdout).totals;

  test.each([
    ["are left alone", input, []],
    ["are given a type", input, ["--type-other-scopes"]],
    ["came with a type", run(["map", "--scope-name", "litellm", "--type-other-scopes"], { input }).stdout, []],
  ])("don't count where they %s", (_, from, args) => {
    expect(totalsOf(from, ...args)).toMatchObject({ calls: 1, tokens: { input: 1000, output: 1000 } });
    const explained = linesOf(run(["explain", "--json", "--scope-name", "litellm", ...args], { input: from }).stdout);
    expect(JSON.parse(explained.at(-1) ?? "").totals).toMatchObject({ untouched: 1, tokens: { input: 1000, output: 1000 } });
  });

  test("a call on a span of the application counts, also when it is mapped again", () => {
    const onSpan = JSON.stringify(
      tracesOf("app", [spanOf("00f067aa0ba902b7", "mine", 1, { attributes: [...own, ...usage] })], "my.scope"),
    );
    const mapped = run(["map", "--scope-name", "litellm"], { input: onSpan }).stdout;
    for (const from of [onSpan, mapped]) expect(totalsOf(from)).toMatchObject({ calls: 1, tokens: { input: 1000 } });
  });
});

test("explain says of a call that lost the tokens of an earlier one by what it is a call", () => {
  const { stdout } = run(["explain", "--recover", "--scope-name", "litellm", caseFile("1.110.2-app-app-failed-last")]);
  expect(stdout).toMatch(/^answer the harbour master +llm +llm\.request\.type = completion/m);
});

test("the docs name every option of every command", () => {
  const docs = readFileSync(new URL("../docs/command-line.md", import.meta.url), "utf8");
  const names = [...COMMANDS.values()].flatMap(({ groups }) => groups.flatMap(({ flags }) => flags.map(({ name }) => name)));
  expect([...new Set(names)].filter((name) => !new RegExp(`--${name}\\b(?!-)`).test(docs))).toEqual([]);
});
