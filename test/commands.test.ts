import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { type Command, helpOf, parsed, RELEASE, UsageError, WHOLE_NUMBER } from "../tools/command.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));

/** The commands that are the project's own programs. The others are those of well-known tools. */
const OWN = Object.entries(scripts).flatMap(([name, script]) => (script.startsWith("tsx ") ? [[name, script.slice(4)]] : []));

async function run(program: string, ...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, ["--import", "tsx", program, ...args], { cwd: ROOT })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

test("there are commands", () => {
  expect(OWN.length).toBeGreaterThan(12);
});

test.each(OWN)("%s answers --help and refuses what it does not know", async (name = "", program = "") => {
  const help = await run(program, "--help");
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toMatch(new RegExp(`^npm run ${name} --`));
  const wrong = await run(program, "--no-such-option");
  expect(wrong).toMatchObject({ code: 2, stdout: "" });
  expect(wrong.stderr).toMatch(new RegExp(`^npm run ${name}: .*--no-such-option.*\n$`));
});

const COMMAND: Command = {
  name: "try",
  does: "Tries something.",
  arguments: [{ name: "RELEASE", does: "a release", form: RELEASE }],
  options: {
    setup: { type: "string", value: "NAME", default: "default", does: "a set-up", choices: ["default", "v2"] },
    rounds: { type: "string", value: "N", does: "how often", form: WHOLE_NUMBER },
  },
};

describe("arguments", () => {
  test("are read, with defaults", () => {
    expect(parsed(COMMAND, ["1.100.0", "--rounds", "5"])).toMatchObject({
      positionals: ["1.100.0"],
      values: { setup: "default", rounds: "5" },
    });
  });

  test.each([
    ["no argument", [], "RELEASE is missing"],
    ["one too many", ["1.100.0", "1.101.0"], '"1.101.0" is one argument too many'],
    ["a wrong form", ["v1"], 'RELEASE must be a LiteLLM release such as 1.100.0, not "v1"'],
    ["a value that is no choice", ["1.100.0", "--setup", "v3"], '--setup must be one of default, v2, not "v3"'],
    ["a value of a wrong form", ["1.100.0", "--rounds", "many"], '--rounds must be a whole number, not "many"'],
    ["an option without its value", ["1.100.0", "--rounds"], "argument missing"],
  ])("%s is refused in one line", (_what, args, message) => {
    expect(() => parsed(COMMAND, args)).toThrow(UsageError);
    expect(() => parsed(COMMAND, args)).toThrow(message);
    expect(() => parsed(COMMAND, args)).toThrow(/^npm run try: [^\n]*`npm run try -- --help` shows what there is$/);
  });

  test("are all in the help", () => {
    const help = helpOf(COMMAND);
    for (const words of ["RELEASE", "--setup NAME", "default, v2", "(default: default)", "--rounds N", "no tracked file"]) {
      expect(help).toContain(words);
    }
  });
});
