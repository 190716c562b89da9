import { describe, expect, test } from "vitest";
import { type MappingIssue, mapLiteLLMTraces } from "../src/index.js";
import { recordedCase } from "./recorded-cases.js";
import { isOfType, litellmTraces, plainOf, span, spansOf } from "./spans.js";

interface Texts {
  readonly system?: string;
  readonly user?: string;
  readonly output?: string;
}

function mapCall(attributes: Readonly<Record<string, string>>): { texts: Texts; issues: readonly string[] } {
  const issues: MappingIssue[] = [];
  const call = span({ "gen_ai.operation.name": "chat", ...attributes });
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call), { onIssue: (issue) => issues.push(issue) }));
  const told = {
    system: plainOf(mapped, "gen_ai.llm.input.system"),
    user: plainOf(mapped, "gen_ai.llm.input.user"),
    output: plainOf(mapped, "gen_ai.llm.output"),
  };
  const texts = Object.fromEntries(Object.entries(told).filter(([, text]) => text !== undefined));
  return { texts, issues: issues.map(({ code, key }) => `${code} ${key}`) };
}

const input = (...messages: readonly unknown[]) => mapCall({ "gen_ai.input.messages": JSON.stringify(messages) }).texts;
const output = (...messages: readonly unknown[]) => mapCall({ "gen_ai.output.messages": JSON.stringify(messages) }).texts.output;
const says = (role: string, ...parts: readonly unknown[]) => ({ role, parts });
const text = (content: string) => ({ type: "text", content });

const IMAGE = { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } };

describe("system prompt and user input", () => {
  test.each<[string, readonly unknown[], Texts]>([
    ["text in parts", [says("system", text("S")), says("user", text("U"))], { system: "S", user: "U" }],
    [
      "text in content",
      [
        { role: "system", content: "S" },
        { role: "user", content: "U" },
      ],
      { system: "S", user: "U" },
    ],
    ["the first system message", [says("system", text("first")), says("system", text("second"))], { system: "first" }],
    [
      "the first that says something",
      [says("system", text("")), says("system", text(" \n")), says("system", text("S"))],
      { system: "S" },
    ],
    [
      "the last user message",
      [says("user", text("first")), says("assistant", text("a")), says("user", text("last"))],
      { user: "last" },
    ],
    ["the last that says something", [says("user", text("U")), says("user", text(""))], { user: "U" }],
    ["developer, where there is no system", [says("developer", text("D")), says("user", text("U"))], { system: "D", user: "U" }],
    ["system before developer", [says("developer", text("D")), says("system", text("S"))], { system: "S" }],
    ["developer, where system says nothing", [says("system", text("")), says("developer", text("D"))], { system: "D" }],
    [
      "one message without content loses nothing else",
      [{ role: "assistant", content: null }, { role: "assistant" }, says("user", text("U"))],
      { user: "U" },
    ],
    ["what is no message loses nothing else", [null, "x", 1, [], says("user", text("U"))], { user: "U" }],
    ["parts first, content where they are empty", [{ role: "user", parts: [], content: "U" }], { user: "U" }],
    ["a single part", [{ role: "user", content: { type: "text", text: "U" } }], { user: "U" }],
    ["plain strings as parts", [{ role: "user", content: ["A", "B"] }], { user: "A\n\nB" }],
    [
      "text parts of every name",
      [says("user", text("a"), { type: "text", text: "b" }, { type: "input_text", text: "c" }, { text: "d" })],
      { user: "a\n\nb\n\nc\n\nd" },
    ],
    ["parts that say nothing are not joined", [says("user", text("a"), text(""), text("b"))], { user: "a\n\nb" }],
    ["white space of a text stays", [{ role: "user", content: "  U\n" }], { user: "  U\n" }],
    [
      "an image shows the JSON of the parts",
      [says("user", text("What?"), IMAGE)],
      { user: JSON.stringify([text("What?"), IMAGE]) },
    ],
    [
      "Anthropic's image",
      [{ role: "user", content: [{ type: "image", source: {} }] }],
      { user: '[{"type":"image","source":{}}]' },
    ],
    [
      "audio and files",
      [says("user", { type: "input_audio", input_audio: {} }, { type: "file", file: {} })],
      { user: '[{"type":"input_audio","input_audio":{}},{"type":"file","file":{}}]' },
    ],
    [
      "Gemini's image",
      [says("user", { inlineData: { mimeType: "image/png" } })],
      { user: '[{"inlineData":{"mimeType":"image/png"}}]' },
    ],
    [
      "tool results alone are not the user's words",
      [says("user", text("U")), says("user", { type: "tool_result", tool_use_id: "t", content: "42" })],
      { user: "U" },
    ],
    ["a text beside a tool result is", [says("user", { type: "tool_result", content: "42" }, text("So?"))], { user: "So?" }],
    [
      "an image beside a tool result belongs to it",
      [says("user", text("U")), says("user", { type: "tool_result", content: "42" }, IMAGE)],
      { user: "U" },
    ],
    [
      "nor is what Gemini's functions gave back",
      [says("user", text("U")), says("user", { functionResponse: { name: "f" } }), says("user", { function_response: {} })],
      { user: "U" },
    ],
    [
      "nor is what Bedrock's tools gave back, nor a mark of its cache",
      [
        says("user", { text: "U" }, { cachePoint: { type: "default" } }),
        says("assistant", { toolUse: { toolUseId: "t", name: "f", input: {} } }),
        says("user", { toolResult: { toolUseId: "t", content: [{ text: "42" }] } }, { cachePoint: { type: "default" } }),
      ],
      { user: "U" },
    ],
    ["a tool call that has a text", [says("user", { type: "tool_use", name: "f", text: "not said" }, text("U"))], { user: "U" }],
    ["what is no part", [says("user", null, 7, {}, text("U"))], { user: "U" }],
    ["what is no part beside an image", [says("user", null, {}, IMAGE)], { user: JSON.stringify([IMAGE]) }],
    [
      "Gemini's thoughts beside an image",
      [says("user", { thought: true, text: "hm" }, IMAGE)],
      { user: JSON.stringify([IMAGE]) },
    ],
    [
      "an image beside what functions gave back belongs to it",
      [says("user", { functionResponse: {} }, { inlineData: { mimeType: "image/png" } }, text("So?"))],
      { user: "So?" },
    ],
    ["guarded text", [says("user", text("a"), { type: "guarded_text", text: "b" })], { user: "a\n\nb" }],
    [
      "a query and what it is grounded on",
      [says("user", { type: "grounding_source", text: "a" }, { type: "query", text: "b" })],
      { user: "a\n\nb" },
    ],
    [
      "reasoning that is sent again under the user's role",
      [says("user", text("U")), says("user", { type: "reasoning_text", text: "hm" }, { type: "summary_text", text: "hm" })],
      { user: "U" },
    ],
    [
      "reasoning of a kind to come",
      [says("user", text("U")), says("user", { type: "reasoning_notes", text: "hm" })],
      { user: "U" },
    ],
    [
      "thinking of a kind to come",
      [says("user", text("U")), says("user", { type: "thinking_delta", text: "hm" })],
      { user: "U" },
    ],
    [
      "a conversation made shorter",
      [says("user", text("U")), says("user", { type: "compaction", content: "hm" })],
      { user: "U" },
    ],
    ["a reasoning item", [says("user", text("U")), { role: "user", type: "reasoning", content: "hm" }], { user: "U" }],
    ["an item that names another", [says("user", text("U")), says("user", { type: "item_reference", id: "i" })], { user: "U" }],
    ["a message item", [{ role: "user", type: "message", content: "U" }], { user: "U" }],
    ...[
      "web_fetch_tool_result",
      "new_tool_result",
      "custom_tool_call_output",
      "computer_call_output",
      "mcp_approval_response",
    ].map((type): [string, readonly unknown[], Texts] => [
      `a result of type ${type}, with an image`,
      [says("user", text("U")), says("user", { type, text: "no" }, IMAGE)],
      { user: "U" },
    ]),
    [
      "Gemini's own code and its result",
      [says("user", text("U"), { executableCode: {} }, { codeExecutionResult: {} })],
      { user: "U" },
    ],
    [
      "the same in Python's names",
      [says("user", text("U"), { executable_code: {} }, { code_execution_result: {} })],
      { user: "U" },
    ],
    ["a type that is no text", [says("user", { type: 7 })], { user: '[{"type":7}]' }],
    ["a text that is a number", [says("user", { type: "text", content: 7 }, text("U"))], { user: "U" }],
    ["the tool role is not the user", [says("user", text("U")), { role: "tool", content: "42" }], { user: "U" }],
    ["LiteLLM's placeholder for no prompt", [says("user", text("default-message-value"))], {}],
    ["LiteLLM's placeholder for a redacted prompt", [says("user", text("redacted-by-litellm"))], {}],
    [
      "a text that quotes the placeholder",
      [says("user", text("what is redacted-by-litellm?"))],
      { user: "what is redacted-by-litellm?" },
    ],
    [
      "a text that looks like messages stays a text",
      [says("user", text('{"role": "system", "content": "x"}'))],
      { user: '{"role": "system", "content": "x"}' },
    ],
    ["no messages", [], {}],
    ["roles in other letters are other roles", [says("System", text("S")), says("USER", text("U"))], {}],
  ])("%s", (_what, messages, texts) => {
    expect(input(...messages)).toEqual(texts);
  });

  test("a single message instead of a list", () => {
    expect(mapCall({ "gen_ai.input.messages": '{"role": "user", "content": "U"}' }).texts).toEqual({ user: "U" });
  });

  test("a long conversation is read from both ends", () => {
    const turns = Array.from({ length: 200 }, (_, turn) =>
      says(turn % 2 ? "assistant" : "user", text(`turn ${turn} "quoted" \\ {[`)),
    );
    const last = { role: "assistant", content: [{ type: "text", text: 'looks like {"role": "user"}' }] };
    expect(input(says("system", text("S")), ...turns, last)).toEqual({ system: "S", user: 'turn 198 "quoted" \\ {[' });
    expect(input(...turns, last, says("developer", text("D")))).toEqual({ system: "D", user: 'turn 198 "quoted" \\ {[' });
  });
});

describe("system instructions", () => {
  test.each<[string, string, string | undefined]>([
    ["a plain text", "You know mountains.", "You know mountains."],
    ["a plain text with a bracket in front", "[Be brief] and kind", "[Be brief] and kind"],
    ["a plain text that is JSON of something else", '{"persona": "pilot"}', '{"persona": "pilot"}'],
    ["messages", '[{"role": "system", "parts": [{"type": "text", "content": "S"}]}]', "S"],
    [
      "one prompt in several messages",
      '[{"role": "user", "parts": [{"type": "text", "content": "A"}]}, {"role": "user", "parts": [{"type": "text", "content": "B"}]}]',
      "A\n\nB",
    ],
    [
      "messages with empty text, as LiteLLM 1.86-1.109 write of blocks",
      '[{"role": "user", "parts": [{"type": "text", "content": ""}]}]',
      undefined,
    ],
    ["parts", '[{"type": "text", "content": "A"}, {"type": "text", "text": "B"}]', "A\n\nB"],
    ["Gemini's parts", '{"parts": [{"text": "S"}]}', "S"],
    ["cut JSON", '[{"role": "system", "parts": [{"type": "text", "content": "You know moun', "You know moun"],
    ["JSON that was cut before a message", '[{"role": "system", "content": "S"}, {', "S"],
    ["JSON that was cut before a text", '[{"type": "text", "te', undefined],
    [
      "JSON that was cut behind a role",
      '[{"role": "system", "parts": [{"type": "text", "content": ""}]}, {"role": "us',
      undefined,
    ],
    ["a plain text that begins as messages might", "[{", "[{"],
    ["a plain text with other members, cut or not", '[{"persona": "pil', '[{"persona": "pil'],
    ["a message with content", '[{"role": "system", "content": "S"}]', "S"],
    [
      "a message that says nothing before another",
      '[{"role": "system", "content": ""}, {"role": "system", "content": "B"}]',
      "B",
    ],
    ["an empty list is a plain text", "[]", "[]"],
    ["a list of which only one is a part is a plain text", '[{"text": "A"}, {"x": 1}]', '[{"text": "A"}, {"x": 1}]'],
    ["JSON that ends like a list and is broken is a plain text", '[{"text": "A" "x"}]', '[{"text": "A" "x"}]'],
    ["the placeholder", "redacted-by-litellm", undefined],
  ])("%s", (_what, instructions, system) => {
    expect(mapCall({ "gen_ai.system_instructions": instructions }).texts.system).toBe(system);
  });

  test("come after the system message and the developer message", () => {
    const messages = { "gen_ai.input.messages": '[{"role":"developer","content":"D"}]', "gen_ai.system_instructions": "S" };
    expect(mapCall(messages).texts.system).toBe("D");
  });
});

const CALL = { id: "c1", type: "function", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } };
const SHOWN = { type: "tool_call", id: "c1", name: "get_weather", arguments: '{"city":"Oslo"}' };

describe("output", () => {
  test.each<[string, readonly unknown[], string | undefined]>([
    ["the assistant's text", [says("assistant", text("A"))], "A"],
    ["Gemini's role model", [{ role: "model", parts: [{ text: "A" }] }], "A"],
    [
      "the first choice",
      [
        { ...says("assistant", text("one")), finish_reason: "stop" },
        { ...says("assistant", text("two")), finish_reason: "stop" },
      ],
      "one",
    ],
    ["another role is no answer", [says("user", text("U")), says("assistant", text("A"))], "A"],
    [
      "reasoning is no output",
      [says("assistant", { type: "thinking", thinking: "hm" }, { type: "reasoning", content: "hm" }, text("A"))],
      "A",
    ],
    ["thoughts that Anthropic encrypted neither", [says("assistant", { type: "redacted_thinking", data: "x" }, text("A"))], "A"],
    ["Gemini's thoughts neither", [{ role: "model", parts: [{ text: "hm", thought: true }, { text: "A" }] }], "A"],
    ["reasoning alone", [says("assistant", { type: "thinking", thinking: "hm" })], undefined],
    ["a refusal", [{ role: "assistant", content: null, refusal: "I can't." }], "I can't."],
    ["a refusal as a part", [says("assistant", { type: "refusal", refusal: "I can't." })], "I can't."],
    ["a text beside tool calls", [{ role: "assistant", content: "A", tool_calls: [CALL] }], "A"],
    [
      "tool calls beside the parts",
      [{ role: "assistant", content: null, tool_calls: [CALL, { ...CALL, id: "c2" }] }],
      JSON.stringify([SHOWN, { ...SHOWN, id: "c2" }]),
    ],
    ["tool_call parts", [says("assistant", { ...SHOWN })], JSON.stringify([SHOWN])],
    [
      "Anthropic's tool_use parts",
      [says("assistant", { type: "tool_use", id: "t", name: "f", input: { a: 1 } })],
      '[{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}]',
    ],
    [
      "a tool use of a kind to come",
      [says("assistant", { type: "browser_tool_use", id: "t", name: "f", input: { a: 1 } })],
      '[{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}]',
    ],
    [
      "Gemini's functionCall",
      [says("model", { functionCall: { name: "f", args: { a: 1 } } })],
      '[{"type":"tool_call","name":"f","arguments":{"a":1}}]',
    ],
    [
      "Bedrock's toolUse, behind its reasoning",
      [
        says(
          "assistant",
          { reasoningContent: { reasoningText: { text: "hm" } } },
          { toolUse: { toolUseId: "t", name: "f", input: { a: 1 } } },
        ),
      ],
      '[{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}]',
    ],
    ["absent members are left out", [says("assistant", { type: "tool_call", name: "f" })], '[{"type":"tool_call","name":"f"}]'],
    [
      "a custom tool",
      [{ role: "assistant", tool_calls: [{ id: "c", type: "custom", custom: { name: "sql", input: "SELECT 1" } }] }],
      '[{"type":"tool_call","id":"c","name":"sql","arguments":"SELECT 1"}]',
    ],
    [
      "a call of a custom tool as a part",
      [says("assistant", { type: "custom_tool_call", call_id: "c", name: "sql", input: "SELECT 1" })],
      '[{"type":"tool_call","id":"c","name":"sql","arguments":"SELECT 1"}]',
    ],
    [
      "a call that is an item of its own",
      [{ role: "assistant", type: "function_call", call_id: "c", name: "f", arguments: "{}" }],
      '[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}]',
    ],
    [
      "an item without a role",
      [{ type: "custom_tool_call", call_id: "c", name: "sql", input: "SELECT 1" }],
      '[{"type":"tool_call","id":"c","name":"sql","arguments":"SELECT 1"}]',
    ],
    [
      "reasoning without a role, before the answer",
      [
        { type: "reasoning", summary: [] },
        { role: "assistant", content: "A" },
      ],
      "A",
    ],
    [
      "an item without a role, before a text",
      [
        { type: "function_call", name: "f" },
        { type: "message", content: [{ type: "output_text", text: "A" }] },
      ],
      "A",
    ],
    ["a result of a tool without a role", [{ type: "function_call_output", call_id: "c", output: "r" }], undefined],
    [
      "what the client runs, by its type",
      [
        says(
          "assistant",
          { type: "local_shell_call", call_id: "a", action: { command: ["ls"] } },
          { type: "apply_patch_call", call_id: "b", operation: { path: "p" } },
          { type: "computer_call", call_id: "c", actions: [{ type: "wait" }] },
          { type: "new_call", id: "d" },
        ),
      ],
      '[{"type":"tool_call","id":"a","name":"local_shell_call","arguments":{"command":["ls"]}},' +
        '{"type":"tool_call","id":"b","name":"apply_patch_call","arguments":{"path":"p"}},' +
        '{"type":"tool_call","id":"c","name":"computer_call","arguments":[{"type":"wait"}]},' +
        '{"type":"tool_call","id":"d","name":"new_call"}]',
    ],
    ...[
      "web_search_call",
      "file_search_call",
      "code_interpreter_call",
      "image_generation_call",
      "mcp_call",
      "mcp_list_tools",
      "mcp_approval_request",
    ].map((type): [string, readonly unknown[], string | undefined] => [
      `what the provider runs itself: ${type}`,
      [says("assistant", { type, id: "w" })],
      undefined,
    ]),
    [
      "arguments that LiteLLM redacted",
      [{ role: "assistant", tool_calls: [{ function: { name: "f", arguments: "redacted-by-litellm" } }] }],
      '[{"type":"tool_call","name":"f"}]',
    ],
    [
      "arguments with a text that LiteLLM redacted",
      [{ role: "assistant", tool_calls: [{ function: { name: "f", arguments: '{"a": "redacted-by-litellm", "b": 1}' } }] }],
      '[{"type":"tool_call","name":"f"}]',
    ],
    [
      "an object of arguments with a text that LiteLLM redacted",
      [says("assistant", { type: "tool_use", name: "f", input: { a: ["redacted-by-litellm"] } })],
      '[{"type":"tool_call","name":"f"}]',
    ],
    [
      "the transcript of an audio answer",
      [{ role: "assistant", content: null, audio: { data: "UklGRg==", transcript: "Lima." } }],
      "Lima.",
    ],
    ["a text before the transcript", [{ role: "assistant", content: "A", audio: { transcript: "B" } }], "A"],
    ["the transcript of an audio part", [says("assistant", { type: "output_audio", data: "", transcript: "Lima." })], "Lima."],
    ["pictures", [{ role: "assistant", content: "", images: [IMAGE] }], JSON.stringify([IMAGE])],
    ["a text before pictures", [{ role: "assistant", content: "A", images: [IMAGE] }], "A"],
    ["no pictures", [{ role: "assistant", content: null, images: [] }], undefined],
    [
      "choices that only call tools: the first",
      [
        { role: "assistant", content: null, tool_calls: [CALL] },
        { role: "assistant", content: null, tool_calls: [{ ...CALL, id: "c2" }] },
      ],
      JSON.stringify([SHOWN]),
    ],
    [
      "function_call, as OpenAI had it before tools",
      [{ role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } }],
      '[{"type":"tool_call","name":"f","arguments":"{}"}]',
    ],
    [
      "members that a call does not have",
      [{ role: "assistant", tool_calls: [{ id: null, function: { name: "", arguments: "{}" } }] }],
      '[{"type":"tool_call","arguments":"{}"}]',
    ],
    [
      "a name that is null",
      [{ role: "assistant", tool_calls: [{ function: { name: null, arguments: "{}" } }] }],
      '[{"type":"tool_call","arguments":"{}"}]',
    ],
    [
      "Gemini's calls in snake case",
      [says("assistant", { function_call: { name: "f", args: { a: 1 } } })],
      '[{"type":"tool_call","name":"f","arguments":{"a":1}}]',
    ],
    ["a call behind what is none", [{ role: "assistant", tool_calls: [null, CALL] }], JSON.stringify([SHOWN])],
    [
      "the first of several choices, each with its finish reason",
      [
        { ...says("assistant", { type: "tool_call", id: "c", name: "f" }), finish_reason: "tool_calls" },
        { ...says("assistant", text("B")), finish_reason: "stop" },
      ],
      '[{"type":"tool_call","id":"c","name":"f"}]',
    ],
    ["an image", [says("assistant", text("Here:"), IMAGE)], JSON.stringify([text("Here:"), IMAGE])],
    ["the placeholder", [says("assistant", text("redacted-by-litellm"))], undefined],
    ["an empty answer", [says("assistant", text(""))], undefined],
    [
      "an integer beyond 2^53 in arguments",
      [says("assistant", { type: "tool_call", name: "f", arguments: '{"n": 9007199254740993}' })],
      '[{"type":"tool_call","name":"f","arguments":"{\\"n\\": 9007199254740993}"}]',
    ],
  ])("%s", (_what, messages, said) => {
    expect(output(...messages)).toBe(said);
  });
});

describe("items of a Responses answer are one choice", () => {
  const itemsOf = (...messages: readonly unknown[]) =>
    mapCall({ "llm.request.type": "aresponses", "gen_ai.output.messages": JSON.stringify(messages) }).texts.output;
  const call = says("assistant", { ...SHOWN });

  test.each<[string, readonly unknown[], string | undefined]>([
    ["two texts", [says("assistant", text("A")), says("assistant", text("B"))], "A\n\nB"],
    [
      "content",
      [
        { role: "assistant", content: "A" },
        { role: "assistant", content: "B" },
      ],
      "A\n\nB",
    ],
    ["a text, a call, a text", [says("assistant", text("A")), call, says("assistant", text("B"))], "A\n\nB"],
    ["reasoning before a text", [says("assistant", { type: "reasoning", summary: [] }), says("assistant", text("A"))], "A"],
    ["calls", [call, { ...call }], JSON.stringify([SHOWN, SHOWN])],
    ["one that another role says", [says("assistant", text("A")), says("user", text("U"))], "A"],
  ])("%s", (_what, messages, output) => {
    expect(itemsOf(...messages)).toBe(output);
  });

  test("cut: texts up to the cut, and no calls", () => {
    const cut = (...messages: readonly unknown[]) =>
      mapCall({ "llm.request.type": "aresponses", "gen_ai.output.messages": JSON.stringify(messages).slice(0, -7) }).texts.output;
    expect(cut(says("assistant", text("A")), says("assistant", text("B and more")))).toBe("A\n\nB and mo");
    expect(cut(call, says("assistant", text("")))).toBeUndefined();
  });

  test("choices of a chat are not", () => {
    expect(output(says("assistant", text("A")), says("assistant", text("B")))).toBe("A");
  });
});

describe("the system prompt of APIs that have a parameter for it", () => {
  const ROWS: readonly [string, readonly unknown[], string | undefined][] = [
    ["a leading system message", [says("system", text("S")), says("user", text("U"))], "S"],
    ["a leading developer message", [says("developer", text("D")), says("user", text("U")), says("system", text("N"))], "D"],
    ["a note behind the user's message", [says("user", text("U")), says("system", text("N"))], undefined],
    ["a note behind an answer", [says("assistant", text("A")), says("developer", text("N")), says("user", text("U"))], undefined],
    ["a note behind Gemini's answer", [says("model", text("A")), says("system", text("N"))], undefined],
    ["items without a role do not begin it", [{ type: "reasoning" }, says("system", text("S"))], "S"],
  ];
  const systemOf = (messages: readonly unknown[], attributes: Readonly<Record<string, string>>) =>
    mapCall({ "gen_ai.input.messages": JSON.stringify(messages), ...attributes }).texts.system;
  const LONG = "x".repeat(1500);

  test.each(ROWS)("%s", (_what, messages, system) => {
    for (const length of [messages, [...messages, says("user", text(LONG))]]) {
      for (const operation of ["aresponses", "anthropic_messages", "generate_content"]) {
        expect(systemOf(length, { "llm.request.type": operation })).toBe(system);
      }
      const ofChat = JSON.stringify(messages).includes('"N"') ? "N" : system;
      expect(systemOf(length, { "llm.request.type": "acompletion" })).toBe(ofChat);
    }
  });

  test.each([
    "responses",
    "aresponses",
    "anthropic_messages",
    "generate_content",
    "agenerate_content",
    "generate_content_stream",
    "agenerate_content_stream",
  ])("instructions come before a message in %s", (operation) => {
    const messages = [says("system", text("S")), says("user", text("U"))];
    expect(systemOf(messages, { "litellm.call_type": operation, "gen_ai.system_instructions": "I" })).toBe("I");
    expect(systemOf(messages, { "litellm.call_type": operation, "gen_ai.system_instructions": '[{"text": ""}]' })).toBe("S");
  });

  test.each(["chat", "completion", "acompletion", "text_completion", "atext_completion"])("but not in %s", (operation) => {
    const messages = [says("user", text("U")), says("developer", text("D")), says("system", text("S"))];
    expect(systemOf(messages, { "litellm.call_type": operation, "gen_ai.system_instructions": "I" })).toBe("S");
    expect(systemOf([], { "litellm.call_type": operation, "gen_ai.system_instructions": "I" })).toBe("I");
  });

  test("cut: a note is no prompt, a leading message is", () => {
    const cut = (...messages: readonly unknown[]) =>
      mapCall({
        "llm.request.type": "aresponses",
        "gen_ai.input.messages": JSON.stringify([...messages, says("system", text("cut here"))]).slice(0, -9),
      }).texts;
    expect(cut(says("user", text("U")))).toEqual({});
    expect(cut(says("system", text("S")), says("user", text("U")))).toEqual({ system: "S" });
    expect(cut()).toEqual({ system: "cut " });
  });
});

describe("indexed attributes", () => {
  test.each<[string, Readonly<Record<string, string>>, Texts]>([
    [
      "LiteLLM before 1.80.17",
      {
        "gen_ai.prompt.0.role": "system",
        "gen_ai.prompt.0.content": "S",
        "gen_ai.prompt.1.role": "user",
        "gen_ai.prompt.1.content": "U",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.content": "A",
      },
      { system: "S", user: "U", output: "A" },
    ],
    [
      "LiteLLM under 1.69 on newer Pythons",
      {
        "SpanAttributes.LLM_PROMPTS.0.role": "user",
        "SpanAttributes.LLM_PROMPTS.0.content": "U",
        "SpanAttributes.LLM_COMPLETIONS.0.role": "assistant",
        "SpanAttributes.LLM_COMPLETIONS.0.content": "A",
      },
      { user: "U", output: "A" },
    ],
    [
      "numbers that skip and come in any order",
      {
        "gen_ai.prompt.10.role": "user",
        "gen_ai.prompt.10.content": "last",
        "gen_ai.prompt.2.content": "S",
        "gen_ai.prompt.2.role": "system",
        "gen_ai.prompt.9.role": "user",
        "gen_ai.prompt.9.content": "earlier",
      },
      { system: "S", user: "last" },
    ],
    ["the placeholder for no prompt", { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "default-message-value" }, {}],
    [
      "a list of other dicts that a user wrote",
      { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "[{'text': 'A', 'n': 3}]" },
      { user: "[{'text': 'A', 'n': 3}]" },
    ],
    [
      "a list of dicts that the model wrote",
      { "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.content": "[{'text': 'A'}]" },
      { output: "[{'text': 'A'}]" },
    ],
    [
      "a list of parts without types",
      { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "[{'text': 'A'}, {'text': 'B'}]" },
      { user: "A\n\nB" },
    ],
    [
      "a list of parts in Python's repr",
      {
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "[{'type': 'text', 'text': \"It's\"}, {'type': 'text', 'text': 'B'}]",
      },
      { user: "It's\n\nB" },
    ],
    [
      "an image in Python's repr",
      {
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "[{'type': 'text', 'text': 'A'}, {'type': 'image_url', 'image_url': {'url': 'x'}}]",
      },
      { user: '[{"type":"text","text":"A"},{"type":"image_url","image_url":{"url":"x"}}]' },
    ],
    [
      "a text that only begins like one",
      { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "[{'type': 'text'}, and so on" },
      { user: "[{'type': 'text'}, and so on" },
    ],
    [
      "a list that is no list of parts",
      { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "[{'a': 1}]" },
      { user: "[{'a': 1}]" },
    ],
    [
      "the calls of an answer",
      {
        "gen_ai.completion.1.function_call.name": "g",
        "gen_ai.completion.0.function_call.name": "f",
        "gen_ai.completion.0.function_call.arguments": "{}",
      },
      { output: '[{"type":"tool_call","name":"f","arguments":"{}"},{"type":"tool_call","name":"g"}]' },
    ],
    [
      "calls beside messages without any, as 1.81-1.109 write them",
      {
        "gen_ai.output.messages": '[{"role":"assistant","parts":[],"finish_reason":"tool_calls"}]',
        "gen_ai.completion.0.function_call.name": "f",
      },
      { output: '[{"type":"tool_call","name":"f"}]' },
    ],
    [
      "calls beside a text",
      {
        "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"text","content":"A"}]}]',
        "gen_ai.completion.0.function_call.name": "f",
      },
      { output: "A" },
    ],
    ["a field that is no call", { "gen_ai.completion.0.finish_reason": "stop" }, {}],
    ["a prompt without a role is the user's", { "gen_ai.prompt.0.content": "U" }, { user: "U" }],
    ["a completion without a role is the assistant's", { "gen_ai.completion.0.content": "A" }, { output: "A" }],
    [
      "a choice that calls tools beside one that does not",
      {
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.finish_reason": "tool_calls",
        "gen_ai.completion.0.function_call.name": "f",
        "gen_ai.completion.1.content": "B",
        "gen_ai.completion.1.finish_reason": "stop",
      },
      { output: '[{"type":"tool_call","name":"f"}]' },
    ],
    [
      "several choices that call tools: the calls may be the last one's",
      {
        "gen_ai.completion.0.finish_reason": "tool_calls",
        "gen_ai.completion.0.function_call.name": "f",
        "gen_ai.completion.1.role": "assistant",
        "gen_ai.completion.1.content": "Looking it up.",
        "gen_ai.completion.1.finish_reason": "tool_calls",
      },
      {},
    ],
    [
      "choices in the JSON that all call tools",
      {
        "gen_ai.output.messages":
          '[{"role":"assistant","parts":[],"finish_reason":"tool_calls"},{"role":"assistant","parts":[],"finish_reason":"stop"}]',
        "gen_ai.completion.0.function_call.name": "f",
      },
      {},
    ],
    [
      "choices in the JSON of which the first calls tools",
      {
        "gen_ai.output.messages":
          '[{"role":"assistant","parts":[],"finish_reason":"tool_calls"},{"role":"assistant","parts":["B"],"finish_reason":"stop"}]',
        "gen_ai.completion.0.function_call.name": "f",
      },
      { output: '[{"type":"tool_call","name":"f"}]' },
    ],
    ["brackets without a part", { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "[]" }, { user: "[]" }],
    [
      "a list of parts and something else",
      { "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": "[{'type': 'text', 'text': 'A'}, 5]" },
      { user: "[{'type': 'text', 'text': 'A'}, 5]" },
    ],
    [
      "the messages' JSON comes first",
      {
        "gen_ai.input.messages": '[{"role":"user","content":"new"}]',
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "old",
      },
      { user: "new" },
    ],
  ])("%s", (_what, attributes, texts) => {
    expect(mapCall(attributes).texts).toEqual(texts);
  });
});

test("tool arguments nested too deep to be written leave the output absent, and nothing else", () => {
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  const texts = mapCall({
    "gen_ai.input.messages": '[{"role":"user","content":"U"}]',
    "gen_ai.output.messages": `[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":${deep}}}]}]`,
  }).texts;
  expect(texts).toEqual({ user: "U" });
});

describe("values that JSON can't hold", () => {
  const userOf = (content: string) => mapCall({ "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": content }).texts.user;

  test("an integer beyond 2^53 is written as text", () => {
    expect(userOf("[{'type': 'file', 'size': 9007199254740993}]")).toBe('[{"type":"file","size":"9007199254740993"}]');
  });

  test("a part nested beyond all measure is not read: the text is shown as it stands", () => {
    const deep = `[{'type': 'file', 'file': ${"[".repeat(50_000)}${"]".repeat(50_000)}}]`;
    const { texts } = mapCall({
      "gen_ai.prompt.0.role": "system",
      "gen_ai.prompt.0.content": "S",
      "gen_ai.prompt.1.role": "user",
      "gen_ai.prompt.1.content": deep,
    });
    expect(texts).toEqual({ system: "S", user: deep });
  });
});

describe("indexed prompts of which the attribute limit has dropped the first", () => {
  const left = {
    "gen_ai.prompt.32.role": "system",
    "gen_ai.prompt.32.content": "note",
    "gen_ai.prompt.33.role": "user",
    "gen_ai.prompt.33.content": "U",
  };
  test.each(["acompletion", "anthropic_messages"])("%s: a system message that is left is not the system prompt", (operation) => {
    const call = (members: object) => span({ "llm.request.type": operation, ...left }, members);
    const [one] = spansOf(mapLiteLLMTraces(litellmTraces(call({ droppedAttributesCount: 60 }))));
    expect(plainOf(one, "gen_ai.llm.input.system")).toBeUndefined();
    expect(plainOf(one, "gen_ai.llm.input.user")).toBe("U");
    const [whole] = spansOf(mapLiteLLMTraces(litellmTraces(call({}))));
    expect(plainOf(whole, "gen_ai.llm.input.system")).toBe("note");
  });
});

test("the body of a request that was passed through, in an indexed prompt that was cut, is no user input", () => {
  const body = '{"model": "c", "max_tokens": 200, "messages": [{"role": "user", "content": "What is the';
  const { texts, issues } = mapCall({ "gen_ai.operation.name": "allm_passthrough_route", "gen_ai.prompt.0.content": body });
  expect(texts).toEqual({});
  expect(issues).toEqual(["messages-truncated gen_ai.prompt"]);
});

test("a user's text that begins like JSON is no body that was cut", () => {
  const { texts } = mapCall({
    "gen_ai.operation.name": "allm_passthrough_route",
    "gen_ai.completion.0.content": "A",
    "gen_ai.prompt.0.content": '{ "x": [1, 2',
  });
  expect(texts).toEqual({ user: '{ "x": [1, 2', output: "A" });
});

describe("indexed lists of parts that a length limit has cut", () => {
  const cut = "[{'type': 'text', 'text': 'It is long, and";
  const prompts = (...all: readonly (readonly [role: string, content: string])[]): Readonly<Record<string, string>> =>
    Object.fromEntries(
      all.flatMap(([role, content], at) => [
        [`gen_ai.prompt.${at}.role`, role],
        [`gen_ai.prompt.${at}.content`, content],
      ]),
    );

  test.each<[string, ReturnType<typeof prompts>, Texts]>([
    ["the last question is absent, and so is the one before it", prompts(["user", "first"], ["user", cut]), {}],
    ["a question behind it is", prompts(["user", cut], ["user", "last"]), { user: "last" }],
    [
      "a system prompt is absent, and so is what follows it",
      prompts(["system", cut], ["system", "B"], ["user", "U"]),
      { user: "U" },
    ],
    ["a system prompt before it is", prompts(["system", "A"], ["system", cut], ["user", "U"]), { system: "A", user: "U" }],
    [
      "what the assistant said hides no question",
      prompts(["system", "A"], ["user", "U"], ["assistant", cut]),
      { system: "A", user: "U" },
    ],
  ])("%s", (_what, attributes, expected) => {
    const { texts, issues } = mapCall(attributes);
    expect(texts).toEqual(expected);
    expect(issues).toEqual(["messages-truncated gen_ai.prompt"]);
  });
});

describe("JSON that can't be read whole", () => {
  const LONG = JSON.stringify([
    { role: "system", content: "S".repeat(600) },
    { role: "user", content: "U".repeat(600) },
  ]);
  test.each<[string, Readonly<Record<string, string>>, Texts, readonly string[]]>([
    ["no JSON", { "gen_ai.input.messages": "Hello" }, {}, ["messages-invalid gen_ai.input.messages"]],
    ["JSON of a number", { "gen_ai.input.messages": "7" }, {}, ["messages-invalid gen_ai.input.messages"]],
    ["JSON of a text", { "gen_ai.output.messages": '"A"' }, {}, ["messages-invalid gen_ai.output.messages"]],
    [
      "broken in the middle",
      { "gen_ai.input.messages": '[{"role": "user" "content": "U"}]' },
      {},
      ["messages-invalid gen_ai.input.messages"],
    ],
    [
      "one broken, the other not",
      { "gen_ai.input.messages": "[", "gen_ai.output.messages": '[{"role":"assistant","content":"A"}]' },
      { output: "A" },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut behind the system prompt",
      { "gen_ai.input.messages": '[{"role":"system","content":"S"},{"role":"user","content":"first"},{"role":"user","cont' },
      { system: "S" },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut in the system prompt",
      { "gen_ai.input.messages": '[{"role": "system", "parts": [{"type": "text", "content": "You kn' },
      { system: "You kn" },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut in an escape",
      { "gen_ai.input.messages": '[{"role":"system","content":"caf\\u00e' },
      { system: "caf" },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut between the halves of an emoji",
      { "gen_ai.input.messages": '[{"role":"system","content":"hi \\ud83d' },
      { system: "hi " },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut behind a backslash",
      { "gen_ai.input.messages": '[{"role":"system","content":"a\\\\b\\' },
      { system: "a\\b" },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut in the output",
      { "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"text","content":"Once upon' },
      { output: "Once upon" },
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut in an output whose role would have come behind it",
      { "gen_ai.output.messages": '[{"content":"Once upon' },
      { output: "Once upon" },
      ["messages-truncated gen_ai.output.messages"],
    ],
    ["white space behind the list", { "gen_ai.input.messages": '[{"role":"user","content":"U"}] \n' }, { user: "U" }, []],
    [
      "broken and cut",
      { "gen_ai.input.messages": '[{"role": "user" "content": "U"' },
      {},
      ["messages-invalid gen_ai.input.messages"],
    ],
    [
      "cut in somebody else's words where the answer should be",
      { "gen_ai.output.messages": '[{"role":"user","content":"Once upon' },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "a conversation longer than limits are, cut",
      { "gen_ai.input.messages": `[{"role":"system","content":"S"},{"role":"user","content":"${"U".repeat(40_000)}` },
      { system: "S" },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "cut behind a whole message",
      { "gen_ai.output.messages": `[${JSON.stringify(says("assistant", IMAGE))}, ` },
      { output: JSON.stringify([IMAGE]) },
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "a message without a list, cut in an image",
      { "gen_ai.output.messages": JSON.stringify(says("assistant", IMAGE)).slice(0, -1) },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut behind an image",
      { "gen_ai.output.messages": `[{"role":"assistant","parts":[${JSON.stringify(IMAGE)},{"type":"text","content":"A` },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut behind reasoning and a text",
      {
        "gen_ai.output.messages":
          '[{"role":"assistant","parts":[{"type":"reasoning","content":"hm"},{"type":"text","content":"A"},{"type":"text","content":"B',
      },
      { output: "A\n\nB" },
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut in reasoning",
      { "gen_ai.output.messages": '[{"role":"assistant","parts":[{"type":"reasoning","content":"hm' },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut in a part that is a text",
      { "gen_ai.output.messages": '[{"role":"assistant","content":["Once upon' },
      { output: "Once upon" },
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut in a part whose type is not known yet",
      { "gen_ai.output.messages": '[{"role":"assistant","parts":[{"text":"hm' },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut in the placeholder",
      { "gen_ai.output.messages": '[{"role":"assistant","content":"redacted-by' },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "cut in a tool call",
      {
        "gen_ai.output.messages":
          '[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","function":{"name":"f","arguments":"{',
      },
      {},
      ["messages-truncated gen_ai.output.messages"],
    ],
    [
      "a long conversation, cut",
      { "gen_ai.input.messages": LONG.slice(0, 1000) },
      { system: "S".repeat(600) },
      ["messages-truncated gen_ai.input.messages"],
    ],
    [
      "a developer message in cut JSON, for a system message might have followed",
      { "gen_ai.input.messages": '[{"role":"developer","content":"D"},{"role":"user","content":"' },
      {},
      ["messages-truncated gen_ai.input.messages"],
    ],
  ])("%s", (_what, attributes, texts, issues) => {
    expect(mapCall(attributes)).toEqual({ texts, issues });
  });

  test("the attribute stays", () => {
    const [mapped] = spansOf(
      mapLiteLLMTraces(litellmTraces(span({ "gen_ai.operation.name": "chat", "gen_ai.input.messages": "[{" }))),
    );
    expect(plainOf(mapped, "gen_ai.input.messages")).toBe("[{");
  });
});

test("messages are read on llm spans alone", () => {
  const messages = { "gen_ai.input.messages": '[{"role":"user","content":"q"}]', "gen_ai.output.messages": "no JSON" };
  const issues: MappingIssue[] = [];
  const [mapped] = spansOf(
    mapLiteLLMTraces(litellmTraces(span({ "llm.request.type": "rerank", ...messages })), {
      onIssue: (issue) => issues.push(issue),
    }),
  );
  expect(plainOf(mapped, "gen_ai.llm.input.user")).toBeUndefined();
  expect(issues).toEqual([]);
});

test("the same conversation gives the same user input through both routes", () => {
  const userOf = (name: string) =>
    plainOf(spansOf(mapLiteLLMTraces(recordedCase(name).input)).find(isOfType("llm")), "gen_ai.llm.input.user");
  expect(userOf("1.83.10-chat-tool-result")).toBe("Weather in Paris?");
  expect(userOf("1.83.10-messages-conversation")).toBe("So?");
  expect(userOf("1.106.10-v2-content-messages-conversation")).toBe("So?");
});
