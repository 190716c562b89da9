import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerOf } from "../src/messages/answer.js";
import { promptOf } from "../src/messages/conversation.js";
import { pythonJson, runs, text } from "./generated-messages.js";

const MINUTES = 60_000;

const textPart = fc.record({ type: fc.constant("text"), content: text });
const reasoningPart = fc.record({ type: fc.constant("reasoning"), content: text });
/** Its arguments hold what looks like messages: a cut behind an inner list must not make it the conversation. */
const callPart = fc.record({
  type: fc.constant("tool_call"),
  name: text,
  arguments: fc.record({
    messages: fc.array(fc.record({ role: fc.constantFrom("user", "system"), content: text }), { maxLength: 2 }),
  }),
});
const resultPart = fc.record({ type: fc.constant("tool_call_response"), response: text });
/** In user messages alone: a message that holds media is written as the JSON of its parts, of which its text is no beginning. */
const mediaPart = fc.record({ type: fc.constant("image_url"), image_url: fc.record({ url: text }) });

const said = fc.array(fc.oneof({ weight: 3, arbitrary: textPart }, reasoningPart, callPart, resultPart), { maxLength: 3 });
const saidByUser = fc.array(fc.oneof({ weight: 3, arbitrary: textPart }, mediaPart, resultPart), { maxLength: 3 });

/** Answers alone end with calls: those are shown where an answer has no text, which a cut can not tell. */
const answerParts = fc.array(fc.oneof({ weight: 3, arbitrary: textPart }, reasoningPart), { maxLength: 3 });

const message = fc.oneof(
  fc.record({ role: fc.constantFrom("system", "developer", "assistant", "tool"), parts: said }),
  fc.record({ role: fc.constantFrom("system", "developer", "assistant"), content: text }),
  fc.record({ role: fc.constant("user"), parts: saidByUser }),
  fc.record({ parts: said, role: fc.constantFrom("system", "assistant") }),
);

const answer = fc.oneof(
  fc.record({ role: fc.constant("assistant"), parts: answerParts, finish_reason: fc.constant("stop") }),
  fc.record({ role: fc.constant("assistant"), content: text }),
);

const asPython = (value: unknown) => pythonJson(value);
const asJavaScript = (value: unknown) => JSON.stringify(value);
const writer = fc.constantFrom(asPython, asJavaScript);

function isBeginningOf(whole: string | undefined, part: string | undefined): boolean {
  return part === undefined || whole?.startsWith(part) === true;
}

function prefixesOf(json: string): readonly string[] {
  return Array.from({ length: json.length }, (_, length) => json.slice(0, length));
}

describe("of messages cut anywhere, what is taken is the beginning of what the whole says", () => {
  test.each([
    ["prompt", fc.array(message, { maxLength: 4 })],
    ["prompt of a single message", message],
  ] as const)(
    "%s",
    (_what, prompt: fc.Arbitrary<unknown>) => {
      const property = fc.property(prompt, writer, (messages, written) => {
        const json = written(messages);
        const whole = promptOf(json);
        return prefixesOf(json).every((prefix) => {
          const { system, user } = promptOf(prefix);
          return user === undefined && isBeginningOf(whole.system, system);
        });
      });
      fc.assert(property, { numRuns: runs(200, 5000) });
    },
    10 * MINUTES,
  );

  test(
    "answer",
    () => {
      const property = fc.property(fc.array(answer, { maxLength: 2 }), writer, (messages, written) => {
        const json = written(messages);
        const whole = answerOf(json);
        return prefixesOf(json).every((prefix) => isBeginningOf(whole.output, answerOf(prefix).output));
      });
      fc.assert(property, { numRuns: runs(200, 5000) });
    },
    10 * MINUTES,
  );
});

test("a cut behind an inner list of what looks like messages is seen", () => {
  const inner = [{ role: "user", content: "not said" }];
  const json = JSON.stringify([
    { role: "system", content: "Be brief." },
    { role: "user", content: "x".repeat(2000) },
    { role: "assistant", parts: [{ type: "tool_call", arguments: { messages: inner } }] },
    { role: "user", content: "Thanks." },
  ]);
  const cut = json.slice(0, json.indexOf("not said") + 'not said"}]'.length);
  expect(promptOf(cut)).toEqual({ system: "Be brief.", user: undefined, problem: "messages-truncated" });
});

describe("a cut behind an inner list is seen beyond the usual limits", () => {
  const said = (role: string, content: string) => ({ role, content });
  const whole = (inner: readonly unknown[], size: number) =>
    JSON.stringify([
      said("system", "Be brief."),
      said("user", "x".repeat(size)),
      { role: "assistant", parts: [{ type: "tool_use", input: { messages: inner } }] },
    ]);
  const userOf = (json: string) => {
    const { user, problem } = promptOf(json);
    return { user, problem };
  };
  const cutBehind = (inner: readonly unknown[], size: number) => whole(inner, size).slice(0, -"}}]}]".length);

  test.each([
    ["of one message", [said("user", "not said")], 40_000],
    ["of several", [said("user", "not said"), said("assistant", "a"), said("user", "not said")], 40_000],
    ["behind numbers", [1, said("user", "not said")], 40_000],
    ["of lists", [[said("user", "not said")]], 40_000],
  ])("%s", (_what, inner, size) => {
    expect(userOf(cutBehind(inner, size))).toEqual({ user: undefined, problem: "messages-truncated" });
  });

  test("however long, where the limit is a number that somebody would choose", () => {
    const inner = Array.from({ length: 500 }, () => said("user", "not said"));
    for (const limit of [65_536, 100_000, 131_071]) {
      const cut = cutBehind(inner, limit - cutBehind(inner, 0).length);
      expect(cut).toHaveLength(limit);
      expect(userOf(cut)).toEqual({ user: undefined, problem: "messages-truncated" });
    }
  });

  test("but not where there is none", () => {
    const messages = Array.from({ length: 500 }, (_, at) => said(at % 2 ? "assistant" : "user", "x".repeat(at % 3 ? 10 : 3000)));
    for (const size of [0, 1]) {
      const json = JSON.stringify([...messages, said("user", "U"), said("tool", "x".repeat(size))]);
      expect(userOf(json)).toEqual({ user: "U", problem: undefined });
    }
    const short = JSON.stringify([said("system", "y".repeat(40_000)), said("user", "U")]);
    expect(userOf(short)).toEqual({ user: "U", problem: undefined });
  });
});
