import { describe, expect, test } from "vitest";
import { type AnyValue, mapLiteLLMTraces } from "../src/index.js";
import { jsonIn } from "../src/otlp/json.js";
import { litellmTraces, plainOf, span, spansOf } from "./spans.js";

function anyValueOf(value: unknown): AnyValue {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValueOf) } };
  if (typeof value === "object" && value !== null) {
    return { kvlistValue: { values: Object.entries(value).map(([key, of]) => ({ key, value: anyValueOf(of) })) } };
  }
  if (typeof value === "number") return { intValue: String(value) };
  return { stringValue: String(value) };
}

function textsOf(values: Readonly<Record<string, AnyValue>>) {
  const attributes = Object.entries(values).map(([key, value]) => ({ key, value }));
  const operation = { key: "llm.request.type", value: { stringValue: "acompletion" } };
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(span([operation, ...attributes]))));
  const told = { system: "gen_ai.llm.input.system", user: "gen_ai.llm.input.user", output: "gen_ai.llm.output" };
  return Object.fromEntries(Object.entries(told).map(([name, key]) => [name, plainOf(mapped, key)]));
}

const part = { type: "text", content: "U" };
const call = { type: "tool_call", name: "f", arguments: { n: 1 } };

describe("messages as lists and maps", () => {
  test.each<[string, Readonly<Record<string, AnyValue>>, object]>([
    [
      "a list of messages",
      {
        "gen_ai.input.messages": anyValueOf([
          { role: "system", content: "S" },
          { role: "user", parts: [part] },
        ]),
        "gen_ai.output.messages": anyValueOf([{ role: "assistant", parts: [call] }]),
      },
      { system: "S", user: "U", output: '[{"type":"tool_call","name":"f","arguments":{"n":1}}]' },
    ],
    ["one message", { "gen_ai.input.messages": anyValueOf({ role: "user", parts: [part] }) }, { user: "U" }],
    [
      "an integer beyond 2^53",
      {
        "gen_ai.output.messages": {
          kvlistValue: {
            values: [
              { key: "role", value: { stringValue: "assistant" } },
              {
                key: "function_call",
                value: { kvlistValue: { values: [{ key: "arguments", value: { intValue: "9007199254740993" } }] } },
              },
            ],
          },
        },
      },
      { output: '[{"type":"tool_call","arguments":"9007199254740993"}]' },
    ],
    ["instructions as parts", { "gen_ai.system_instructions": anyValueOf([{ type: "text", content: "S" }]) }, { system: "S" }],
    ["instructions as texts", { "gen_ai.system_instructions": anyValueOf(["A", "B"]) }, { system: "A\n\nB" }],
    [
      "instructions as a message",
      { "gen_ai.system_instructions": anyValueOf({ role: "system", content: "S" }) },
      { system: "S" },
    ],
    ["instructions that are something else", { "gen_ai.system_instructions": anyValueOf({ persona: "pilot" }) }, {}],
    ["an empty list", { "gen_ai.input.messages": anyValueOf([]) }, {}],
    ["a list without values", { "gen_ai.input.messages": { arrayValue: {} } }, {}],
    ["a number", { "gen_ai.input.messages": anyValueOf(7) }, {}],
    ["bytes", { "gen_ai.input.messages": { bytesValue: "W10=" } }, {}],
  ])("%s", (_what, values, texts) => {
    expect(textsOf(values)).toEqual({ system: undefined, user: undefined, output: undefined, ...texts });
  });

  test("nested without end", () => {
    let value: AnyValue = { stringValue: "x" };
    for (let depth = 0; depth < 100_000; depth++) value = { arrayValue: { values: [value] } };
    expect(textsOf({ "gen_ai.input.messages": value })).toEqual({});
  });
});

describe("numbers that Python writes and JSON does not have are null", () => {
  test.each<[string, string, unknown]>([
    ["NaN", '{"a": NaN}', { a: null }],
    ["infinities", "[Infinity, -Infinity, -1]", [null, null, -1]],
    ["not in texts", '["NaN", "\\"NaN", NaN]', ["NaN", '"NaN', null]],
    ["not as a part of a word", "[NaNs]", undefined],
    ["not as another number's end", "[1NaN]", undefined],
    ["an open text", '[NaN, "', undefined],
    ["other words", "[Infinite]", undefined],
  ])("%s", (_what, text, value) => {
    expect(jsonIn(text)).toEqual(value);
  });

  test("in a long conversation, in the message that is shown", () => {
    const long = "x".repeat(2000);
    const message = `{"role": "user", "score": NaN, "content": "U"}`;
    const json = `[{"role": "tool", "content": "${long}", "score": -Infinity}, ${message}]`;
    expect(textsOf({ "gen_ai.input.messages": { stringValue: json } })).toMatchObject({ user: "U" });
  });

  test("cut", () => {
    const json = '[{"role": "system", "score": NaN, "content": "You kn';
    expect(textsOf({ "gen_ai.input.messages": { stringValue: json } })).toMatchObject({ system: "You kn" });
  });
});
