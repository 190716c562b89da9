import { expect, test } from "vitest";
import { plainMessagesIn } from "../src/messages/plain-messages.js";

const message = (content: string) => `{"role": "user", "parts": [{"type": "text", "content": "${content}"}]}`;
const ofLength = (length: number) => `[${message("x".repeat(length - message("").length - 2))}]`;
const said = (parts: string, others: Readonly<Record<string, unknown>> = {}) => ({ role: "user", parts, ...others });

test.each([
  ["one message", `[${message("U")}]`, [said("U")]],
  ["several", `[${message("A")}, ${message("B")}]`, [said("A"), said("B")]],
  ["an empty text", `[${message("")}]`, [said("")]],
  ["no parts", '[{"role": "user", "parts": []}]', [said("")]],
  ["a finish reason", `[${message("A").slice(0, -1)}, "finish_reason": "stop"}]`, [said("A", { finish_reason: "stop" })]],
  ["content", '[{"role": "user", "content": "\\"A\\""}]', [{ role: "user", content: '"A"' }]],
  ["no content", '[{"role": "user", "content": ""}]', [{ role: "user", content: "" }]],
  ["a text part of the provider's", '[{"role": "user", "parts": [{"type": "text", "text": "A"}]}]', [said("A")]],
  [
    "an answer without refusal and calls",
    '[{"role": "assistant", "content": "A", "refusal": null, "tool_calls": null}]',
    [{ role: "assistant", content: "A" }],
  ],
  ["a control character that JSON allows", `[${message("A\u007f")}]`, [said("A\u007f")]],
  ["escapes", `[${message('\\"A\\" \\u00e9\\n\\\\')}]`, [said('"A" é\n\\')]],
  ["a text that looks like messages", `[${message(message("x").replaceAll('"', '\\"'))}]`, [said(message("x"))]],
  ["up to 1024 characters", ofLength(1024), [said("x".repeat(1024 - message("").length - 2))]],
])("reads %s", (_what, json, messages) => {
  expect(plainMessagesIn(json)).toEqual(messages);
});

test.each([
  ["longer JSON", ofLength(1025)],
  ["an empty list", "[]"],
  ["a message without a list", message("U")],
  ["a list inside something else", `x${message("U")}]`],
  ["other white space", `[ ${message("U")}]`],
  ["something behind the list", `[${message("U")}] `],
  ["a list that is cut behind a message", `[${message("U")}, `],
  ["a list that is cut in a text", `[${message("U").slice(0, -5)}`],
  ["another order", '[{"parts": [], "role": "user"}]'],
  ["another part", '[{"role": "user", "parts": [{"type": "image", "content": "U"}]}]'],
  ["two parts", '[{"role": "user", "parts": [{"type": "text", "content": "A"}, {"type": "text", "content": "B"}]}]'],
  ["a member besides", '[{"role": "user", "parts": [], "name": "n"}]'],
  ["content that is closed like parts", '[{"role": "user", "content": "U"}]}]'],
  ["parts that are closed like content", '[{"role": "user", "parts": [{"type": "text", "content": "U"}]'],
  ["content and parts", '[{"role": "user", "content": "U", "parts": []}]'],
  ["content that is no text", '[{"role": "user", "content": null}]'],
  ["a refusal", '[{"role": "assistant", "content": "A", "refusal": "R", "tool_calls": null}]'],
  ["a role in other letters", '[{"role": "User", "parts": []}]'],
  ["an escape that JSON does not have", `[${message("\\x")}]`],
  ["a line break in a text, which JSON does not allow", `[${message("A\nB")}]`],
])("leaves %s to JSON.parse", (_what, json) => {
  expect(plainMessagesIn(json)).toBeUndefined();
});
