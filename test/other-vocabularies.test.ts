import { describe, expect, test } from "vitest";
import type { AnyValue } from "../src/index.js";
import { mapped, plainOf, saying, span } from "./spans.js";

type Attributes = Readonly<Record<string, string | number | AnyValue>>;

/** A call as `LITELLM_OTEL_V2` writes it. */
const CALL: Attributes = {
  "litellm.call_type": "acompletion",
  "gen_ai.request.model": "gpt-4o-mini",
  "gen_ai.response.id": "chatcmpl-1",
  "gen_ai.input.messages": `[{"role":"system","content":"S"},{"role":"user","content":"U"}]`,
  "gen_ai.output.messages": saying("assistant", "A"),
  "gen_ai.usage.input_tokens": 40,
  "gen_ai.usage.output_tokens": 20,
  "gen_ai.usage.total_tokens": 60,
  "litellm.cost.total": { doubleValue: 0.5 },
};

/** What LiteLLM writes beside it on the same span where it runs a second callback or mapper. */
const OPENINFERENCE: Attributes = {
  "openinference.span.kind": "LLM",
  "llm.model_name": "gpt-4o-mini",
  "llm.provider": "openai",
  "llm.token_count.prompt": 40,
  "llm.token_count.completion": 20,
  "llm.cost.total": { doubleValue: 0.5 },
  "llm.input_messages.0.message.role": "user",
  "llm.input_messages.0.message.content": "U",
  "llm.output_messages.0.message.content": "A",
  "llm.tools.0.tool.json_schema": "{}",
  "llm.tools.content": "{}",
  "llm.prompt_template.template": "T",
  "llm.prompt_template.prompt": "T",
  "llm.cost.prompt": { doubleValue: 0.25 },
  "input.value": "U",
  "output.value": "A",
};
const LANGTRACE: Attributes = {
  "langtrace.service.name": "LiteLLM",
  "llm.token.counts": "{}",
  "llm.token.counts.prompt": 40,
  "llm.token.usage": 60,
  "llm.prompts": '[{"role":"user","content":"U"}]',
  "llm.prompts.input": "U",
  "llm.responses": '[{"role":"assistant","content":"A"}]',
};
const OPENLLMETRY: Attributes = {
  "traceloop.entity.input": "U",
  "llm.request.model": "gpt-4o-mini",
  "llm.request.messages": "[]",
  "llm.response.model": "gpt-4o-mini",
  "llm.response.id": "chatcmpl-1",
  "llm.usage.total_tokens": 60,
  "llm.chat.stop_sequences": "",
  "llm.chat.messages": "[]",
  "llm.completions.choices": "[]",
  "llm.headers.content": "{}",
  "llm.is_streaming": "False",
};

const VOCABULARIES: readonly (readonly [string, Attributes])[] = [
  ["OpenInference (Arize, Phoenix)", OPENINFERENCE],
  ["Langtrace", LANGTRACE],
  ["OpenLLMetry (Traceloop)", OPENLLMETRY],
];

const CELLS = [
  "gen_ai.llm.input.system",
  "gen_ai.llm.input.user",
  "gen_ai.llm.output",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.total_tokens",
  "fiddler.span.user.gen_ai.cost.total_cost",
];

describe.each(VOCABULARIES)("a call with the vocabulary of %s on its span", (_name, others) => {
  test.each([
    ["behind its own", { ...CALL, ...others }],
    ["before its own", { ...others, ...CALL }],
  ])("is the call with its texts, tokens and cost: %s", (_where, attributes) => {
    const { spans, types, codes } = mapped([span(attributes)]);
    expect(types).toEqual(["llm"]);
    expect(CELLS.map((key) => plainOf(spans[0], key))).toEqual(["S", "U", "A", "40", "20", "60", 0.5]);
    expect(codes).toEqual([]);
  });

  test("is not stripped where raw requests are withheld", () => {
    const call = span({ ...CALL, ...others });
    expect(mapped([call], { rawRequests: "withhold" }).spans).toEqual(mapped([call]).spans);
  });

  test.each(Object.keys(others))("%s alone makes no raw request span of it", (name) => {
    const call = span({ ...CALL, [name]: others[name] as string });
    expect(mapped([call], { rawRequests: "withhold" }).spans[0]?.attributes?.map(({ key }) => key)).toEqual(
      mapped([call]).spans[0]?.attributes?.map(({ key }) => key),
    );
  });
});

describe("a span of another vocabulary alone is no call, for a span of LiteLLM's reports it", () => {
  test.each<[string, Attributes]>([
    [
      "OpenInference, with LiteLLM's call type (Phoenix and Arize before V2)",
      { ...OPENINFERENCE, "llm.request.type": "acompletion" },
    ],
    ["Langtrace, with LiteLLM's call type", { ...LANGTRACE, "llm.request.type": "acompletion" }],
    ["OpenInference, with an operation", { ...OPENINFERENCE, "gen_ai.operation.name": "chat" }],
    ["a text in and out", { "llm.request.type": "acompletion", "input.value": "U", "output.value": "A" }],
    ["Weave", { "llm.request.type": "acompletion", "weave.x": "1" }],
    ["Langfuse", { "llm.request.type": "acompletion", "langfuse.observation.input": "U" }],
  ])("%s", (_what, attributes) => {
    expect(mapped([span(attributes)]).types).toEqual(["chain"]);
  });

  test.each<[string, Attributes]>([
    ["usage", { "gen_ai.usage.input_tokens": 40 }],
    ["messages", { "gen_ai.input.messages": saying("user", "U") }],
    ["an answer", { "gen_ai.output.messages": saying("assistant", "A") }],
    ["indexed attributes", { "gen_ai.prompt.0.content": "U" }],
  ])("but with LiteLLM's own %s it is", (_what, own) => {
    expect(mapped([span({ ...OPENINFERENCE, "llm.request.type": "acompletion", ...own })]).types).toEqual(["llm"]);
  });
});

describe("what makes a raw request span", () => {
  const isRaw = (attributes: Attributes, name = "renamed") => {
    const [kept] = mapped([span({ ...attributes, other: "x" }, { name })], { rawRequests: "withhold" }).spans;
    return plainOf(kept, "other") === undefined;
  };

  test.each<[string, Attributes, string, boolean]>([
    ["its name", {}, "raw_gen_ai_request", true],
    ["a request", { "llm.openai.messages": "[]" }, "renamed", true],
    ["a response", { "llm.anthropic.content": "[]" }, "renamed", true],
    ["a provider that LiteLLM does not know", { "llm.None.usage": "{}" }, "renamed", true],
    ["a provider without a name", { "llm..usage": "{}" }, "renamed", true],
    ["a field that providers do not have", { "llm.openai.something": "x" }, "renamed", false],
    ["a deeper name", { "llm.openai.messages.0": "x" }, "renamed", false],
    ["a name that only begins so", { "llms.openai.messages": "x" }, "renamed", false],
  ])("%s: %j of %s", (_what, attributes, name, expected) => {
    expect(isRaw(attributes, name)).toBe(expected);
  });
});

test.each([
  "llm.user.id",
  "llm.session.id",
  "llm.conversation.id",
  "llm.model.id",
  "llm.prompt.id",
  "llm.system.prompt",
  "llm.input.messages",
  "llm.output.content",
  "llm.metadata.model",
])("%s, a word of the application's own, makes a call no raw request", (name) => {
  const attributes = { "llm.request.type": "acompletion", "gen_ai.usage.input_tokens": 3, [name]: "x" };
  const { spans, types } = mapped([span(attributes, { parentSpanId: "f".repeat(16) })], { rawRequests: "withhold" });
  expect(types).toEqual(["llm"]);
  expect(plainOf(spans[0], "gen_ai.usage.input_tokens")).toBe("3");
  expect(plainOf(spans[0], name)).toBe("x");
});
