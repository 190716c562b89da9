import { describe, expect, test } from "vitest";
import { linesOf, run, spanOf, string, tracesOf } from "./cli-program.js";

const CALL = [
  string("llm.request.type", "acompletion"),
  string("gen_ai.request.model", "gpt-4o-mini"),
  string("litellm.call_id", "c"),
  string("gen_ai.input.messages", '[{"role":"user","content":"U"}]'),
];

describe("explain, of a span that was sent twice because the answer to the first batch was lost", () => {
  const call = spanOf("00f067aa0ba902b7", "litellm_request", 1, { attributes: CALL });

  test("shows one call, and says how the second one relates to it", () => {
    const { stdout } = run(["explain", "--no-color"], { input: JSON.stringify(tracesOf("litellm", [call, call])) });
    expect(stdout).toMatch(/^llm calls {2}1$/m);
    expect(linesOf(stdout).find((line) => / llm /.test(line))).not.toContain("same call as");
    expect(stdout).not.toMatch(/ llm [\s\S]*! duplicate-call[\s\S]*litellm_request +chain/);
  });

  test("counts one call where the two stand in two lines", () => {
    const line = JSON.stringify(tracesOf("litellm", [call]));
    expect(run(["explain", "--no-color"], { input: `${line}\n${line}\n` }).stdout).toMatch(/^llm calls {2}1$/m);
  });
});

test.each(["0000000000000000", "AAAAAAAAAAA="])(
  "explain shows no orphan where a relay wrote %s for a root's parent",
  (parentSpanId) => {
    const root = spanOf("00f067aa0ba902b7", "litellm_request", 1, { attributes: CALL, parentSpanId });
    expect(run(["explain", "--no-color"], { input: JSON.stringify(tracesOf("litellm", [root])) }).stdout).not.toContain("orphan");
  },
);
