import { describe, expect, test } from "vitest";
import { type KeyValue, type MappingIssue, mapLiteLLMTraces, type Span } from "../src/index.js";
import { ObjectSpan } from "../src/objects/object-span.js";
import { rawSystemOf } from "../src/raw/raw-prompt.js";
import { rawRequestOn } from "../src/raw/raw-request.js";
import { readSpan } from "../src/reading/span-reading.js";
import { caseNames, recordedCase } from "./recorded-cases.js";
import { attribute, isOfType, litellmTraces, plainOf, span, spansOf } from "./spans.js";

type Attributes = Readonly<Record<string, string>>;

interface Recovered {
  readonly system?: string;
  readonly user?: string;
  readonly output?: string;
  readonly provider?: string;
  readonly responseModel?: string;
}

const KEYS = {
  system: "gen_ai.llm.input.system",
  user: "gen_ai.llm.input.user",
  output: "gen_ai.llm.output",
  provider: "gen_ai.system",
  responseModel: "gen_ai.response.model",
};

function pair(call: Attributes, raw: Attributes): readonly Span[] {
  const parent = span({ "llm.request.type": "acompletion", ...call });
  return [parent, span(raw, { name: "raw_gen_ai_request", parentSpanId: parent.spanId ?? null })];
}

function recover(call: Attributes, raw: Attributes, provider = "None"): { told: Recovered; issues: readonly string[] } {
  const issues: MappingIssue[] = [];
  const fields = Object.fromEntries(Object.entries(raw).map(([field, value]) => [`llm.${provider}.${field}`, value]));
  const options = { recoverFromRawRequest: true, onIssue: (issue: MappingIssue) => issues.push(issue) };
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(...pair(call, fields)), options));
  const told = Object.entries(KEYS).flatMap(([name, key]) =>
    plainOf(mapped, key) === undefined ? [] : [[name, plainOf(mapped, key)]],
  );
  for (const { code, key, message } of issues) {
    if (code === "raw-request-unreadable") expect(message).toBe(`Field ${key} of the raw request can't be read`);
  }
  return { told: Object.fromEntries(told), issues: issues.map(({ code, key }) => `${code} ${key}`) };
}

describe("the output", () => {
  test.each<[string, Attributes, string | undefined]>([
    [
      "Responses: the first message item",
      {
        output:
          "[{'type': 'reasoning', 'id': 'rs', 'summary': []}, {'type': 'message', 'role': 'assistant', 'content': [{'type': 'output_text', 'text': \"It's\"}]}]",
      },
      "It's",
    ],
    [
      "Responses: its function calls",
      { output: "[{'type': 'function_call', 'id': 'fc', 'call_id': 'c1', 'name': 'f', 'arguments': '{}'}]" },
      '[{"type":"tool_call","id":"c1","name":"f","arguments":"{}"}]',
    ],
    [
      "Chat: the first choice's message",
      { choices: "[{'index': 0, 'message': {'role': 'assistant', 'content': 'A'}}, {'index': 1, 'message': {'content': 'B'}}]" },
      "A",
    ],
    [
      "Chat: its tool calls",
      { choices: "[{'message': {'content': None, 'tool_calls': [{'id': 'c', 'function': {'name': 'f', 'arguments': '{}'}}]}}]" },
      '[{"type":"tool_call","id":"c","name":"f","arguments":"{}"}]',
    ],
    ["text completion", { choices: "[{'text': 'A', 'index': 0}]" }, "A"],
    ["Anthropic's blocks", { content: "[{'type': 'thinking', 'thinking': 'hm'}, {'type': 'text', 'text': 'A'}]" }, "A"],
    ["Gemini's candidates", { candidates: "[{'content': {'parts': [{'text': 'A'}], 'role': 'model'}}]" }, "A"],
    [
      "Responses: the texts of all its message items",
      {
        output:
          "[{'type': 'message', 'content': [{'type': 'output_text', 'text': 'A'}]}, {'type': 'function_call', 'name': 'f'}, " +
          "{'role': 'assistant', 'content': [{'type': 'output_text', 'text': 'B'}]}]",
      },
      "A\n\nB",
    ],
    [
      "Responses: what the client runs, not what the provider ran",
      {
        output:
          "[{'type': 'web_search_call', 'id': 'w', 'action': {}}, {'type': 'mcp_list_tools', 'id': 'm', 'tools': []}, " +
          "{'type': 'local_shell_call', 'call_id': 'c', 'action': {'command': ['ls']}}]",
      },
      '[{"type":"tool_call","id":"c","name":"local_shell_call","arguments":{"command":["ls"]}}]',
    ],
    [
      "Responses: a message behind what the provider ran",
      {
        output:
          "[{'type': 'web_search_call', 'id': 'w'}, {'type': 'file_search_call', 'id': 'f'}, {'type': 'code_interpreter_call', 'id': 'i'}, " +
          "{'type': 'mcp_call', 'id': 'm'}, {'type': 'message', 'content': [{'type': 'output_text', 'text': 'It rains.'}]}]",
      },
      "It rains.",
    ],
    [
      "Chat: of several choices that call tools, the first one's",
      {
        choices:
          "[{'index': 0, 'message': {'tool_calls': [{'id': 'c0', 'function': {'name': 'f0', 'arguments': '{}'}}]}}, " +
          "{'index': 1, 'message': {'tool_calls': [{'id': 'c1', 'function': {'name': 'f1', 'arguments': '{}'}}]}}]",
      },
      '[{"type":"tool_call","id":"c0","name":"f0","arguments":"{}"}]',
    ],
    ["Responses: what the provider ran alone", { output: "[{'type': 'image_generation_call', 'result': 'QUJD'}]" }, undefined],
    [
      "Chat: a custom tool",
      {
        choices: "[{'message': {'tool_calls': [{'id': 'c', 'custom': {'input': 'SELECT 1', 'name': 'sql'}, 'type': 'custom'}]}}]",
      },
      '[{"type":"tool_call","id":"c","name":"sql","arguments":"SELECT 1"}]',
    ],
    ["Chat: an audio answer", { choices: "[{'message': {'content': '', 'audio': {'transcript': 'Lima.'}}}]" }, "Lima."],
    [
      "Bedrock's message, without its reasoning",
      {
        output:
          "{'message': {'role': 'assistant', 'content': [" +
          "{'reasoningContent': {'reasoningText': {'text': 'hm', 'signature': 's'}}}, {'text': 'A'}]}}",
      },
      "A",
    ],
    [
      "Bedrock's tool calls",
      { output: "{'message': {'content': [{'toolUse': {'toolUseId': 't', 'name': 'f', 'input': {'a': 1}}}]}}" },
      '[{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}]',
    ],
    ["Ollama's message", { message: "{'role': 'assistant', 'content': 'A'}", done: "True" }, "A"],
    ["Ollama's message without a role", { message: "{'content': 'A'}" }, "A"],
    ["Cohere's message", { message: "{'role': 'assistant', 'content': [{'type': 'text', 'text': 'A'}]}" }, "A"],
    ["a message of the user's, as Cohere once had it", { message: '{"role": "x", "content": "A"}' }, undefined],
    ["a message that is the text of an error", { message: "Too many requests" }, undefined],
    ["an output that is a dict without a message", { output: "{'text': 'A'}" }, undefined],
    ["a field in JSON", { choices: '[{"text": "A"}]' }, "A"],
    ["no choice", { choices: "[]" }, undefined],
    ["a choice behind what is none", { choices: "[None, {'text': 'A'}]" }, "A"],
    ["a candidate without content", { candidates: "[{'finishReason': 'SAFETY'}]" }, undefined],
  ])("%s", (_what, raw, output) => {
    expect(recover({}, raw).told.output).toBe(output);
  });
});

describe("system prompt and user input", () => {
  test.each<[string, Attributes, Recovered]>([
    ["Responses: instructions and a plain input", { instructions: "S", input: "U" }, { system: "S", user: "U" }],
    [
      "Responses: items",
      { input: "[{'role': 'developer', 'content': [{'type': 'input_text', 'text': 'D'}]}, {'role': 'user', 'content': 'U'}]" },
      { system: "D", user: "U" },
    ],
    ["Anthropic: system as text", { system: "S", messages: "[{'role': 'user', 'content': 'U'}]" }, { system: "S", user: "U" }],
    [
      "Anthropic: system in blocks",
      { system: "[{'type': 'text', 'text': 'A'}, {'type': 'text', 'text': 'B'}]" },
      { system: "A\n\nB" },
    ],
    [
      "Gemini: systemInstruction and contents",
      { systemInstruction: "{'parts': [{'text': 'S'}]}", contents: "[{'parts': [{'text': 'U'}]}]" },
      { system: "S", user: "U" },
    ],
    ["Gemini: system_instruction", { system_instruction: "{'parts': [{'text': 'S'}]}" }, { system: "S" }],
    [
      "Chat: messages",
      { messages: "[{'role': 'system', 'content': 'S'}, {'role': 'user', 'content': 'U'}]" },
      { system: "S", user: "U" },
    ],
    [
      "Chat: roles that are members of an enum, as smolagents has them",
      { messages: "[{'role': <Role.SYSTEM: 'system'>, 'content': 'S'}, {'role': <Role.USER: 'user'>, 'content': 'U'}]" },
      { system: "S", user: "U" },
    ],
    ["Gemini: one message", { contents: "{'role': 'user', 'parts': [{'text': 'U'}]}" }, { user: "U" }],
    ["Gemini: a text", { contents: "U" }, { user: "U" }],
    [
      "Bedrock: what its guardrails look at",
      { messages: "[{'role': 'user', 'content': [{'guardContent': {'text': {'text': 'U'}}}, {'text': 'V'}]}]" },
      { user: "U\n\nV" },
    ],
    [
      "Bedrock: a picture that its guardrails look at, as JSON",
      { messages: "[{'role': 'user', 'content': [{'guardContent': {'image': {'format': 'png'}}}]}]" },
      { user: '[{"guardContent":{"image":{"format":"png"}}}]' },
    ],
    ["a prompt", { prompt: "U" }, { user: "U" }],
    ["a list of prompts", { prompt: "['A', 'B']" }, { user: "A\n\nB" }],
    ["an instruction with a bracket in front", { instructions: "[Be brief]" }, { system: "[Be brief]" }],
    [
      "instructions before messages",
      { instructions: "S", messages: "[{'role': 'system', 'content': 'other'}]" },
      { system: "S" },
    ],
    ["Gemini: an answer in the contents is not the user's", { contents: "[{'role': 'model', 'parts': [{'text': 'A'}]}]" }, {}],
    ["Chat: a message without role or parts is nobody's", { messages: "[{'content': 'A'}]" }, {}],
    ["Chat: a message behind what is none", { messages: "[None, 'x', {'role': 'user', 'content': 'U'}]" }, { user: "U" }],
    ["nothing", { temperature: "1" }, {}],
  ])("%s", (_what, raw, told) => {
    expect(recover({}, raw).told).toEqual(told);
  });

  const NOTE = "[{'role': 'user', 'content': 'U'}, {'role': 'system', 'content': 'note'}]";
  test.each<[string, string, Attributes, string | undefined]>([
    ["Anthropic's", "anthropic_messages", { messages: NOTE }, undefined],
    ["Responses'", "aresponses", { input: NOTE }, undefined],
    ["a chat's", "acompletion", { messages: NOTE }, "note"],
    ["of a call whose operation does not decide, by the response's choices", "other", { messages: NOTE, choices: "[]" }, "note"],
    ["of an API that is not known", "other", { messages: NOTE }, undefined],
    ["by the response's content", "other", { messages: NOTE, content: "[]" }, undefined],
    ["by the request's input", "other", { input: NOTE }, undefined],
  ])("a system message behind the user's, %s", (_what, operation, raw, system) => {
    const fields = Object.entries(raw).map(([field, value]) => [`llm.p.${field}`, value]);
    const reading = readSpan(new ObjectSpan(span(Object.fromEntries(fields)) as Span));
    expect(
      rawSystemOf(
        rawRequestOn(reading, () => {}),
        operation,
      ),
    ).toBe(system);
  });
});

describe("the provider", () => {
  test.each<[string, Attributes, string, string | undefined]>([
    ["the name in the keys", {}, "anthropic", "anthropic"],
    ["not None", {}, "None", undefined],
    ["nor nothing", {}, "", undefined],
    ["nor Unknown", {}, "Unknown", undefined],
    ["litellm.provider.model", { "litellm.provider.model": "openai/gpt-5" }, "None", "openai"],
    ["litellm.provider.model without a provider", { "litellm.provider.model": "gpt-5" }, "None", undefined],
    ["litellm.provider.model with nothing before the slash", { "litellm.provider.model": "/gpt-5" }, "None", undefined],
    ["hidden_params", { hidden_params: '{"litellm_model_name": "cohere/rerank-v3"}' }, "None", "cohere"],
    ["hidden_params without a name", { hidden_params: '{"litellm_model_name": null}' }, "None", undefined],
    ["hidden_params that are no JSON", { hidden_params: "{" }, "None", undefined],
    ["the name in the keys before the others", { "litellm.provider.model": "openai/gpt-5" }, "azure", "azure"],
  ])("%s", (_what, call, provider, told) => {
    expect(recover(call, { id: "x" }, provider).told.provider).toBe(told);
  });

  test("without a raw request span too", () => {
    const call = span({ "llm.request.type": "arerank", "litellm.provider.model": "cohere/rerank-v3" });
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call), { recoverFromRawRequest: true }));
    expect(plainOf(mapped, "gen_ai.system")).toBe("cohere");
  });
});

describe("the response model", () => {
  test.each<[string, Attributes, string | undefined]>([
    ["of a response", { id: "x", model: "gpt-4o-2024" }, "gpt-4o-2024"],
    ["Gemini's", { candidates: "[]", modelVersion: "gemini-2.5-flash" }, "gemini-2.5-flash"],
    ["the request's, where the call failed", { messages: "[]", model: "gpt-4o" }, undefined],
    ["the request's, where the response's id is empty", { id: "", model: "gpt-4o" }, undefined],
    ["none where it is a list", { id: "x", model: "['gpt-4o']" }, undefined],
  ])("%s", (_what, raw, model) => {
    expect(recover({}, raw).told.responseModel).toBe(model);
  });
});

describe("cache and reasoning tokens", () => {
  const countsOf = (usage: string, others: Readonly<Record<string, number>> = {}) => {
    const call = span({ "llm.request.type": "acompletion", "metadata.usage_object": usage, ...others });
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call), { recoverFromRawRequest: true }));
    return mapped?.attributes?.filter(({ key }) => key.startsWith("gen_ai.usage."));
  };
  const CACHE_READ = "gen_ai.usage.cache_read.input_tokens";
  const CACHE_CREATION = "gen_ai.usage.cache_creation.input_tokens";
  const REASONING = "gen_ai.usage.reasoning.output_tokens";

  test.each([
    [
      "OpenAI's details",
      "{'prompt_tokens_details': {'cached_tokens': 5}, 'completion_tokens_details': {'reasoning_tokens': 3}}",
      [
        [CACHE_READ, 5],
        [REASONING, 3],
      ],
    ],
    [
      "Anthropic's",
      "{'cache_creation_input_tokens': 2, 'cache_read_input_tokens': 6}",
      [
        [CACHE_READ, 6],
        [CACHE_CREATION, 2],
      ],
    ],
    ["0 stays 0", "{'completion_tokens_details': {'reasoning_tokens': 0}}", [[REASONING, 0]]],
    ["None is absent", "{'prompt_tokens_details': {'cached_tokens': None}, 'completion_tokens_details': None}", []],
    [
      "what is no count is absent",
      "{'prompt_tokens_details': {'cached_tokens': -1}, 'completion_tokens_details': {'reasoning_tokens': 1.5}}",
      [],
    ],
    ["what can't be read is absent", "Usage(prompt_tokens=1)", []],
  ] as const)("%s", (_what, usage, counts) => {
    expect(countsOf(usage)).toEqual(counts.map(([key, count]) => attribute(key, count)));
  });

  test("never over what is there", () => {
    expect(countsOf("{'prompt_tokens_details': {'cached_tokens': 5}}", { [CACHE_READ]: 1 })).toEqual([attribute(CACHE_READ, 1)]);
  });
});

describe("what limits recovery", () => {
  const RAW = {
    instructions: "raw S",
    input: "raw U",
    output: "[{'type': 'message', 'content': [{'type': 'output_text', 'text': 'raw A'}]}]",
  };

  test("it is off by default", () => {
    const call = { "litellm.provider.model": "openai/m", "metadata.usage_object": "{'cache_read_input_tokens': 6}" };
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(...pair(call, { "llm.openai.input": "U" }))));
    expect(mapped?.attributes?.map(({ key }) => key)).toEqual([
      "llm.request.type",
      "litellm.provider.model",
      "fiddler.span.user.metadata.usage_object",
      "fiddler.span.type",
    ]);
  });

  test("a span without an operation is not the call", () => {
    const other = span({ "litellm.provider.model": "openai/m" });
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(other), { recoverFromRawRequest: true }));
    expect(plainOf(mapped, KEYS.provider)).toBeUndefined();
  });

  test("the first raw request span of a call is the one", () => {
    const [call = {}, raw = {}] = pair({}, { "llm.None.input": "U" });
    const again = { ...span({ "llm.None.input": "again" }), parentSpanId: call.spanId ?? null };
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call, raw, again), { recoverFromRawRequest: true }));
    expect(plainOf(mapped, KEYS.user)).toBe("U");
  });

  test("calls of several traces may share their span ids", () => {
    const spans = ["1", "2", "3"].flatMap((trace) => {
      const [call = {}, raw = {}] = pair({}, { "llm.None.input": trace });
      const of = { traceId: trace.repeat(32) };
      return [
        { ...call, ...of, spanId: "a".repeat(16) },
        { ...raw, ...of, parentSpanId: "a".repeat(16) },
      ];
    });
    const mapped = spansOf(mapLiteLLMTraces(litellmTraces(...spans), { recoverFromRawRequest: true }));
    expect(mapped.filter(isOfType("llm")).map((each) => plainOf(each, KEYS.user))).toEqual(["1", "2", "3"]);
  });

  test.each([
    [
      ["1", "1", "2"],
      ["U", undefined, undefined],
    ],
    [
      ["1", "2"],
      ["U", undefined],
    ],
    [
      ["2", "1", "1"],
      [undefined, "U", undefined],
    ],
  ])("of spans that share all ids the first is the call: traces %j", (traces, expected) => {
    const calls = traces.map((trace) =>
      span({ "llm.request.type": "acompletion" }, { traceId: trace.repeat(32), spanId: "a".repeat(16) }),
    );
    const raw = span({ "llm.None.input": "U" }, { traceId: "1".repeat(32), parentSpanId: "a".repeat(16) });
    const mapped = spansOf(mapLiteLLMTraces(litellmTraces(...calls, raw), { recoverFromRawRequest: true }));
    expect(mapped.slice(0, -1).map((each) => plainOf(each, KEYS.user))).toEqual(expected);
  });

  test("spans without a trace id have no parents", () => {
    const [call = {}, raw = {}] = pair({}, { "llm.None.input": "U" }).map((each) => ({ ...each, traceId: null }));
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call, raw), { recoverFromRawRequest: true }));
    expect(plainOf(mapped, KEYS.user)).toBeUndefined();
  });

  test("what the call has is never replaced", () => {
    const call = {
      "gen_ai.input.messages": '[{"role":"system","content":"S"},{"role":"user","content":"U"}]',
      "gen_ai.output.messages": '[{"role":"assistant","content":"A"}]',
      "gen_ai.system": "openai",
      "gen_ai.response.model": "m",
    };
    const told = { system: "S", user: "U", output: "A", provider: "openai", responseModel: "m" };
    expect(recover(call, { ...RAW, id: "x", model: "raw" }, "azure").told).toEqual(told);
  });

  test("each field by itself", () => {
    expect(recover({ "gen_ai.input.messages": '[{"role":"user","content":"U"}]' }, RAW).told).toEqual({
      system: "raw S",
      user: "U",
      output: "raw A",
    });
  });

  test("never for a redacted call", () => {
    const redacted = {
      "gen_ai.input.messages": '[{"role":"user","content":"redacted-by-litellm"}]',
      "litellm.provider.model": "openai/x",
    };
    expect(recover(redacted, RAW, "openai").told).toEqual({});
  });

  test("never from another trace or another parent", () => {
    const [call = {}, raw = {}] = pair({}, { "llm.None.input": "U" });
    for (const stranger of [
      { ...raw, traceId: "f".repeat(32) },
      { ...raw, parentSpanId: "f".repeat(16) },
    ]) {
      const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call, stranger), { recoverFromRawRequest: true }));
      expect(plainOf(mapped, KEYS.user)).toBeUndefined();
    }
  });

  test("texts are for llm spans alone", () => {
    expect(recover({ "llm.request.type": "aembedding" }, { input: "U" }, "openai").told).toEqual({ provider: "openai" });
  });

  test.each([
    ["a cut field", { messages: "[{'role': 'user', 'content': 'U" }, ["raw-request-unreadable messages"]],
    ["an object in it", { output: "[<ResponseOutputMessage>]" }, ["raw-request-unreadable output"]],
    ["a number where messages should be", { messages: "5" }, ["raw-request-unreadable messages"]],
    ["None where messages should be", { messages: "None" }, ["raw-request-unreadable messages"]],
    ["nothing, where all can be read", { messages: "[]" }, []],
    ["a cut list where text could stand", { input: "[{'role': 'user', 'con" }, ["raw-request-unreadable input"]],
  ])("%s is reported once, and nothing is lost", (_what, raw, issues) => {
    expect(recover({ "gen_ai.system": "openai" }, raw)).toEqual({ told: { provider: "openai" }, issues });
  });
});

describe("on recorded cases", () => {
  const told = (name: string, key: string) => {
    const mapped = mapLiteLLMTraces(recordedCase(name).input, { recoverFromRawRequest: true });
    return plainOf(spansOf(mapped).find(isOfType("llm")), key);
  };

  test.each([
    ["1.83.10-responses", KEYS.system, "You know mountains."],
    ["1.83.10-responses", KEYS.output, "Echo: Name a mountain."],
    ["1.83.10-responses", KEYS.provider, "openai"],
    [
      "1.83.10-responses-tools",
      KEYS.output,
      '[{"type":"tool_call","id":"call_r1","name":"get_weather","arguments":"{\\"city\\":\\"Paris\\"}"}]',
    ],
    ["1.83.10-sdk-responses", KEYS.system, "You know rivers."],
    ["1.83.10-generate-content", KEYS.system, "Gem system."],
    ["1.83.10-generate-content-stream", KEYS.system, "Gem system."],
    ["1.80.5-responses-list", KEYS.output, "Echo: Name a hill."],
    ["1.106.10-responses", KEYS.provider, "openai"],
    ["1.83.10-chat-tools", "gen_ai.usage.cache_read.input_tokens", "5"],
    ["1.83.10-chat-tools", "gen_ai.usage.reasoning.output_tokens", "3"],
  ])("%s: %s", (name, key, value) => {
    expect(told(name, key)).toBe(value);
  });

  test("recovery adds attributes and changes none but a cost of 0", () => {
    for (const name of caseNames()) {
      const { input } = recordedCase(name);
      const plain = spansOf(mapLiteLLMTraces(input));
      const recovered = spansOf(mapLiteLLMTraces(input, { recoverFromRawRequest: true }));
      // A cost of 0 is none where hidden_params hold another, and a raw request span may turn out to be the call.
      const isKept = ({ key, value }: KeyValue) =>
        key !== "fiddler.span.type" && !(key.endsWith(".total_cost") && value?.doubleValue === 0);
      for (const [at, before] of plain.entries())
        expect(recovered[at]?.attributes, name).toEqual(expect.arrayContaining((before.attributes ?? []).filter(isKept)));
    }
  });
});
