import { describe, expect, test } from "vitest";
import { knownCallTypes } from "../fixtures/record/call-types.js";
import { type AnyValue, type MappingIssue, mapLiteLLMTraces } from "../src/index.js";
import { recordedCase } from "./recorded-cases.js";
import { attribute, litellmTraces, mapped, plainOf, saying, span, spansOf } from "./spans.js";

function typeOf(attributes: Record<string, string>, name = "litellm_request"): unknown {
  return plainOf(spansOf(mapLiteLLMTraces(litellmTraces(span(attributes, { name }))))[0], "fiddler.span.type");
}

/** Fiddler's page, "The following SDK functions are supported". */
const SDK_FUNCTIONS: readonly [string, readonly string[], string][] = [
  ["litellm.completion() / acompletion()", ["chat", "completion", "acompletion"], "llm"],
  ["litellm.text_completion() / atext_completion()", ["text_completion", "atext_completion"], "llm"],
  ["litellm.responses() / aresponses()", ["responses", "aresponses"], "llm"],
  ["litellm.anthropic_interface.messages.create() / acreate()", ["anthropic_messages"], "llm"],
  ["litellm.generate_content() / agenerate_content()", ["generate_content", "agenerate_content"], "llm"],
  ["litellm.embedding() / aembedding()", ["embedding", "aembedding"], "chain"],
  ["litellm.image_generation() / aimage_generation()", ["image_generation", "aimage_generation"], "chain"],
  ["litellm.image_edit() / aimage_edit()", ["image_edit", "aimage_edit"], "chain"],
  ["litellm.moderation() / amoderation()", ["moderation", "amoderation"], "chain"],
  ["litellm.transcription() / atranscription()", ["transcription", "atranscription"], "chain"],
  ["litellm.speech() / aspeech()", ["speech", "aspeech"], "chain"],
  ["litellm.rerank() / arerank()", ["rerank", "arerank"], "chain"],
  ["litellm.ocr() / aocr()", ["ocr", "aocr"], "chain"],
];

/** Fiddler's page, "LLM endpoints" and "Non-LLM endpoints". */
const GATEWAY_ENDPOINTS: readonly [string, readonly string[], string][] = [
  ["/chat/completions", ["chat", "acompletion", "completion"], "llm"],
  ["/completions", ["text_completion", "atext_completion"], "llm"],
  ["/v1/responses", ["responses", "aresponses"], "llm"],
  ["/v1/messages", ["anthropic_messages"], "llm"],
  ["/models/{model}:generateContent", ["generate_content", "agenerate_content"], "llm"],
  ["/models/{model}:streamGenerateContent", ["generate_content_stream", "agenerate_content_stream"], "llm"],
  ["/embeddings", ["embedding", "aembedding"], "chain"],
  ["/moderations", ["moderation", "amoderation"], "chain"],
  ["/images/generations", ["image_generation", "aimage_generation"], "chain"],
  ["/images/edits", ["image_edit", "aimage_edit"], "chain"],
  ["/audio/speech", ["speech", "aspeech"], "chain"],
  ["/audio/transcriptions", ["transcription", "atranscription"], "chain"],
  ["/rerank", ["rerank", "arerank"], "chain"],
  ["/ocr", ["ocr", "aocr"], "chain"],
];

const ROWS = [...SDK_FUNCTIONS, ...GATEWAY_ENDPOINTS].flatMap(([what, operations, type]) =>
  operations.map((operation) => ({ what, operation, type })),
);

describe("operations of Fiddler's tables", () => {
  test.each(ROWS)("$what: $operation is $type", ({ operation, type }) => {
    expect(typeOf({ "gen_ai.operation.name": operation })).toBe(type);
    expect(typeOf({ "llm.request.type": operation })).toBe(type);
    expect(typeOf({ "litellm.call_type": operation })).toBe(type);
  });
});

test.each([
  ...ROWS.map(({ operation }) => operation),
  "embeddings",
  "list_input_items",
  "completion_with_retries",
  "acompletion_with_retries",
])("%s is known: nothing is reported", (operation) => {
  const issues: MappingIssue[] = [];
  mapLiteLLMTraces(litellmTraces(span({ "llm.request.type": operation })), { onIssue: (issue) => issues.push(issue) });
  expect(issues).toEqual([]);
});

test("every name of LiteLLM's own list of call types has a verdict", () => {
  const isUnknown = (name: string) => mapped([span({ "litellm.call_type": name })]).codes.includes("operation-unknown");
  expect(knownCallTypes().names.filter(isUnknown)).toEqual([]);
});

test("of LiteLLM's own call types these alone are calls of a text-generating model whatever the span shows", () => {
  const isCall = (name: string) => typeOf({ "litellm.call_type": name }) === "llm";
  expect(knownCallTypes().names.filter(isCall)).toEqual([
    "_aresponses_websocket",
    "aanthropic_messages",
    "acompletion",
    "agenerate_content",
    "agenerate_content_stream",
    "anthropic_messages",
    "aresponses",
    "atext_completion",
    "completion",
    "generate_content",
    "generate_content_stream",
    "responses",
    "text_completion",
  ]);
});

test.each(["invoke_agent", "create_agent", "invoke_workflow", "execute_tool", "retrieval"])(
  "%s, an operation of OpenTelemetry's, is a known chain",
  (operation) => {
    expect(mapped([span({ "gen_ai.operation.name": operation })])).toMatchObject({ types: ["chain"], codes: [] });
  },
);

describe.each(["pass_through_endpoint", "llm_passthrough_route", "allm_passthrough_route"])(
  "%s, a request that LiteLLM hands through, goes by what the span shows",
  (operation) => {
    const body = (members: object) => ({ "gen_ai.input.messages": saying("user", pythonLike(members)) });
    const messages = [{ role: "user", content: "U" }];
    test.each<[string, Readonly<Record<string, string | number | AnyValue>>, string]>([
      ["an answer", { "gen_ai.output.messages": saying("assistant", "A") }, "llm"],
      ["an answer in indexed attributes", { "gen_ai.completion.0.content": "A" }, "llm"],
      ["no answer but an empty list", { "gen_ai.output.messages": "[]" }, "chain"],
      ["tokens in and out of a model", { ...tokens(3, 4), "gen_ai.request.model": "m" }, "llm"],
      ["tokens by their older names", { ...olderTokens(3, 4), "gen_ai.request.model": "m" }, "llm"],
      ["tokens as text", { ...tokens("3", "4"), "gen_ai.request.model": "m" }, "llm"],
      ["tokens without a model", tokens(3, 4), "chain"],
      ["counts of 0, which LiteLLM writes for what it did not read", { ...tokens(0, 0), "gen_ai.request.model": "m" }, "chain"],
      ["tokens in alone, as of an embedding", { "gen_ai.usage.input_tokens": 3, "gen_ai.request.model": "m" }, "chain"],
      ["a body with a limit of tokens", body({ max_tokens: 9, messages }), "llm"],
      ["Bedrock's body with a limit of tokens", body({ inferenceConfig: { maxTokens: 9 }, messages }), "llm"],
      ["Gemini's body with a limit of tokens", body({ generationConfig: { maxOutputTokens: 9 }, contents: messages }), "llm"],
      ["a body that asks for a stream", body({ stream: true, contents: messages }), "llm"],
      ["a body with messages alone, as for counting tokens", body({ messages }), "chain"],
      ["a body that streams something else", body({ stream: true, input: "U" }), "chain"],
      ["a body without spaces", { "gen_ai.input.messages": saying("user", JSON.stringify({ max_tokens: 9, messages })) }, "llm"],
      ["a body in a list of messages", { "gen_ai.input.messages": bodyInList({ max_tokens: 9, messages }) }, "llm"],
      ["a batch of requests", body({ requests: [{ params: { max_tokens: 9, messages } }] }), "chain"],
      [
        "a body whose user quotes a batch",
        body({ max_tokens: 9, messages: [{ role: "user", content: 'Fix {"requests": [{"a": 1}]}' }] }),
        "llm",
      ],
      ["nothing", {}, "chain"],
    ])("%s", (_what, attributes, type) => {
      expect(mapped([span({ "litellm.call_type": operation, ...attributes })])).toMatchObject({ types: [type], codes: [] });
    });
  },
);

function tokens(input: number | string, output: number | string) {
  return { "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": output };
}

function olderTokens(input: number, output: number) {
  return { "gen_ai.usage.prompt_tokens": input, "gen_ai.usage.completion_tokens": output };
}

/** A user's message of that body, as an OTLP list. */
function bodyInList(members: object): AnyValue {
  const member = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const message = { kvlistValue: { values: [member("role", "user"), member("content", pythonLike(members))] } };
  return { arrayValue: { values: [message] } };
}

/** JSON as Python writes it, with a space behind each colon. */
function pythonLike(value: object): string {
  return JSON.stringify(value).replaceAll(":", ": ");
}

test.each(["completion_with_retries", "acompletion_with_retries"])("%s, which Fiddler's page lacks, is llm", (operation) => {
  expect(typeOf({ "llm.request.type": operation })).toBe("llm");
});

/** Fiddler's page, "Infrastructure spans" and "Each proxy request typically produces up to 3 spans"; and newer ones. */
test.each([
  ["self", "1.83.10-chat-simple"],
  ["router", "1.83.10-chat-simple"],
  ["proxy_pre_call", "1.83.10-chat-simple"],
  ["auth", "1.83.10-chat-simple"],
  ["raw_gen_ai_request", "1.83.10-chat-simple"],
  ["Received Proxy Server Request", "1.106.10-chat-simple"],
  ["Failed Proxy Server Request", "1.83.10-chat-bad-key"],
  ["fastapi.endpoint", "1.106.10-chat-simple"],
  ["POST /chat/completions", "1.106.10-chat-simple"],
  ["route gpt-4o-mini", "1.106.10-v2-content-chat-tools"],
])("recorded span %s is a chain", (name, recorded) => {
  const found = spansOf(mapLiteLLMTraces(recordedCase(recorded).input)).filter((recordedSpan) => recordedSpan.name === name);
  expect(found.length).toBeGreaterThan(0);
  for (const recordedSpan of found) expect(plainOf(recordedSpan, "fiddler.span.type")).toBe("chain");
});

describe("what decides", () => {
  test.each([
    ["litellm.call_type before the operation", { "gen_ai.operation.name": "chat", "litellm.call_type": "arerank" }, "chain"],
    ["llm.request.type before the operation", { "gen_ai.operation.name": "chat", "llm.request.type": "moderation" }, "chain"],
    ["litellm.call_type before llm.request.type", { "llm.request.type": "rerank", "litellm.call_type": "acompletion" }, "llm"],
    ["an empty call type is none", { "gen_ai.operation.name": "chat", "litellm.call_type": "", "llm.request.type": "" }, "llm"],
    ["the service spans' call_type is something else", { call_type: "acompletion", service: "router" }, "chain"],
    ["a model alone is no call", { "gen_ai.request.model": "gpt-4o-mini" }, "chain"],
    ["an unknown operation", { "gen_ai.operation.name": "divine" }, "chain"],
    ["an operation by the name of an object member", { "gen_ai.operation.name": "constructor" }, "chain"],
    ["an operation in other letters", { "gen_ai.operation.name": "Chat" }, "chain"],
    ["no operation", {}, "chain"],
  ])("%s", (_what, attributes, type) => {
    expect(typeOf(attributes as Record<string, string>)).toBe(type);
  });

  test.each([
    ["a renamed call stays a call", "my generation", { "gen_ai.operation.name": "chat" }, "llm"],
    ["a name that promises a call is none", "chat gpt-4o-mini", {}, "chain"],
    [
      "a raw request span that no other span reports, which 1.81.9-1.82.2 gave all attributes of the call",
      "raw_gen_ai_request",
      { "llm.request.type": "acompletion" },
      "llm",
    ],
    ["... of reranking", "raw_gen_ai_request", { "llm.request.type": "arerank" }, "chain"],
    ["a raw request span by its keys", "renamed", { "llm.openai.messages": "[]" }, "chain"],
    ["a raw request span of an unknown provider", "renamed", { "llm.None.output": "[]" }, "chain"],
    [
      "another vendor's vocabulary on the call's own span makes no raw request span",
      "x",
      {
        "litellm.call_type": "acompletion",
        "llm.token_count.prompt": "1",
        "llm.input_messages.0.message.role": "user",
        "gen_ai.usage.input_tokens": "1",
      },
      "llm",
    ],
    [
      "another vendor's vocabulary alone is no call, also with LiteLLM's call type",
      "litellm_request",
      { "llm.request.type": "acompletion", "llm.token_count.prompt": "1", "llm.output_messages.0.message.content": "A" },
      "chain",
    ],
    [
      "an answer, where the attribute limit dropped the operation",
      "litellm_request",
      { "gen_ai.completion.0.role": "assistant" },
      "llm",
    ],
    ["a prompt alone is no answer", "litellm_request", { "gen_ai.prompt.0.role": "user" }, "chain"],
    [
      "LiteLLM's own llm.request.* keys make no raw request span",
      "x",
      { "llm.request.type": "acompletion", "llm.request.functions.0.name": "f" },
      "llm",
    ],
    [
      "nor llm.usage.*, llm.chat.* and llm.is_streaming",
      "x",
      { "llm.request.type": "acompletion", "llm.usage.total_tokens": "1", "llm.chat.x": "", "llm.is_streaming": "False" },
      "llm",
    ],
  ])("%s", (_what, name, attributes, type) => {
    expect(typeOf(attributes as Record<string, string>, name)).toBe(type);
  });
});

test("with message logging off, the call type alone makes the call", () => {
  const { input } = recordedCase("1.83.10-nolog-chat-simple");
  const calls = spansOf(mapLiteLLMTraces(input)).filter((mapped) => plainOf(mapped, "fiddler.span.type") === "llm");
  expect(calls).toHaveLength(1);
  expect(plainOf(calls[0], "gen_ai.operation.name")).toBeUndefined();
  expect(plainOf(calls[0], "gen_ai.llm.input.user")).toBeUndefined();
  expect(plainOf(calls[0], "gen_ai.usage.input_tokens")).toBe("23");
  expect(plainOf(calls[0], "fiddler.span.user.gen_ai.cost.total_cost")).toBeGreaterThan(0);
});

test("a span that came with a type is returned by reference", () => {
  const typed = span([attribute("fiddler.span.type", "tool"), attribute("gen_ai.operation.name", "chat")]);
  expect(spansOf(mapLiteLLMTraces(litellmTraces(typed)))[0]).toBe(typed);
});

test("a type that is no text is the mapper's to write", () => {
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(span({ "fiddler.span.type": 1, "gen_ai.operation.name": "chat" }))));
  expect(mapped?.attributes?.filter(({ key }) => key === "fiddler.span.type")).toEqual([attribute("fiddler.span.type", "llm")]);
});
