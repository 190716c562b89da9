import { expect, test } from "vitest";
import { mapLiteLLMTraces } from "../src/index.js";
import { withoutAgentContext } from "../src/messages/agent-context.js";
import { litellmTraces, plainOf, span, spansOf } from "./spans.js";

test.each<[string, string, string]>([
  ["no tags", " Hello ", " Hello "],
  ["a block before", "<system-reminder>x</system-reminder>\n\nHello", "Hello"],
  ["a block behind", "Hello\n<user_instructions>x</user_instructions>\n", "Hello"],
  ["blocks on both sides", "<session_context>x</session_context>Hello<environment_context>y</environment_context>", "Hello"],
  ["several blocks", "<system-reminder>x</system-reminder> <system-reminder>y</system-reminder> Hello", "Hello"],
  ["nothing else", "<system-reminder>x</system-reminder>\n", ""],
  ["a tag with attributes", '<permissions mode="ask">x</permissions>Hello', "Hello"],
  ["Codex's closing tag", "<permissions instructions>x</permissions instructions>\nHello", "Hello"],
  ["a block in another", "<system-reminder><environment_context>x</environment_context></system-reminder>Hello", "Hello"],
  ["a block in one of its name", "<system-reminder>a<system-reminder>b</system-reminder>c</system-reminder>Hello", "Hello"],
  ["a block amid other text", "A <system-reminder>x</system-reminder> B", "A <system-reminder>x</system-reminder> B"],
  [
    "a block amid, and one before",
    "<permissions a>x</permissions>A <permissions a>x</permissions> B",
    "A <permissions a>x</permissions> B",
  ],
  ["a tag that nothing closes", "<system-reminder>x Hello", "<system-reminder>x Hello"],
  ["a tag that nothing opens", "Hello</system-reminder>", "Hello</system-reminder>"],
  ["a tag that nothing closes before a block", "A <permissions x> B<system-reminder>x</system-reminder>", "A <permissions x> B"],
  ["a longer name", "<system-reminders>x</system-reminders>Hello", "<system-reminders>x</system-reminders>Hello"],
  ["another tag", "<b>Hello</b>", "<b>Hello</b>"],
  ["a name without a tag", "system-reminder", "system-reminder"],
])("%s", (_what, text, own) => {
  expect(withoutAgentContext(text)).toBe(own);
});

test("many blocks and tags that nothing closes end", () => {
  const blocks = "<system-reminder>x</system-reminder>".repeat(100_000);
  expect(withoutAgentContext(`${blocks}Hello${blocks}`)).toBe("Hello");
  const open = "<system-reminder>".repeat(300_000);
  expect(withoutAgentContext(open)).toBe(open);
});

const REMINDER = { type: "text", text: "<system-reminder>x</system-reminder>" };
const IMAGE = { type: "image", source: {} };
const SAID = { type: "text", text: "Hello" };

test.each<[string, readonly unknown[], string | undefined, string | undefined]>([
  ["content", [{ role: "user", content: `${REMINDER.text} Hello` }], `${REMINDER.text} Hello`, "Hello"],
  ["a part of its own", [{ role: "user", content: [REMINDER, SAID] }], `${REMINDER.text}\n\nHello`, "Hello"],
  ["a plain part", [{ role: "user", content: [REMINDER.text, "Hello"] }], `${REMINDER.text}\n\nHello`, "Hello"],
  [
    "beside an image",
    [{ role: "user", content: [REMINDER, SAID, IMAGE] }],
    JSON.stringify([REMINDER, SAID, IMAGE]),
    JSON.stringify([SAID, IMAGE]),
  ],
  [
    "in front of a text beside an image",
    [{ role: "user", content: [{ type: "text", text: `${REMINDER.text}Hello` }, IMAGE] }],
    JSON.stringify([{ type: "text", text: `${REMINDER.text}Hello` }, IMAGE]),
    JSON.stringify([{ type: "text", content: "Hello" }, IMAGE]),
  ],
  [
    "nothing else: the message before",
    [
      { role: "user", content: "Hello" },
      { role: "user", content: [REMINDER] },
    ],
    REMINDER.text,
    "Hello",
  ],
  ["nothing at all", [{ role: "user", content: [REMINDER] }], REMINDER.text, undefined],
  ["the system prompt keeps it", [{ role: "system", content: REMINDER.text }], undefined, undefined],
])("agentContext: %s", (_what, messages, kept, dropped) => {
  const traces = litellmTraces(span({ "gen_ai.operation.name": "chat", "gen_ai.input.messages": JSON.stringify(messages) }));
  const userWith = (agentContext?: "keep" | "drop") => {
    const [mapped] = spansOf(mapLiteLLMTraces(traces, { agentContext }));
    return plainOf(mapped, "gen_ai.llm.input.user");
  };
  expect(userWith()).toBe(kept);
  expect(userWith("keep")).toBe(kept);
  expect(userWith("drop")).toBe(dropped);
});

test("agentContext: what is recovered from the raw request span", () => {
  const call = span({ "gen_ai.operation.name": "chat" });
  const fields = { "llm.openai.messages": "[{'role': 'user', 'content': '<system-reminder>x</system-reminder>Hello'}]" };
  const raw = span(fields, { name: "raw_gen_ai_request", parentSpanId: call.spanId ?? "" });
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call, raw), { recoverFromRawRequest: true, agentContext: "drop" }));
  expect(plainOf(mapped, "gen_ai.llm.input.user")).toBe("Hello");
});
