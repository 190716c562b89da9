import { describe, expect, test } from "vitest";
import { type MappingIssue, type MappingOptions, mapLiteLLMTraces, type Span } from "../src/index.js";
import { caseNames, recordedCase } from "./recorded-cases.js";
import { isOfType, litellmTraces, plainOf, span, spansOf } from "./spans.js";

const REDACTED = caseNames().filter((name) => name.endsWith("chat-redacted-by-header"));
const HIDDEN = /Hidden (?:system|question)/;
const EVERY_OPTION: readonly MappingOptions[] = [
  {},
  { recoverFromRawRequest: true },
  { rawRequests: "withhold" },
  { duplicates: "keep", recoverFromRawRequest: true },
];

describe.each(REDACTED)("%s", (name) => {
  test.each(EVERY_OPTION)("no fragment of the hidden prompt and answer is left with %j", (options) => {
    expect(JSON.stringify(mapLiteLLMTraces(recordedCase(name).input, options))).not.toMatch(HIDDEN);
  });
});

test("LiteLLM itself leaves the prompt in the clear, so the above proves something", () => {
  expect(REDACTED.filter((name) => HIDDEN.test(JSON.stringify(recordedCase(name).input)))).toEqual([
    "1.106.10-chat-redacted-by-header",
    "1.61.20-chat-redacted-by-header",
    "1.83.10-chat-redacted-by-header",
  ]);
});

test("the call itself, its tokens and its cost stay", () => {
  const call = spansOf(mapLiteLLMTraces(recordedCase("1.83.10-chat-redacted-by-header").input)).find(isOfType("llm"));
  expect(plainOf(call, "gen_ai.usage.total_tokens")).toBe("34");
  expect(plainOf(call, "fiddler.span.user.gen_ai.cost.total_cost")).toBe(9.675e-6);
  expect(plainOf(call, "gen_ai.llm.input.user")).toBeUndefined();
});

const PLACEHOLDER = '[{"role": "user", "parts": [{"type": "text", "content": "redacted-by-litellm"}]}]';
const call = (messages: Readonly<Record<string, string>>) => span({ "llm.request.type": "acompletion", ...messages });
const RAW = {
  "llm.openai.id": "chatcmpl-1",
  "llm.openai.model": "gpt-4o-mini",
  "llm.openai.usage": "{'total_tokens': 34}",
  "llm.openai.temperature": "0.2",
  "llm.openai.messages": "[{'role': 'user', 'content': 'secret'}]",
  "llm.openai.choices": "[{'message': {'content': 'secret'}}]",
  "llm.openai.instructions": "secret",
  "llm.openai.user": "secret",
  "llm.openai.metadata": "secret",
  "llm.openai.stringified_raw_response": "secret",
  "llm.openai.something_new": "secret",
  "gen_ai.input.messages": "secret",
  "metadata.requester_metadata": "secret",
  "metadata.user_api_key_team_alias": "team",
  "gen_ai.request.model": "gpt-4o-mini",
  other: "secret",
};
const KEPT = [
  "llm.openai.id",
  "llm.openai.model",
  "llm.openai.usage",
  "llm.openai.temperature",
  "fiddler.span.user.metadata.user_api_key_team_alias",
  "fiddler.span.type",
];
const rawOf = (parent: Span, members: Span = {}) =>
  span(RAW, { name: "raw_gen_ai_request", parentSpanId: parent.spanId ?? null, ...members });

function keysOfRaw(spans: readonly Span[], options: MappingOptions = {}): readonly string[] {
  const mapped = spansOf(mapLiteLLMTraces(litellmTraces(...spans), options));
  return mapped.find(({ name }) => name === "raw_gen_ai_request")?.attributes?.map(({ key }) => key) ?? [];
}

describe("the raw request span of a redacted call keeps only fields without content", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ["input messages", { "gen_ai.input.messages": PLACEHOLDER }],
    ["output messages", { "gen_ai.output.messages": '[{"role":"assistant","content":"redacted-by-litellm"}]' }],
    ["cut messages", { "gen_ai.input.messages": `${PLACEHOLDER.slice(0, -4)}` }],
    ["indexed attributes", { "gen_ai.prompt.0.content": "redacted-by-litellm" }],
    ["LiteLLM under 1.69", { "SpanAttributes.LLM_PROMPTS.0.content": "redacted-by-litellm" }],
  ])("recognised by %s", (_what, messages) => {
    const parent = call(messages);
    expect(keysOfRaw([parent, rawOf(parent)])).toEqual(KEPT);
    expect(keysOfRaw([rawOf(parent), parent])).toEqual(KEPT);
  });

  test("recognised by the raw request span itself, which 1.81.9-1.82.2 gave the attributes of the call", () => {
    const raw = span({ ...RAW, "gen_ai.input.messages": PLACEHOLDER }, { name: "raw_gen_ai_request" });
    expect(keysOfRaw([raw])).toEqual(KEPT);
  });

  test("also where the raw request span hangs on another span of the trace than its call", () => {
    const endpoint = span({});
    expect(keysOfRaw([call({ "gen_ai.input.messages": PLACEHOLDER }), endpoint, rawOf(endpoint)])).toEqual(KEPT);
  });

  test("also its events and status message", () => {
    const parent = call({ "gen_ai.input.messages": PLACEHOLDER });
    const raw = rawOf(parent, { status: { code: 2, message: "secret" }, events: [{ name: "secret" }] } as Span);
    const mapped = spansOf(mapLiteLLMTraces(litellmTraces(parent, raw)))[1];
    expect(mapped).toMatchObject({ status: { code: 2, message: "" }, events: [] });
    expect(JSON.stringify(mapped)).not.toContain("secret");
  });

  test("which is reported", () => {
    const issues: MappingIssue[] = [];
    const parent = call({ "gen_ai.input.messages": PLACEHOLDER });
    const raw = rawOf(parent);
    mapLiteLLMTraces(litellmTraces(parent, raw), { onIssue: (issue) => issues.push(issue) });
    const message = "Attributes, events or a status that may hold content were left out";
    expect(issues).toEqual([expect.objectContaining({ code: "redacted-content-withheld", message, spanId: raw.spanId })]);
  });
});

test("a stripped raw request span stays a chain, also where nothing shows any more that it is one", () => {
  const parent = call({});
  const raw = {
    ...span({ "litellm.call_type": "completion", "llm.openai.messages": "secret" }, { name: "renamed" }),
    parentSpanId: parent.spanId ?? null,
  };
  const [, mapped] = spansOf(mapLiteLLMTraces(litellmTraces(parent, raw), { rawRequests: "withhold", duplicates: "keep" }));
  expect(mapped?.attributes?.map(({ key }) => key)).toEqual(["fiddler.span.type"]);
  expect(plainOf(mapped, "fiddler.span.type")).toBe("chain");
});

test("the system instructions of a redacted call, which LiteLLM 1.85-1.109 leaves in the clear, are withheld", () => {
  const issues: MappingIssue[] = [];
  const redacted = call({ "gen_ai.input.messages": PLACEHOLDER, "gen_ai.system_instructions": "secret" });
  const attributes = [...(redacted.attributes ?? []), null] as Span["attributes"] & object;
  const [mapped] = spansOf(
    mapLiteLLMTraces(litellmTraces({ ...redacted, attributes }), { onIssue: (issue) => issues.push(issue) }),
  );
  expect(mapped?.attributes?.map((each) => each?.key)).toEqual([
    "llm.request.type",
    "gen_ai.input.messages",
    undefined,
    "fiddler.span.type",
  ]);
  expect(issues.map(({ code }) => code)).toEqual(["redacted-content-withheld"]);
});

describe("a raw request span that is withheld", () => {
  const withheld = (raw: Span, options: MappingOptions = {}) =>
    spansOf(mapLiteLLMTraces(litellmTraces(raw), { rawRequests: "withhold", ...options }))[0];

  test("keeps usage and cost, where they are not taken for a duplicate", () => {
    const raw = span({ ...RAW, "gen_ai.usage.input_tokens": 5 }, { name: "raw_gen_ai_request" });
    expect(plainOf(withheld(raw, { duplicates: "keep" }), "gen_ai.usage.input_tokens")).toBe("5");
  });

  test("gets no events where it had none", () => {
    expect(withheld(span(RAW))).not.toHaveProperty("events");
  });

  test("loses its events, also where it has no attributes", () => {
    expect(withheld({ ...span({}, { name: "raw_gen_ai_request" }), events: [{ name: "secret" }] } as Span)).toMatchObject({
      events: [],
    });
  });
});

describe("other raw request spans keep everything", () => {
  const kept = (keys: readonly string[]) => expect(keys).toContain("llm.openai.messages");
  const open = call({ "gen_ai.input.messages": '[{"role":"user","content":"what is redacted-by-litellm?"}]' });

  test("of a call that was not redacted", () => kept(keysOfRaw([open, rawOf(open)])));

  test("of no call, beside spans of the framework", () => kept(keysOfRaw([span({ "http.route": "/" }), rawOf(span({}))])));

  test("of a call that hands the placeholder to a tool", () => {
    const asking = call({
      "gen_ai.output.messages":
        '[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"redacted-by-litellm"}}]}]',
    });
    kept(keysOfRaw([asking, rawOf(asking)]));
  });

  test("of an open call in the trace of a redacted one", () => {
    const redacted = call({ "gen_ai.input.messages": PLACEHOLDER });
    const messages = "[{'role': 'user', 'content': 'what is redacted-by-litellm?'}]";
    const raw = span(
      { ...RAW, "llm.openai.messages": messages },
      { name: "raw_gen_ai_request", parentSpanId: open.spanId ?? null },
    );
    kept(keysOfRaw([redacted, open, raw]));
  });

  test('unless rawRequests is "withhold"', () => {
    expect(keysOfRaw([open, rawOf(open)], { rawRequests: "withhold" })).toEqual(KEPT);
  });
});
