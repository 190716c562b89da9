import { describe, expect, test } from "vitest";
import type { MappingOptions, Span } from "../src/index.js";
import {
  type Attributes,
  call,
  EVERY_OPTION,
  leaks,
  leaksIn,
  PLACEHOLDER,
  rawUnder,
  redacted,
  SECRET,
} from "./redacted-spans.js";
import { attribute, lasting, mapped, plainOf, resourceOf, saying, scopeOf, span, under } from "./spans.js";

describe("a request whose headers ask for redaction, which LiteLLM ignored", () => {
  const open = {
    "gen_ai.input.messages": saying("user", `${SECRET} question`),
    "gen_ai.output.messages": saying("assistant", `${SECRET} answer`),
    "gen_ai.system_instructions": `${SECRET} system`,
  };

  test.each<[string, Attributes]>([
    ["Python's repr", { "metadata.requester_custom_headers": "{'x-litellm-enable-message-redaction': 'true'}" }],
    ["JSON", { "metadata.requester_custom_headers": '{"x-litellm-enable-message-redaction":"true"}' }],
    ["a boolean of Python's", { "metadata.requester_custom_headers": "{'x-litellm-enable-message-redaction': True}" }],
    ["a name without its x", { "metadata.requester_custom_headers": "{'litellm-enable-message-redaction': 'true'}" }],
    ["in capitals", { "metadata.requester_custom_headers": "{'X-LiteLLM-Enable-Message-Redaction': 'TRUE'}" }],
    [
      "among others",
      { "metadata.requester_custom_headers": "{'x-a': 'b', 'x-litellm-enable-message-redaction': 'true', 'x-c': 'd'}" },
    ],
    [
      "in the request's metadata",
      { "metadata.requester_metadata": "{'headers': {'x-litellm-enable-message-redaction': 'true'}}" },
    ],
    [
      "as JSON inside a text",
      { "metadata.requester_metadata": '{"headers":"{\\"x-litellm-enable-message-redaction\\": \\"true\\"}"}' },
    ],
    [
      "as JSON in JSON in JSON",
      {
        "metadata.requester_metadata": JSON.stringify({
          a: JSON.stringify({ headers: JSON.stringify({ "x-litellm-enable-message-redaction": "true" }) }),
        }),
      },
    ],
    [
      "as JSON in JSON in Python's repr",
      { "metadata.requester_metadata": `{'headers': '{"a": "{\\\\"x-litellm-enable-message-redaction\\\\": \\\\"true\\\\"}"}'}` },
    ],
    ["a pair in a list", { "metadata.requester_custom_headers": "[('x-litellm-enable-message-redaction', 'true')]" }],
    ["a pair of bytes", { "metadata.requester_custom_headers": "[(b'x-litellm-enable-message-redaction', b'true')]" }],
    [
      "a name and a value",
      { "metadata.requester_custom_headers": '[{"name": "x-litellm-enable-message-redaction", "value": "true"}]' },
    ],
    ["a list of values", { "metadata.requester_custom_headers": '{"x-litellm-enable-message-redaction": ["true"]}' }],
    ["cut within its value", { "metadata.requester_custom_headers": "{'x-litellm-enable-message-redaction': 'tru" }],
    [
      "a map",
      {
        "metadata.requester_custom_headers": {
          kvlistValue: { values: [{ key: "x-litellm-enable-message-redaction", value: { stringValue: "true" } }] },
        },
      },
    ],
    ["V2's headers", { "litellm.metadata.requester_custom_headers": '{"x-litellm-enable-message-redaction": "true"}' }],
    ["V2's metadata", { "litellm.metadata.requester_metadata": '{"headers": {"x-litellm-enable-message-redaction": "true"}}' }],
  ])("%s: nothing is shown of it", (_what, headers) => {
    const asking = call({ ...headers, ...open });
    expect(leaks(asking, rawUnder(asking))).toEqual([]);
    const { spans, types, codes } = mapped([asking, rawUnder(asking)]);
    expect(types).toEqual(["llm", "chain"]);
    expect(codes).toEqual(["redacted-content-withheld", "redacted-content-withheld"]);
    expect(Object.keys(open).map((key) => plainOf(spans[0], key))).toEqual([undefined, undefined, undefined]);
  });

  test.each<[string, Attributes]>([
    ["a moderation, which has no usage", { "llm.request.type": "amoderation", ...open }],
    ["an embedding that failed", { "llm.request.type": "aembedding", ...open }],
    ["another vendor's vocabulary", { "llm.request.type": "acompletion", "llm.prompts": SECRET, "llm.responses": SECRET }],
  ])("also of %s", (_what, attributes) => {
    const asking = span({ "metadata.requester_custom_headers": "{'x-litellm-enable-message-redaction': 'true'}", ...attributes });
    expect(leaks(asking, rawUnder(asking))).toEqual([]);
  });

  test("also where only the raw request span holds the headers", () => {
    const asked = { "metadata.requester_custom_headers": "{'x-litellm-enable-message-redaction': 'true'}" };
    const parent = call({ "gen_ai.response.id": "chatcmpl-1", ...open });
    const bare = rawUnder(parent);
    const raw = { ...bare, attributes: [...(bare.attributes ?? []), ...(span(asked).attributes ?? [])] };
    expect(leaks(parent, raw)).toEqual([]);
  });

  test.each<[string, Attributes]>([
    ["says no", { "metadata.requester_custom_headers": "{'x-litellm-enable-message-redaction': 'false'}" }],
    ["is another", { "metadata.requester_custom_headers": "{'x-litellm-tags': 'true'}" }],
    ["is quoted by the user", { "gen_ai.input.messages": saying("user", "{'x-litellm-enable-message-redaction': 'true'}") }],
    ["stands in other metadata", { "metadata.tags": "{'x-litellm-enable-message-redaction': 'true'}" }],
  ])("a header that %s hides nothing", (_what, attributes) => {
    const asking = call({ "gen_ai.output.messages": saying("assistant", "A"), ...attributes });
    expect(plainOf(mapped([asking]).spans[0], "gen_ai.llm.output")).toBe("A");
  });
});

/** How other callbacks write the messages of a redacted call, where LiteLLM's own span came in another request. */
describe("a call that only another vendor's words mark as redacted", () => {
  const ours = { role: "user", content: "redacted-by-litellm" };
  const body = JSON.stringify({ messages: [ours], tools: null });
  const answer = JSON.stringify({ choices: [{ message: { ...ours, role: "assistant" } }] });
  const counts = { "llm.token_count.prompt": 3 };
  test.each<[string, Attributes, Span]>([
    ["the body of the request, as Weave has it", { ...counts, "input.value": body }, {}],
    ["the whole response, as Weave has it", { ...counts, "output.value": answer }, {}],
    ["the body, as Langfuse has it", { "langfuse.observation.input": body }, {}],
    ["the body, as MLflow has it", { "mlflow.spanInputs": body }, {}],
    ["the body, as OpenLLMetry has it", { "traceloop.entity.input": body }, {}],
    ["an attribute that the conventions once had", { "gen_ai.prompt": JSON.stringify([ours]) }, {}],
    ["... of the answer", { "gen_ai.completion": "redacted-by-litellm" }, {}],
    ["an attribute that Langtrace once had", { "gen_ai.content.prompt": JSON.stringify([ours]) }, {}],
    [
      "the whole response with members without values",
      { ...counts, "output.value": answer.replace("}}", ',"function_call":null}}') },
      {},
    ],
    ["a message in Python's repr", { ...counts, "input.value": "[{'role': 'user', 'content': 'redacted-by-litellm'}]" }, {}],
    [
      "an event with a list",
      { "langtrace.service.name": "openai" },
      {
        events: [
          {
            attributes: [
              attribute("gen_ai.prompt", {
                arrayValue: { values: [{ kvlistValue: { values: [attribute("content", "redacted-by-litellm")] } }] },
              }),
            ],
          },
        ],
      } as Span,
    ],
    [
      "an event, as Langtrace has it",
      { "langtrace.service.name": "openai", "gen_ai.usage.prompt_tokens": 3 },
      { events: [{ name: "gen_ai.content.prompt", attributes: [attribute("gen_ai.prompt", JSON.stringify([ours]))] }] } as Span,
    ],
  ])("%s: its raw request is withheld", (_what, attributes, members) => {
    const marked = span({ "llm.request.type": "acompletion", "gen_ai.request.model": "m", ...attributes }, members);
    expect(leaks(marked, rawUnder(marked))).toEqual([]);
  });

  test("in a resource that is not mapped: raw requests of the trace whose call is not known are withheld", () => {
    const theirs = span({ ...counts, "input.value": "redacted-by-litellm" }, { name: "litellm_request" });
    const raw = rawUnder(call({}));
    const request = {
      resourceSpans: [resourceOf("litellm", scopeOf("litellm", raw)), resourceOf("default", scopeOf("litellm", theirs))],
    };
    expect(leaksIn(request)).toEqual([]);
    const apart = { ...theirs, traceId: "1".repeat(32) };
    expect(
      leaksIn({ resourceSpans: [resourceOf("litellm", scopeOf("litellm", raw)), resourceOf("default", scopeOf("x", apart))] }),
    ).not.toEqual([]);
  });
});

describe("spans beside a redacted call", () => {
  test("a raw request in another trace that starts and ends with the failed call", () => {
    const marked = redacted({}, { status: { code: 2 } });
    expect(leaks(marked, rawUnder(call({}), { traceId: "1".repeat(32) }))).toEqual([]);
  });

  test("a raw request in another trace, whose call it is by id and time", () => {
    const marked = redacted({ "gen_ai.response.id": "chatcmpl-1" });
    const raw = rawUnder(call({}), { traceId: "1".repeat(32) });
    expect(leaks(marked, raw)).toEqual([]);
  });

  test.each<[string, Attributes]>([
    ["the proxy's root span", { "input.value": SECRET }],
    ["a guardrail", { guardrail_name: "pii", guardrail_response: SECRET }],
    ["a tool that was run", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.call.arguments": SECRET }],
    ["an agent", { "gen_ai.operation.name": "invoke_agent", "gen_ai.input.messages": saying("user", SECRET) }],
  ])("%s: what may quote it is withheld", (_what, attributes) => {
    expect(leaks(redacted(), span(attributes, { name: "beside" }))).toEqual([]);
    expect(leaks(span(attributes, { name: "beside" }), redacted())).toEqual([]);
  });

  test("a span that reports the call again is withheld with it", () => {
    const answer = { "litellm.call_id": "c", "gen_ai.output.messages": saying("assistant", SECRET) };
    const again = call(answer, { traceId: "1".repeat(32) });
    expect(leaks(redacted({ "litellm.call_id": "c" }), again)).toEqual([]);
  });

  const foreign = (members: Span) =>
    span(
      { "gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5, "gen_ai.input.messages": saying("user", SECRET) },
      { name: "chat m", ...members },
    );

  test("another instrumentation's span of the call is withheld with it", () => {
    const ours = redacted();
    const theirs = foreign(under(ours));
    expect(leaksIn({ resourceSpans: [resourceOf("litellm", scopeOf("litellm", ours), scopeOf("openai", theirs))] })).toEqual([]);
  });

  test("a raw request span that hangs on another instrumentation's span of the call is withheld", () => {
    const theirs = foreign({});
    const ours = scopeOf("litellm", redacted({}, under(theirs)), rawUnder(theirs));
    expect(leaksIn({ resourceSpans: [resourceOf("litellm", ours, scopeOf("adk", theirs))] })).toEqual([]);
  });

  test("a raw request span is withheld with its parent, though its id is that of an open call", () => {
    const parent = redacted({ "gen_ai.response.id": "chatcmpl-2" });
    const open = call({ "gen_ai.response.id": "chatcmpl-1" }, { traceId: "1".repeat(32) });
    expect(leaks(parent, open, rawUnder(parent))).toEqual([]);
  });

  test("a raw request span is withheld with its parent, though an open call beside it has its id", () => {
    const parent = redacted({}, lasting(0, 1000));
    const open = call({ "gen_ai.response.id": "chatcmpl-1" }, { ...under(parent), ...lasting(0, 900) });
    expect(leaks(parent, open, rawUnder(parent, lasting(10, 800)))).toEqual([]);
  });

  test("a call that nobody redacted keeps its texts, in the same trace too", () => {
    const open = call(
      { "gen_ai.input.messages": saying("user", "U"), "gen_ai.output.messages": saying("assistant", "A") },
      lasting(5000, 6000),
    );
    const [, shown] = mapped([redacted(), open]).spans;
    expect(["gen_ai.llm.input.user", "gen_ai.llm.output"].map((key) => plainOf(shown, key))).toEqual(["U", "A"]);
  });

  test("a raw request span is withheld also where its redacted call came with a type", () => {
    const typed = redacted({ "fiddler.span.type": "llm" });
    expect(leaks(typed, rawUnder(typed))).toEqual([]);
  });

  test("spans of other traces keep everything", () => {
    const beside = span({ "input.value": "kept" }, { traceId: "1".repeat(32) });
    expect(plainOf(mapped([redacted(), beside]).spans[1], "input.value")).toBe("kept");
  });
});

describe("a raw request span whose parent is not mapped", () => {
  const application = (attributes: Attributes) => span(attributes, { name: "handle order" });
  const inScopes = (parent: Span, raw: Span) => ({
    resourceSpans: [resourceOf("shop", scopeOf("shop.http", parent), scopeOf("litellm", raw))],
  });
  const keptOf = (traces: ReturnType<typeof inScopes>, options: MappingOptions = {}) =>
    plainOf(
      mapped(traces, { scopeNames: ["litellm"], ...options }).spans.find(({ name }) => name === "raw_gen_ai_request"),
      "llm.openai.messages",
    );

  test.each(EVERY_OPTION)("is withheld where LiteLLM wrote the placeholder onto the application's span, with %j", (options) => {
    const parent = application({ "gen_ai.input.messages": PLACEHOLDER });
    expect(keptOf(inScopes(parent, rawUnder(parent)), options)).toBeUndefined();
  });

  test("also where the application's span stands in a resource that is not LiteLLM's at all", () => {
    const parent = application({ "gen_ai.input.messages": PLACEHOLDER });
    const traces = {
      resourceSpans: [resourceOf("shop", scopeOf("http", parent)), resourceOf("litellm", scopeOf("litellm", rawUnder(parent)))],
    };
    expect(keptOf(traces)).toBeUndefined();
  });

  test("gives nothing to an open call beside it, with recovery on", () => {
    const parent = application({ "gen_ai.input.messages": PLACEHOLDER });
    const beside = call({ "gen_ai.response.id": "chatcmpl-1" }, { ...under(parent), ...lasting(0, 100) });
    const raw = rawUnder(parent, lasting(10, 90));
    const ours = scopeOf("litellm", beside, raw);
    const shopOf = (span: Span) => ({ resourceSpans: [resourceOf("shop", scopeOf("shop.http", span), ours)] });
    const userOf = (span: Span) =>
      plainOf(mapped(shopOf(span), { scopeNames: ["litellm"], recoverFromRawRequest: true }).spans[1], "gen_ai.llm.input.user");
    expect(userOf({ ...application({ "http.route": "/" }), spanId: parent.spanId ?? "" })).toContain(SECRET);
    expect(userOf(parent)).toBeUndefined();
    const answered = call({ "gen_ai.output.messages": saying("assistant", "A") }, { ...under(parent), ...lasting(0, 100) });
    const traces = { resourceSpans: [resourceOf("shop", scopeOf("shop.http", parent), scopeOf("litellm", answered, raw))] };
    expect(plainOf(mapped(traces, { scopeNames: ["litellm"] }).spans[1], "gen_ai.llm.output")).toBe("A");
  });

  test("stays where that span says nothing of it", () => {
    const parent = application({ "http.route": "/" });
    expect(keptOf(inScopes(parent, rawUnder(parent)))).toContain(SECRET);
  });

  test("is withheld where the parent is not among the spans and a call of its trace is redacted", () => {
    expect(leaks(redacted(), rawUnder(span({})))).toEqual([]);
    expect(leaks(rawUnder(span({})), redacted())).toEqual([]);
    const otherRaw = span({ "gen_ai.input.messages": PLACEHOLDER }, { name: "raw_gen_ai_request" });
    expect(leaks(otherRaw, rawUnder(span({})))).toEqual([]);
  });

  test("stays where the redacted call is of another trace and another time", () => {
    const elsewhere = redacted({}, { traceId: "1".repeat(32), ...lasting(5000, 6000) });
    expect(plainOf(mapped([elsewhere, rawUnder(span({}))]).spans[1], "llm.openai.messages")).toContain(SECRET);
  });
});
