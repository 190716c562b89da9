import { describe, expect, test } from "vitest";
import { apiOf, hasSystemParameter, isPassThrough } from "../src/litellm/api.js";
import { promptOfBody } from "../src/messages/request-prompt.js";

describe("a request that was handed through, as JSON of its body", () => {
  const user = { role: "user", content: "U" };
  const note = { role: "system", content: "note" };
  test.each<[string, unknown, { system?: string; user?: string }]>([
    ["Anthropic's", { model: "m", system: "S", messages: [user, note] }, { system: "S", user: "U" }],
    ["Anthropic's, without a system prompt of its own", { system: "", messages: [user, note] }, { user: "U" }],
    [
      "Gemini's",
      { systemInstruction: { parts: [{ text: "S" }] }, contents: [{ role: "user", parts: [{ text: "U" }] }] },
      { system: "S", user: "U" },
    ],
    ["Responses'", { instructions: "S", input: "U" }, { system: "S", user: "U" }],
    ["a chat's", { messages: [{ role: "system", content: "S" }, user] }, { system: "S", user: "U" }],
    [
      "one of an API that is not known, whose system message may be a note",
      { max_tokens: 9, messages: [user, note] },
      { user: "U" },
    ],
    ["a text completion's", { prompt: "U" }, { user: "U" }],
    ["another, which is not what the user said", { inputText: "U" }, {}],
    ["names that every object has", { constructor: "x", toString: [] }, {}],
  ])("%s", (_what, body, told) => {
    expect(promptOfBody(JSON.stringify(body), false)).toEqual({ system: undefined, user: undefined, ...told });
  });

  test.each(["Hello", "{Hello}", '["a"]', '{"messages": ['])("%s is none", (text) => {
    expect(promptOfBody(text, false)).toBeUndefined();
  });

  test("without agents' context", () => {
    const body = { messages: [{ role: "user", content: "<system-reminder>x</system-reminder>U" }] };
    expect(promptOfBody(JSON.stringify(body), true)?.user).toBe("U");
  });
});

test.each([
  ["acompletion", "chat", false],
  ["_aresponses_websocket", "responses", true],
  ["aanthropic_messages", "anthropic", true],
  ["agenerate_content_stream", "gemini", true],
  ["rerank", undefined, false],
  ["constructor", undefined, false],
  [undefined, undefined, false],
] as const)("the API of %s is %s", (operation, api, hasParameter) => {
  expect(apiOf(operation)).toBe(api);
  expect(hasSystemParameter(apiOf(operation))).toBe(hasParameter);
});

test.each(["pass_through_endpoint", "llm_passthrough_route", "allm_passthrough_route"])("%s is handed through", (operation) => {
  expect(isPassThrough(operation)).toBe(true);
  expect(isPassThrough("acompletion")).toBe(false);
});
