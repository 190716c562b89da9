import fc from "fast-check";
import type { KeyValue, Span, TracesData } from "../../src/index.js";
import { PLACEHOLDERS, SECRET } from "../redacted-spans.js";
import { attribute, resourceOf, saying, scopeOf, span, under } from "../spans.js";

/** What says that a call is redacted; a header is lost where a length limit cuts it. */
const PLACEHOLDER_MARKS: readonly KeyValue[] = [
  ...PLACEHOLDERS.map((placeholder) => attribute("gen_ai.input.messages", placeholder)),
  attribute("gen_ai.prompt.0.content", "redacted-by-litellm"),
  attribute("SpanAttributes.LLM_PROMPTS.0.content", "redacted-by-litellm"),
  attribute("input.value", "redacted-by-litellm"),
  attribute("llm.input_messages.0.message.content", "redacted-by-litellm"),
];
const HEADER = "x-litellm-enable-message-redaction";
const HEADER_MARKS: readonly KeyValue[] = [
  attribute("metadata.requester_custom_headers", `{'${HEADER}': 'true'}`),
  attribute("litellm.metadata.requester_metadata", `{"headers": {"${HEADER}": "true"}}`),
];

const secrets = fc.stringMatching(/^[a-z ]{0,20}$/).map((text) => `${SECRET} ${text}`);

/** An attribute of a call's span that holds what was said, under one of these names. */
type Said = fc.Arbitrary<readonly [string, string]>;
const saidOnCalls: Said = fc.tuple(
  fc.constantFrom(
    "gen_ai.output.messages",
    "gen_ai.completion.0.content",
    "gen_ai.completion.1.function_call.arguments",
    "gen_ai.prompt.1.content",
    "SpanAttributes.LLM_COMPLETIONS.0.content",
    "gen_ai.system_instructions",
    "gen_ai.tool.call.arguments",
    "llm.output_messages.0.message.content",
    "llm.invocation_parameters",
    "llm.prompts",
    "output.value",
    "metadata",
    "embedding.text.0",
    "traceloop.entity.output",
    "guardrail_response",
    "metadata.mcp_tool_call_metadata",
    "litellm.guardrail.pii.evidence",
    "error.message",
    "error.stack_trace",
  ),
  secrets.chain((text) =>
    fc.constantFrom(
      text,
      saying("assistant", text),
      JSON.stringify([{ role: "assistant", content: "redacted-by-litellm", tool_calls: [{ function: { arguments: text } }] }]),
      JSON.stringify([
        { role: "assistant", content: "redacted-by-litellm" },
        { role: "assistant", content: text },
      ]),
      JSON.stringify([{ role: "assistant", content: "redacted-by-litellm", reasoning_content: text }]),
      JSON.stringify([{ role: "assistant", parts: [{ functionCall: { name: "f", args: { city: text } } }] }]),
      JSON.stringify([{ role: "assistant", type: "function_call", name: "f", arguments: text }]),
      JSON.stringify([text]),
    ),
  ),
);

/** ... of a span beside it: one with an answer of its own would be a call. */
const saidBeside: Said = fc.tuple(
  fc.constantFrom(
    "guardrail_response",
    "input.value",
    "gen_ai.input.messages",
    "litellm.guardrail.pii.evidence",
    "exception",
    "exception.message",
  ),
  secrets,
);

/** ... and of a raw request span. */
const saidOnRaw: Said = fc.tuple(
  fc
    .constantFrom("messages", "system", "choices", "output", "content", "candidates", "instructions", "tools", "metadata", "new")
    .map((field) => `llm.openai.${field}`),
  secrets.chain((text) => fc.constantFrom(text, `[{'role': 'user', 'content': '${text}'}]`)),
);

const members = fc.record(
  {
    events: secrets.map((text) => [{ name: "e", attributes: [attribute("exception.message", text)] }]),
    status: secrets.map((message) => ({ code: 2, message })),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Span>;

const several = (said: Said) => fc.array(said, { maxLength: 5 }).map((pairs) => pairs.map(([key, text]) => attribute(key, text)));

/** A span that beside its own attributes says some of the hidden texts. */
function leaking(said: Said, own: Readonly<Record<string, string>>, fixed: Span = {}): fc.Arbitrary<Span> {
  return fc.tuple(several(said), members).map(([attributes, rest]) => {
    const { attributes: ownAttributes, ...made } = span(own, fixed);
    return { ...rest, ...made, attributes: [...(ownAttributes ?? []), ...attributes] };
  });
}

const RAW = { name: "raw_gen_ai_request" };
const CALL = {
  "llm.request.type": "acompletion",
  "gen_ai.request.model": "gpt-4o-mini",
  "litellm.call_id": "c",
  "gen_ai.completion.0.role": "assistant",
};

function withMark(call: Span, mark: KeyValue): Span {
  return { ...call, attributes: [...(call.attributes ?? []).filter(({ key }) => key !== mark.key), mark] };
}

/** A redacted call, and the spans that LiteLLM writes beside it: all that may quote it is in one trace, or bears its call id. */
function redactedSpans(mark: KeyValue, limit: number | undefined): fc.Arbitrary<readonly Span[]> {
  const root = span({}, { name: "Received Proxy Server Request" });
  const maybe = (one: fc.Arbitrary<Span>) => fc.option(one, { nil: undefined });
  return leaking(saidOnCalls, CALL, under(root)).chain((call) =>
    fc
      .tuple(
        maybe(leaking(saidOnRaw, { "llm.openai.id": "r" }, { ...RAW, ...under(call) })),
        maybe(leaking(saidOnRaw, {}, { ...RAW, ...under(root) })),
        maybe(leaking(saidOnRaw, {}, { ...RAW, parentSpanId: "f".repeat(16) })),
        maybe(leaking(saidBeside, { guardrail_name: "pii" }, { name: "guardrail", ...under(root) })),
        // The same call in another trace, where the mark is missing: whether a cut one and another text are one, nothing tells.
        maybe(fc.constant(limit === undefined ? { ...call, spanId: "e".repeat(16), traceId: "1".repeat(32) } : {})),
      )
      .map((others) => [root, withMark(call, mark), ...(others.filter((other) => other?.spanId !== undefined) as Span[])])
      .map((all) => (limit === undefined ? all : all.map((each) => cutTo(limit, each)))),
  );
}

function cutTo(limit: number, each: Span): Span {
  const attributes = each.attributes?.map(({ key, value }) => attribute(key, String(value?.stringValue).slice(0, limit)));
  return { ...each, attributes: attributes ?? [] };
}

const marked = fc.oneof(
  fc.tuple(fc.constantFrom(...PLACEHOLDER_MARKS), fc.option(fc.integer({ min: 16, max: 90 }), { nil: undefined })),
  fc.tuple(fc.constantFrom(...HEADER_MARKS), fc.constant(undefined)),
);

/** Requests of which everything was to be hidden, in any order, from a proxy or from within an application. */
export const redactedTraces: fc.Arbitrary<TracesData> = marked
  .chain(([mark, limit]) => redactedSpans(mark, limit))
  .chain((all) => fc.shuffledSubarray([...all], { minLength: all.length }))
  .chain((all) => fc.tuple(fc.constantFrom("litellm", "shop"), fc.constant(all)))
  .map(([service, all]) => ({ resourceSpans: [resourceOf(service, scopeOf("litellm", ...all))] }));
