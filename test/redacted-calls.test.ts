import { describe, expect, test } from "vitest";
import { type AnyValue, mapLiteLLMTraces, type Span } from "../src/index.js";
import { type Attributes, call, leaks, PLACEHOLDERS, rawUnder, redacted, SECRET } from "./redacted-spans.js";
import { attribute, litellmTraces, mapped, plainOf, saying, span, spansOf, under } from "./spans.js";

describe("what LiteLLM leaves of a redacted call in the clear on its own span is withheld", () => {
  const ARGUMENTS = `{"city": "${SECRET}"}`;
  const answer = (message: object) => JSON.stringify([{ role: "assistant", ...message }]);
  const besidePlaceholder = (members: object) => ({
    "gen_ai.output.messages": answer({ content: "redacted-by-litellm", ...members }),
  });
  const besidePart = (members: object) =>
    besidePlaceholder({ content: [{ type: "text", content: "redacted-by-litellm", ...members }] });
  const nested = (depth: number) => `${'{"content":'.repeat(depth)}"${SECRET}"${"}".repeat(depth)}`;
  test.each<[string, Attributes]>([
    ["a streamed answer", { "gen_ai.output.messages": saying("assistant", SECRET) }],
    [
      "calls of tools beside the placeholder",
      {
        "gen_ai.output.messages": answer({
          content: "redacted-by-litellm",
          tool_calls: [{ function: { name: "f", arguments: ARGUMENTS } }],
        }),
      },
    ],
    [
      "a call of a tool as a part",
      { "gen_ai.output.messages": answer({ parts: [{ type: "tool_call", arguments: ARGUMENTS }] }) },
    ],
    [
      "a call of a tool as Gemini writes it",
      { "gen_ai.output.messages": answer({ parts: [{ functionCall: { name: "f", args: { city: SECRET } } }] }) },
    ],
    [
      "a call of a tool as an item of its own",
      { "gen_ai.output.messages": answer({ type: "function_call", name: "f", arguments: ARGUMENTS }) },
    ],
    ["reasoning beside the placeholder", besidePlaceholder({ reasoning_content: SECRET })],
    ["thinking blocks beside the placeholder", besidePlaceholder({ thinking_blocks: [{ thinking: SECRET }] })],
    ["a refusal beside the placeholder", besidePlaceholder({ refusal: SECRET })],
    ["the transcript of an audio answer", besidePlaceholder({ audio: { transcript: SECRET } })],
    ["quotes in annotations", besidePlaceholder({ annotations: [{ url_citation: { title: SECRET } }] })],
    ["parts beside the placeholder", besidePlaceholder({ parts: [{ type: "text", content: SECRET }] })],
    ["a second text of a part", besidePart({ text: SECRET })],
    ["a member with a harmless name that holds others", besidePlaceholder({ status: { text: SECRET } })],
    ["annotations of a part", besidePart({ annotations: [{ title: SECRET }] })],
    ["an answer that is a JSON string", { "gen_ai.output.messages": JSON.stringify(SECRET) }],
    ["an answer that is a list of strings", { "gen_ai.output.messages": JSON.stringify([SECRET]) }],
    ["choices in a list of their own", { "gen_ai.output.messages": `[${saying("assistant", SECRET)}]` }],
    ["an answer that is nested beyond all measure", { "gen_ai.output.messages": nested(2000) }],
    [
      "more lists around the placeholder than messages have",
      { "gen_ai.output.messages": `${"[".repeat(9)}"redacted-by-litellm"${"]".repeat(9)}` },
    ],
    ["a text that only begins like the placeholder", { "gen_ai.output.messages": answer({ content: "redacted-by-lit" }) }],
    ["an answer as bytes", { "gen_ai.output.messages": { bytesValue: SECRET } }],
    [
      "a cut behind the name of an argument",
      { "gen_ai.output.messages": `[{"role": "assistant", "tool_calls": [{"function": {"${SECRET}` },
    ],
    ["a call of a function", { "gen_ai.output.messages": answer({ function_call: { name: "f", arguments: ARGUMENTS } }) }],
    ["an answer that is not JSON", { "gen_ai.output.messages": `${SECRET}` }],
    [
      "an answer that was cut",
      { "gen_ai.output.messages": `[{"role": "assistant", "parts": [{"type": "text", "content": "${SECRET}` },
    ],
    [
      "a second choice",
      {
        "gen_ai.output.messages": JSON.stringify([
          { role: "assistant", content: "redacted-by-litellm" },
          { role: "assistant", content: SECRET },
        ]),
      },
    ],
    [
      "indexed calls of tools",
      { "gen_ai.completion.0.function_call.arguments": ARGUMENTS, "gen_ai.completion.0.function_call.name": SECRET },
    ],
    ["an indexed answer", { "gen_ai.completion.0.role": "assistant", "gen_ai.completion.0.content": SECRET }],
    ["an indexed answer under 1.69", { "SpanAttributes.LLM_COMPLETIONS.0.content": SECRET }],
    ["an indexed prompt", { "gen_ai.prompt.1.content": SECRET }],
    ["system instructions", { "gen_ai.system_instructions": SECRET }],
    [
      "an answer as a list of its own type",
      {
        "gen_ai.output.messages": {
          arrayValue: { values: [{ kvlistValue: { values: [{ key: "content", value: { stringValue: SECRET } }] } }] },
        },
      },
    ],
    ["a tool's arguments and result", { "gen_ai.tool.call.arguments": SECRET, "gen_ai.tool.call.result": SECRET }],
    [
      "OpenInference's messages",
      { "llm.input_messages.0.message.content": SECRET, "input.value": SECRET, "output.value": SECRET },
    ],
    ["Langtrace's messages", { "llm.prompts": SECRET, "llm.responses": SECRET }],
    ["OpenLLMetry's entities", { "traceloop.entity.input": SECRET }],
    ["Langfuse's observation", { "langfuse.observation.output": SECRET }],
    ["a guardrail's response", { guardrail_response: SECRET, "litellm.guardrail.response": SECRET }],
    ["what a guardrail quotes", { "litellm.guardrail.pii.evidence": SECRET }],
    [
      "metadata that may quote it",
      {
        "metadata.guardrail_information": SECRET,
        "metadata.mcp_tool_call_metadata": SECRET,
        "metadata.vector_store_request_metadata": SECRET,
        "litellm.metadata.prompt_management_metadata": SECRET,
      },
    ],
    ...[
      "error",
      "error.message",
      "error.stack_trace",
      "exception",
      "exception.message",
      "litellm.provider.error.stack_trace",
      "guardrail_request",
      "gen_ai.content.prompt",
      "gen_ai.retrieval.documents",
      "gen_ai.retrieval.query.text",
      "metadata",
      "llm.invocation_parameters",
      "llm.function_call",
      "llm.prompt_template.variables",
      "llm.prompt_template.template",
      "llm.choices.0.message.content",
      "gcp.vertex.agent.llm_request",
      "gcp.vertex.agent.llm_response",
      "gcp.vertex.agent.tool_call_args",
      "gcp.vertex.agent.tool_response",
      "gcp.vertex.agent.data",
      "pydantic_ai.all_messages",
      "tool_arguments",
      "tool.parameters",
      "guardrail_input",
      "litellm.guardrail.input",
      "litellm.guardrail.output",
      "litellm.guardrail.match_details",
      "embedding.text.0",
      "embedding.vector.0",
      "embedding.embeddings.0.embedding.text",
      "reranker.query",
      "reranker.input_documents.0.document.content",
      "reranker.output_documents.0.document.content",
      "retrieval.documents.0.document.content",
      "image.url.0",
      "audio.url.0",
      "audio.transcript.0",
    ].map((name): [string, Attributes] => [name, { [name]: SECRET }]),
  ])("%s", (_what, attributes) => {
    const leaking = redacted(attributes);
    expect(leaks(leaking)).toEqual([]);
    const { spans, types, codes } = mapped([leaking]);
    expect(types).toEqual(["llm"]);
    expect(plainOf(spans[0], "gen_ai.llm.output")).toBeUndefined();
    expect(codes).toEqual(["redacted-content-withheld"]);
  });

  test("an event that may hold a text, and the status message", () => {
    const texts = (value: AnyValue) => ({ name: "exception", attributes: [{ key: "exception.message", value }] });
    const counts = { name: "first token", attributes: [{ key: "count", value: { intValue: "1" } }] };
    const events = [
      texts({ stringValue: SECRET }),
      counts,
      texts({ arrayValue: { values: [{ stringValue: SECRET }] } }),
      texts({ kvlistValue: { values: [{ key: "a", value: { stringValue: SECRET } }] } }),
      texts({ bytesValue: "SElEREVO" }),
      { name: "both", attributes: [...counts.attributes, ...texts({ stringValue: SECRET }).attributes] },
    ];
    const failing = redacted({}, { status: { code: 2, message: SECRET }, events } as Span);
    expect(leaks(failing)).toEqual([]);
    expect(mapped([failing]).spans[0]).toMatchObject({ status: { code: 2, message: "" }, events: [counts] });
  });

  test.each<[string, object]>([
    ["members of chat completions without values", { tool_calls: null, function_call: null, refusal: null, annotations: [] }],
    ["members that hold nothing themselves", { provider_specific_fields: { refusal: null } }],
    ["an id, a status and a finish reason", { id: "msg_1", type: "message", status: "completed", finish_reason: "stop" }],
    ["the place of a choice", { index: 0 }],
    [
      "parts of the placeholder",
      {
        content: [
          { type: "output_text", text: "redacted-by-litellm" },
          { type: "text", text: "" },
        ],
      },
    ],
  ])("%s beside the placeholder stay", (_what, members) => {
    const json = besidePlaceholder(members)["gen_ai.output.messages"];
    expect(plainOf(mapped([redacted({ "gen_ai.output.messages": json })]).spans[0], "gen_ai.output.messages")).toBe(json);
  });

  test("what says nothing of it stays: placeholders, tokens, cost, ids, who asked", () => {
    const kept = {
      "gen_ai.output.messages": saying("assistant", "redacted-by-litellm"),
      "gen_ai.system_instructions": saying("system", "redacted-by-litellm"),
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.finish_reason": "stop",
      "gen_ai.completion.0.content": "redacted-by-litellm",
      "gen_ai.completion.1.content": "redacted-by-lite",
      "gen_ai.response.id": "chatcmpl-1",
      "gen_ai.usage.input_tokens": 5,
      "gen_ai.response.finish_reasons": "stop",
      "metadata.user_api_key_alias": "blue",
      "error.type": "RateLimitError",
      "embedding.model_name": "e",
      "gen_ai.cost.total_cost": { doubleValue: 0.5 },
    };
    const { spans, codes } = mapped([redacted(kept)]);
    expect(spans[0]?.attributes).toHaveLength(3 + Object.keys(kept).length + 1);
    expect(codes).toEqual([]);
  });

  test("a call that only looks so keeps its answer", () => {
    const open = call({ "gen_ai.input.messages": saying("user", "U"), "gen_ai.output.messages": saying("assistant", "A") });
    expect(plainOf(mapped([open]).spans[0], "gen_ai.llm.output")).toBe("A");
  });
});

describe("the placeholder marks a redacted call wherever it is", () => {
  const ours = { role: "user", content: "redacted-by-litellm" };
  const LONG_ANSWER = { role: "assistant", content: "a".repeat(8000) };
  test.each<[string, Attributes]>([
    ["in V2's messages", { "gen_ai.input.messages": PLACEHOLDERS[1] }],
    ["in a later message", { "gen_ai.input.messages": JSON.stringify([{ role: "system", content: "S" }, ours]) }],
    [
      "in a later choice",
      {
        "gen_ai.output.messages": JSON.stringify([
          { role: "assistant", content: "" },
          { ...ours, role: "assistant" },
        ]),
      },
    ],
    [
      "thousands of characters behind the beginning of a long conversation",
      { "gen_ai.input.messages": JSON.stringify([{ role: "system", content: "s".repeat(2000) }, ours, LONG_ANSWER]) },
    ],
    [
      "thousands of characters before the end of a long conversation",
      { "gen_ai.input.messages": JSON.stringify([LONG_ANSWER, ours, { role: "user", content: "u".repeat(2000) }]) },
    ],
    [
      "hundreds of characters behind the beginning of a short one",
      { "gen_ai.input.messages": JSON.stringify([{ role: "system", content: "s".repeat(200) }, ours]) },
    ],
    [
      "in a later part",
      {
        "gen_ai.input.messages": JSON.stringify([
          {
            role: "user",
            parts: [
              { type: "text", content: "a" },
              { type: "text", content: "redacted-by-litellm" },
            ],
          },
        ]),
      },
    ],
    [
      "between two long choices",
      {
        "gen_ai.output.messages": JSON.stringify([LONG_ANSWER, { ...ours, role: "assistant" }, LONG_ANSWER]),
      },
    ],
    ["between two long messages", { "gen_ai.input.messages": JSON.stringify([LONG_ANSWER, ours, LONG_ANSWER]) }],
    [
      "beside members without values, as V2 has them",
      {
        "gen_ai.output.messages":
          '[{"role": "assistant", "content": "redacted-by-litellm", "function_call": null, "tool_calls": null}]',
      },
    ],
    ["in a refusal", { "gen_ai.output.messages": '[{"role": "assistant", "content": null, "refusal": "redacted-by-litellm"}]' }],
    [
      "in a transcript",
      {
        "gen_ai.output.messages": '[{"role": "assistant", "audio": {"transcript": "redacted-by-litellm"}}]',
      },
    ],
    ["in indexed parts, in Python's repr", { "gen_ai.prompt.0.content": "[{'type': 'text', 'text': 'redacted-by-litellm'}]" }],
    ["in a later indexed prompt", { "gen_ai.prompt.0.content": "a", "gen_ai.prompt.3.content": "redacted-by-litellm" }],
    ["cut, in an indexed prompt", { "gen_ai.prompt.0.content": "redacted-by-lite" }],
    ["in an answer that is not JSON", { "gen_ai.output.messages": "redacted-by-litellm" }],
    ["cut, in the answer alone", { "gen_ai.output.messages": '[{"role": "assistant", "content": "redacted-by-li' }],
    [
      "cut, in a later message",
      { "gen_ai.input.messages": '[{"role": "system", "content": "S"}, {"role": "user", "content": "redacted-by-litellm' },
    ],
    [
      "in messages that are no text",
      { "gen_ai.input.messages": { arrayValue: { values: [messageValue("redacted-by-litellm")] } } },
    ],
  ])("%s", (_where, attributes) => {
    const leaking = call({ ...attributes, "gen_ai.system_instructions": SECRET });
    expect(leaks(leaking, rawUnder(leaking))).toEqual([]);
    expect(mapped([leaking]).types).toEqual(["llm"]);
  });

  test("in the system instructions alone", () => {
    const instructions = { "gen_ai.system_instructions": saying("system", "redacted-by-litellm") };
    const leaking = call({ ...instructions, "gen_ai.output.messages": saying("assistant", SECRET) });
    expect(leaks(leaking, rawUnder(leaking))).toEqual([]);
  });

  const JSON_OF_OURS = JSON.stringify([ours]);
  test.each<[string, Attributes]>([
    ["Phoenix", { "llm.input_messages.0.message.role": "user", "llm.input_messages.0.message.content": "redacted-by-litellm" }],
    ["Phoenix, of the answer", { "llm.output_messages.0.message.content": "redacted-by-litellm" }],
    ["Phoenix, as a text", { "input.value": "redacted-by-litellm" }],
    ["Phoenix, as a text that was cut", { "output.value": "redacted-by-li" }],
    ["Phoenix, as JSON", { "input.value": JSON_OF_OURS }],
    ["Langfuse", { "langfuse.observation.input": JSON_OF_OURS }],
    ["Langtrace", { "llm.prompts": JSON_OF_OURS }],
    ["OpenLLMetry", { "traceloop.entity.output": JSON.stringify({ ...ours, role: "assistant" }) }],
  ])("also in the words of %s alone", (_vendor, attributes) => {
    const leaking = call({ "openinference.span.kind": "LLM", "llm.token_count.prompt": 3, ...attributes });
    const raw = rawUnder(leaking);
    expect(leaks(leaking, raw)).toEqual([]);
    const [kept] = mapped([leaking, raw]).spans;
    expect(plainOf(kept, "llm.token_count.prompt")).toBe("3");
  });

  const QUOTING = '{"label": "redacted-by-litellm"}';
  test.each<[string, Attributes, Span]>([
    [
      "the arguments of a tool, as Phoenix has them",
      { "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": QUOTING },
      {},
    ],
    ["a member of an entity, as OpenLLMetry has it", { "traceloop.entity.input": QUOTING }, {}],
    ["metadata in the body", { "input.value": '{"metadata": {"text": "redacted-by-litellm"}, "messages": []}' }, {}],
    ["an event that is no message", {}, { events: [{ attributes: [attribute("mode", "redacted-by-litellm")] }] } as Span],
    [
      "the input of a custom tool",
      {
        "gen_ai.output.messages":
          '[{"role": "assistant", "tool_calls": [{"type": "custom", "custom": {"name": "f", "input": "redacted-by-litellm"}}]}]',
      },
      {},
    ],
    [
      "the result of a tool",
      {
        "gen_ai.input.messages":
          '[{"role": "tool", "parts": [{"type": "tool_call_response", "result": {"text": "redacted-by-litellm"}}]}]',
      },
      {},
    ],
  ])("not where it is in %s", (_what, attributes, members) => {
    const open = call({ "gen_ai.usage.input_tokens": 3, ...attributes }, members);
    expect(plainOf(mapped([open, rawUnder(open)]).spans[1], "llm.openai.messages")).toContain(SECRET);
  });

  test("not where another vendor's words only quote it", () => {
    const open = call({ "openinference.span.kind": "LLM", "input.value": "what is redacted-by-litellm?" });
    expect(plainOf(mapped([open, rawUnder(open)]).spans[1], "llm.openai.messages")).toContain(SECRET);
  });

  test.each(["amoderation", "aembedding", "arerank"])("also on a call of %s, without usage", (operation) => {
    const leaking = redacted({ "llm.request.type": operation, "gen_ai.system_instructions": SECRET });
    expect(leaks(leaking, rawUnder(leaking))).toEqual([]);
  });

  function messageValue(text: string): AnyValue {
    const member = (key: string, stringValue: string) => ({ key, value: { stringValue } });
    return { kvlistValue: { values: [member("role", "user"), member("content", text)] } };
  }
});

describe.each(PLACEHOLDERS)("an attribute limit that cuts %s", (placeholder) => {
  const LIMITS = Array.from({ length: 60 }, (_, at) => 16 + at).filter((limit) => limit < placeholder.length);

  test.each(LIMITS)("to %i characters leaves a redacted call one", (limit) => {
    const cut = (text: string) => text.slice(0, limit);
    const leaking = call({
      "gen_ai.input.messages": cut(placeholder),
      "gen_ai.output.messages": cut(`[{"role": "assistant", "content": "${SECRET} answer"}]`),
      "gen_ai.system_instructions": cut(`${SECRET} system prompt`),
    });
    const raw = {
      "llm.anthropic.system": cut(`${SECRET} system prompt`),
      "llm.anthropic.messages": cut(`[{'content': '${SECRET}'}]`),
    };
    expect(leaks(leaking, span(raw, { name: "raw_gen_ai_request", ...under(leaking) }))).toEqual([]);
  });
});

test.each([
  ["is a word that the placeholder begins with, in a list that is not cut", '[{"role": "user", "content": "redacted"}]'],
  ["begins otherwise", '[{"role": "user", "parts": [{"type": "text", "content": "red'.replace("user", "system")],
  ["says something else", '[{"role": "user", "parts": [{"type": "text", "content": "redacted by them'],
  ["is not cut, and begins like the placeholder", '[{"role": "user", "content": "redacted-by-lit"}]'],
])("a request that %s is not redacted", (_what, json) => {
  const open = call({ "gen_ai.input.messages": json });
  const [, raw] = mapped([open, rawUnder(open)]).spans;
  expect(plainOf(raw, "llm.openai.messages")).toContain(SECRET);
});

test.each(["r", "redacted", "redacted-by"])("an indexed prompt that says %j is not redacted", (text) => {
  const open = call({ "gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": text });
  expect(plainOf(mapped([open, rawUnder(open)]).spans[1], "llm.openai.messages")).toContain(SECRET);
});

test("a raw request in the trace of a redacted call is withheld, also where an open call elsewhere has its id", () => {
  const open = call({ "gen_ai.response.id": "chatcmpl-1", "gen_ai.usage.input_tokens": 1 }, { traceId: "1".repeat(32) });
  const raw = rawUnder(open, { parentSpanId: "" });
  const traces = litellmTraces(redacted(), { ...raw, traceId: redacted().traceId ?? "" }, open);
  for (const result of [mapLiteLLMTraces(traces), mapLiteLLMTraces(traces, { onIssue: () => {} })]) {
    expect(plainOf(spansOf(result)[1], "llm.openai.messages")).toBeUndefined();
  }
});
