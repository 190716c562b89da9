import { describe, expect, test } from "vitest";
import { momentOf } from "../src/cli/options/moments.js";
import { mapLiteLLMSpan } from "../src/index.js";
import { caseFile, linesOf, program, run, spanOf, string, tracesOf, written } from "./cli-program.js";

const GATEWAY = JSON.stringify(tracesOf("gateway", [spanOf("00f067aa0ba902b7", "a", 1)]));
const isMapped = (args: readonly string[], input = GATEWAY) =>
  run(["map", ...args], { input }).stdout.includes("fiddler.span.type");

/** The names of the options, as the library itself lists them. */
function optionNames(): readonly string[] {
  try {
    mapLiteLLMSpan({}, { "": 0 } as never);
  } catch (error) {
    return /Known are: (.*)\./.exec(String(error))?.[1]?.split(", ") ?? [];
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
    ["no such option", '{"recover":true}', /There is no option "recover" \(true\)\. Known are: serviceNames, /],
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

  test.each(["", "2026", "2026-13-01", "2026-05-01T25:00", "1 May", "d", "-1d", "1e3s", "9999999d"])("%j is none", (text) => {
    expect(momentOf(text, NOW)).toBeUndefined();
  });
});

test("a suggested option maps what was left alone", () => {
  const call = { attributes: [string("llm.request.type", "acompletion"), string("hidden_params", "{}")] };
  const input = [
    tracesOf("gate's way", [spanOf("00f067aa0ba902b7", "a", 1, call)], "proxy"),
    tracesOf("app", [spanOf("00f067aa0ba902b8", "b", 1, call)]),
    tracesOf("litellm", [spanOf("00f067aa0ba902b9", "c", 1, call)]),
  ];
  const { stderr, status } = run(["explain"], { input: JSON.stringify(input) });
  expect(linesOf(stderr)).toEqual([
    `litellm-span-mapper: spans of service "gate's way" look like LiteLLM's and were left alone; to map them: --service-name 'gate'\\''s way'`,
    'litellm-span-mapper: spans of scope "litellm" of service "app" were left alone; to map them: --scope-name litellm',
  ]);
  expect(status).toBe(0);
  const options = ["--service-name", "litellm", "--service-name", "gate's way", "--scope-name", "litellm"];
  const mapped = run(["records", ...options], { input: JSON.stringify(input) });
  expect(linesOf(mapped.stdout)).toHaveLength(3);
  expect(mapped.stderr).toBe("");
});
