import { describe, expect, test } from "vitest";
import { OPTIONS, outcomeOfBytes, outcomeOfObjects } from "./both-carriers.js";
import { attribute, type Bytes, field, TRACE_ID, text } from "./wire.js";

const string = (value: string) => field(1, text(value));
const RESOURCE = field(1, field(1, field(1, text("service.name")), field(2, string("litellm"))));
const PLACEHOLDER = "redacted-by-litellm";

/** A request of one call with these input messages. */
function requestOf(input: string, ...more: readonly Bytes[]): Uint8Array {
  const attributes = [attribute("gen_ai.operation.name", string("chat")), attribute("gen_ai.input.messages", string(input))];
  return field(1, RESOURCE, field(2, field(2, TRACE_ID, ...attributes, ...more)));
}

const message = (role: string, content: string) => ({ role, content });
const SYSTEM = message("system", "Be brief.");
const LAST = message("user", "The last question.");
const answers = (count: number, character = "a") =>
  Array.from({ length: count }, () => message("assistant", character.repeat(4000)));
const json = (...messages: readonly object[]) => JSON.stringify(messages);
/** Cut where the list of an argument ends, at a length that somebody would set as a limit; `text`: what is said between the ends. */
function cutBehindInnerList(length: number, text = "a"): string {
  const inner = JSON.stringify([
    message("user", "An argument."),
    message("user", "b".repeat(3000)),
    message("user", "Not said."),
  ]);
  const begin = `[${JSON.stringify(SYSTEM)},{"role":"assistant","content":"${"a".repeat(9000)}`;
  const end = `${"a".repeat(9000)}","tool_calls":[{"arguments":{"list":${inner}`;
  const between = length - begin.length - end.length;
  return begin + text.repeat(between).slice(0, between) + end;
}

/** Input messages, and what is shown of them. */
const ROWS: readonly (readonly [name: string, input: string, system: string | undefined, user: string | undefined])[] = [
  ["a conversation whose ends are shown", json(SYSTEM, ...answers(20), LAST), "Be brief.", "The last question."],
  ["one of other characters than ASCII's", json(SYSTEM, ...answers(20, "é"), LAST), "Be brief.", "The last question."],
  ["other characters at its end", json(SYSTEM, ...answers(20), message("user", "Größe?")), "Be brief.", "Größe?"],
  [
    "a last question longer than an end",
    json(SYSTEM, ...answers(9), message("user", "q".repeat(9000))),
    "Be brief.",
    "q".repeat(9000),
  ],
  [
    "a system prompt longer than an end",
    json(message("system", "s".repeat(9000)), ...answers(9), LAST),
    "s".repeat(9000),
    "The last question.",
  ],
  ["a last question far before the end", json(SYSTEM, LAST, ...answers(20)), "Be brief.", "The last question."],
  ["a system prompt in the middle", json(...answers(9), SYSTEM, ...answers(9), LAST), "Be brief.", "The last question."],
  [
    "a developer prompt, and no system prompt",
    json(message("developer", "Be kind."), ...answers(20), LAST),
    "Be kind.",
    "The last question.",
  ],
  ["no question", json(SYSTEM, ...answers(20)), "Be brief.", undefined],
  ["neither system prompt nor question", json(...answers(20)), undefined, undefined],
  ["white space at its ends", ` ${json(SYSTEM, ...answers(20), LAST)} `, "Be brief.", "The last question."],
  [
    "many short messages behind the question",
    json(SYSTEM, ...answers(9), LAST, ...Array(99).fill(message("tool", "1"))),
    "Be brief.",
    "The last question.",
  ],
  [
    "a list within a message that looks like one of messages",
    json(SYSTEM, ...answers(9), LAST, { role: "assistant", content: [LAST, message("user", "No.")] }),
    "Be brief.",
    "The last question.",
  ],
  ["cut behind an inner list, at 40,960 characters", cutBehindInnerList(40_960), "Be brief.", undefined],
  ["cut behind an inner list, at 65,535 characters", cutBehindInnerList(65_535), "Be brief.", undefined],
  ["cut behind an inner list, at 100,000 characters", cutBehindInnerList(100_000), "Be brief.", undefined],
  ["cut behind an inner list, with Chinese between its ends", cutBehindInnerList(32_768, "中"), "Be brief.", undefined],
  [
    "cut behind an inner list, with umlauts between its ends",
    cutBehindInnerList(40_960, "Ein Bär hört. "),
    "Be brief.",
    undefined,
  ],
  ["cut within a message", json(SYSTEM, ...answers(20), LAST).slice(0, 50_000), "Be brief.", undefined],
  ["not JSON", "a".repeat(50_000), undefined, undefined],
];

describe("messages of more than 32,768 characters", () => {
  test.each(ROWS)("%s", (_name, input, system, user) => {
    const request = requestOf(input);
    const [record] = outcomeOfBytes(request, {}).records;
    expect([record?.systemPrompt, record?.userInput]).toEqual([system, user]);
    for (const [name, options] of OPTIONS) {
      expect(outcomeOfBytes(request, options), name).toEqual(outcomeOfObjects(request, options));
    }
  });

  test.each([
    ["at the beginning", json(message("user", PLACEHOLDER), ...answers(20))],
    ["near the beginning", json(message("system", "s".repeat(2000)), message("user", PLACEHOLDER), ...answers(20))],
    ["near the end", json(...answers(20), message("user", PLACEHOLDER), message("user", "u".repeat(2000)))],
    ["at the end", json(...answers(20), message("user", PLACEHOLDER))],
  ])("with the placeholder of redaction %s, nothing of the raw request is left", (_name, input) => {
    const raw = [attribute("llm.openai.messages", string(`[{'role': 'user', 'content': 'A secret'}]`))];
    const request = field(1, RESOURCE, field(2, field(2, TRACE_ID, ...raw), field(2, TRACE_ID, ...callWith(input))));
    const outcome = outcomeOfBytes(request, {});
    expect(JSON.stringify(outcome.mapped)).not.toContain("A secret");
    expect(outcome).toEqual(outcomeOfObjects(request, {}));
  });
});

function callWith(input: string): readonly Uint8Array[] {
  return [attribute("gen_ai.operation.name", string("chat")), attribute("gen_ai.input.messages", string(input))];
}
