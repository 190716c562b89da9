import { describe, expect, test } from "vitest";
import type { MappingOptions, Span } from "../src/index.js";
import { type Attributes, call, RECOVER, raw, USAGE } from "./raw-spans.js";
import { lasting, mapped, plainOf, resourceOf, saying, scopeOf, span, under } from "./spans.js";

const AGREEING = { usage: "{'prompt_tokens': 23, 'completion_tokens': 11, 'total_tokens': 34}" };
const OTHER_USAGE = { usage: "{'prompt_tokens': 99, 'completion_tokens': 98, 'total_tokens': 197}" };
const TOKENS_IN = "gen_ai.usage.input_tokens";
const FAILED: Span = { status: { code: 2 } };

const FAILING = call({}, FAILED);
/** A raw request span without an answer. */
const requestUnder = (parent: Span, attributes: Attributes = {}) =>
  span(
    { "llm.openai.messages": "[{'role': 'user', 'content': 'U'}]", ...attributes },
    { name: "raw_gen_ai_request", ...under(parent) },
  );

/** A raw request span and the span that may report its call. */
type Pair = readonly [call: Span, raw: Span];
const child = (parent: Span, fields = {}, members: Span = {}): Pair => [parent, raw(fields, { ...under(parent), ...members })];
/** A raw request span with this usage, under a call whose id the proxy rewrote. */
const counted = (usage: string, told: Attributes = USAGE) =>
  child(call({ "gen_ai.response.id": "x", ...told }), { id: "r", usage });

describe("a raw request span whose call another span reports is no call, with recovery on either", () => {
  const root = span({}, { name: "Received Proxy Server Request" });
  test.each<[string, Pair]>([
    ["its parent, where neither has an id", child(call())],
    ["its parent, with the same response id", child(call({ "gen_ai.response.id": "r" }), { id: "r" })],
    [
      "its parent, whose id the proxy rewrote, by its usage",
      child(call({ "gen_ai.response.id": "resp_9", ...USAGE }), { id: "r", ...AGREEING }),
    ],
    [
      "its parent, by the usage that Anthropic counts without the cache",
      counted("{'input_tokens': 3, 'cache_read_input_tokens': 20, 'output_tokens': 11}"),
    ],
    [
      "its parent, by the usage of which LiteLLM counts what was read of the cache, and not what was written",
      counted("{'input_tokens': 3, 'cache_read_input_tokens': 20, 'cache_creation_input_tokens': 7, 'output_tokens': 11}"),
    ],
    [
      "its parent, by the usage of which LiteLLM counts what was written to the cache, and not what was read",
      counted("{'input_tokens': 3, 'cache_read_input_tokens': 7, 'cache_creation_input_tokens': 20, 'output_tokens': 11}"),
    ],
    [
      "its parent, by the usage of which LiteLLM counts both",
      counted("{'input_tokens': 3, 'cache_read_input_tokens': 7, 'cache_creation_input_tokens': 13, 'output_tokens': 11}"),
    ],
    [
      "its parent, by the usage of which LiteLLM does not count the thoughts",
      counted("{'promptTokenCount': 23, 'candidatesTokenCount': 11, 'thoughtsTokenCount': 6}"),
    ],
    ["its parent, by the input, where the provider counted nothing else", counted("{'prompt_tokens': 23}")],
    ["its parent, by the input before a cut", counted("{'prompt_tokens': 23, 'completion_tok")],
    ["its parent, by the input before a cut through the output", counted("{'prompt_tokens': 23, 'completion_tokens': 1")],
    [
      "its parent, by the output before a cut that hides what the cache held",
      counted("{'input_tokens': 3, 'output_tokens': 11, 'cache"),
    ],
    ["its parent, by the output, where the provider counted nothing else", counted("{'completion_tokens': 11}")],
    [
      "its parent, by the response id, however the tokens were counted",
      child(call({ "gen_ai.response.id": "r", ...USAGE }), { id: "r", ...OTHER_USAGE }),
    ],
    [
      "its parent, by the usage of which Gemini counts the thoughts apart",
      counted("{'promptTokenCount': 23, 'candidatesTokenCount': 5, 'thoughtsTokenCount': 6}"),
    ],
    [
      "its parent, by the usage under its older names",
      counted(AGREEING.usage, { "gen_ai.usage.prompt_tokens": 23, "gen_ai.usage.completion_tokens": 11 }),
    ],
    ["its parent, by the input alone", counted(AGREEING.usage, { "gen_ai.usage.input_tokens": 23 })],
    ["its parent, by the output alone", counted(AGREEING.usage, { "gen_ai.usage.output_tokens": 11 })],
    ["its parent, at whose end it begins", child(call({}, lasting(0, 100)), {}, lasting(100, 200))],
    [
      "its parent, whose question has a picture",
      child(
        call({
          "gen_ai.input.messages":
            '[{"role":"user","parts":[{"type":"text","content":""},{"type":"blob","mime_type":"image/png","content":"QUJD"}]}]',
        }),
      ),
    ],
    ["its parent, which says more before it", child(call({ "gen_ai.input.messages": saying("user", "Note: U") }))],
    ["its parent, which says the end of it", child(call(), { messages: "[{'role': 'user', 'content': 'Note: U'}]" })],
    ["its parent, which says the beginning of it", child(call(), { messages: "[{'role': 'user', 'content': 'U and more'}]" })],
    [
      "its parent, which says another text than that beside a picture",
      child(call(), { messages: "[{'role': 'user', 'content': [{'type': 'text', 'text': 'V'}, {'type': 'image_url'}]}]" }),
    ],
    ["its parent, of which only part was kept", child(call({ "gen_ai.input.messages": saying("user", "U and more") }))],
    [
      "its parent, whose parts were joined otherwise",
      child(call({ "gen_ai.input.messages": saying("user", "U\n\n V") }), { messages: "[{'role': 'user', 'content': 'U V'}]" }),
    ],
    ["its parent, that failed, where it holds the request alone", [FAILING, requestUnder(FAILING)]],
    ["its parent, that failed as it did", [FAILING, { ...requestUnder(FAILING), ...FAILED }]],
    [
      "a sibling whose time holds it",
      [call({}, { ...under(root), ...lasting(0, 100) }), raw({}, { ...under(root), ...lasting(10, 90) })],
    ],
    ...["id", "responseId", "response_id"].map((field): [string, Pair] => [
      `a span of another trace, by the response id in ${field}`,
      [
        call({ "gen_ai.response.id": "r" }, { traceId: "1".repeat(32), ...lasting(0, 100) }),
        raw({ [field]: "r" }, lasting(10, 90)),
      ],
    ]),
    ["a span of another trace that starts and ends with it", [call({}, { traceId: "1".repeat(32) }), raw()]],
    [
      "a span of another trace that starts with it, by its usage",
      [call(USAGE, { traceId: "1".repeat(32), ...lasting(0, 100) }), raw(AGREEING, lasting(0, 90))],
    ],
  ])("%s", (_what, [reporting, other]) => {
    for (const spans of [
      [root, reporting, other],
      [root, other, reporting],
    ]) {
      for (const options of [{}, RECOVER]) {
        const { spans: after, types, codes } = mapped(spans, options);
        expect(types.filter((type) => type === "llm")).toHaveLength(1);
        expect(plainOf(after[spans.indexOf(reporting)], "fiddler.span.type")).toBe("llm");
        expect(codes).toEqual([]);
      }
    }
  });
});

describe("a raw request span of another customer than the call", () => {
  const HERS = { "metadata.user_api_key_hash": "hers" };
  const his = (attributes: Attributes = {}, members: Span = {}) => {
    const bare = raw({ id: "r", ...AGREEING }, members);
    const caller = span({ "metadata.user_api_key_hash": "his", ...attributes }).attributes ?? [];
    return { ...bare, attributes: [...(bare.attributes ?? []), ...caller] };
  };
  const hers = call({ "gen_ai.response.id": "r", ...USAGE, ...HERS }, lasting(0, 100));
  test.each<[string, Span]>([
    ["with its id, in another trace", his({}, { traceId: "1".repeat(32), ...lasting(10, 90) })],
    ["that starts with it", his({}, { traceId: "1".repeat(32), ...lasting(0, 100) })],
    ["below it", his({}, { ...under(hers), ...lasting(10, 90) })],
  ])("%s is a call", (_what, other) => {
    expect(mapped([hers, other], RECOVER).types).toEqual(["llm", "llm"]);
  });
});

test("two raw requests with one id, question and answer, at other times, are two calls: servers repeat ids", () => {
  const at = (from: number, to: number, trace: string) => raw({ id: "r" }, { traceId: trace.repeat(32), ...lasting(from, to) });
  expect(mapped([at(0, 100, "1"), at(10, 110, "2")], RECOVER).types).toEqual(["llm", "llm"]);
  expect(mapped([at(0, 100, "1"), at(0, 110, "2")], RECOVER).types).toEqual(["llm", "chain"]);
});

describe("a raw request span whose id the proxy rewrote, and whose tokens can't be compared", () => {
  const parent = call({ "gen_ai.response.id": "x", ...USAGE, "gen_ai.output.messages": saying("assistant", "A") });
  test.each<[string, Readonly<Record<string, string>>]>([
    ["no usage", {}],
    ["usage without counts", { usage: "{}" }],
    ["counts as text", { usage: "{'prompt_tokens': '23', 'completion_tokens': '11'}" }],
    ["Cohere's counts", { usage: "{'billed_units': {'input_tokens': 1}, 'tokens': {'input_tokens': 23, 'output_tokens': 11}}" }],
    [
      "xAI's reasoning apart",
      { usage: "{'prompt_tokens': 23, 'completion_tokens': 5, 'completion_tokens_details': {'reasoning_tokens': 6}}" },
    ],
    [
      "what Gemini's tools brought",
      { usage: "{'promptTokenCount': 20, 'toolUsePromptTokenCount': 3, 'candidatesTokenCount': 11}" },
    ],
  ])("%s: it is of the call with its question and answer", (_what, fields) => {
    for (const options of [{}, RECOVER]) {
      expect(mapped([parent, raw({ id: "r", ...fields }, under(parent))], options)).toMatchObject({
        types: ["llm", "chain"],
        codes: [],
      });
    }
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["another answer", { choices: "[{'message': {'content': 'B'}}]" }],
    ["another question", { messages: "[{'role': 'user', 'content': 'V'}]" }],
  ])("%s: it is a call of its own", (_what, fields) => {
    expect(mapped([parent, raw({ id: "r", ...fields }, under(parent))], RECOVER).types).toEqual(["llm", "llm"]);
  });
});

describe("a raw request span beside its call, below the proxy's root span", () => {
  const root = span({}, { name: "Received Proxy Server Request" });
  const sibling = (from: number, to: number) => call({}, { ...under(root), ...lasting(from, to) });
  test.each<[string, readonly Span[], Span]>([
    ["that starts with it", [sibling(0, 100)], lasting(0, 90)],
    ["that ends with it", [sibling(0, 100)], lasting(10, 100)],
    [
      "that is one of many, of which the others start after it",
      [sibling(0, 100), ...Array.from({ length: 11 }, (_, at) => sibling(200 + at, 300))],
      lasting(10, 90),
    ],
    ["that is the last of many", [...Array.from({ length: 11 }, (_, at) => sibling(at, 50)), sibling(60, 100)], lasting(70, 90)],
  ])("%s is no call", (_what, siblings, times) => {
    const { types } = mapped([root, ...siblings, raw({}, { ...under(root), ...times })], RECOVER);
    expect(types.filter((type) => type === "llm")).toHaveLength(siblings.length);
    expect(types.at(-1)).toBe("chain");
  });

  test.each<[string, Span]>([
    ["that ended before it did", lasting(10, 101)],
    ["that began after it did", lasting(0, 50)],
  ])("%s is a call of its own", (_what, times) => {
    expect(mapped([root, sibling(1, 100), raw({}, { ...under(root), ...times })], RECOVER).types.at(-1)).toBe("llm");
  });
});

describe("a raw request span that no span reports is the call with recovery on, and without it is reported", () => {
  const root = span({ "http.route": "/" }, { name: "handle order" });
  test.each<[string, Pair]>([
    ["its parent is the application's span", child(root)],
    ["its parent is the span of an agent", child(span({ "gen_ai.operation.name": "invoke_agent" }))],
    ["it has no parent", [root, raw()]],
    [
      "a span of another trace starts with it and ends later",
      [call({}, { traceId: "1".repeat(32), ...lasting(0, 100) }), raw({}, lasting(0, 90))],
    ],
    ["its parent's id is of zeros, which is none", [root, raw({}, { parentSpanId: "0".repeat(16) })]],
    ["its parent has another response id, and reports no usage", child(call({ "gen_ai.response.id": "x" }), { id: "r" })],
    ["... and another usage", child(call({ "gen_ai.response.id": "x", ...USAGE }), { id: "r", ...OTHER_USAGE })],
    ["... and another number of input tokens", counted("{'prompt_tokens': 24, 'completion_tokens': 11}")],
    ["... and another number of output tokens", counted("{'prompt_tokens': 23, 'completion_tokens': 12}")],
    ["... which the cut shows: the output differs", counted("{'input_tokens': 3, 'output_tokens': 12, 'cache")],
    ["... which the cut shows: less went in", counted("{'input_tokens': 24, 'output_tokens': 11, 'cache")],
    ["... or nothing that can be read before the cut", counted("{'prompt_tokens': 2")],
    ["its parent said something else", child(call({ "gen_ai.input.messages": saying("user", "V") }))],
    ["its parent failed, and it has an answer", child(call({}, FAILED))],
    ["... and Bedrock counted another number of tokens", counted("{'inputTokens': 24, 'outputTokens': 11, 'totalTokens': 35}")],
    ["its parent failed, whatever the usage", child(call(USAGE, FAILED), AGREEING)],
    ["it begins after its parent ended, as a fallback does", child(call({}, lasting(0, 100)), {}, lasting(200, 300))],
    [
      "a sibling had ended before",
      [call({}, { ...under(root), ...lasting(0, 50) }), raw({}, { ...under(root), ...lasting(10, 90) })],
    ],
    [
      "a sibling began later",
      [call({}, { ...under(root), ...lasting(20, 90) }), raw({}, { ...under(root), ...lasting(10, 90) })],
    ],
    [
      "the span with its response id says something else",
      [
        call({ "gen_ai.response.id": "r", "gen_ai.input.messages": saying("user", "V") }, { traceId: "1".repeat(32) }),
        raw({ id: "r" }),
      ],
    ],
    [
      "the span with its response id has another usage",
      [call({ "gen_ai.response.id": "r", ...USAGE }, { traceId: "1".repeat(32) }), raw({ id: "r", ...OTHER_USAGE })],
    ],
    [
      "the span with its response id failed",
      [call({ "gen_ai.response.id": "r" }, { traceId: "1".repeat(32), ...FAILED }), raw({ id: "r" })],
    ],
    ...[
      ["had ended before it began", lasting(0, 50)],
      ["began after it had ended", lasting(950, 999)],
    ].map(([when, times]): [string, Pair] => [
      `the span with its response id ${when}`,
      [
        call({ "gen_ai.response.id": "r", ...USAGE }, { traceId: "1".repeat(32), ...(times as Span) }),
        raw({ id: "r", ...AGREEING }, lasting(100, 900)),
      ],
    ]),
    [
      "the span with its response id is of a reranking sum",
      [span({ "gen_ai.operation.name": "invoke_agent", "gen_ai.response.id": "r" }), raw({ id: "r" })],
    ],
  ])("%s", (_what, [near, other]) => {
    for (const spans of [
      [root, near, other],
      [other, near, root],
    ]) {
      const at = spans.indexOf(other);
      const plain = mapped(spans);
      expect(plainOf(plain.spans[at], "fiddler.span.type")).toBe("chain");
      expect(plain.issues.map(({ code, severity, spanId }) => [code, severity, spanId])).toEqual([
        ["call-not-told", "warning", other.spanId],
      ]);
      const recovered = mapped(spans, RECOVER);
      expect(plainOf(recovered.spans[at], "fiddler.span.type")).toBe("llm");
      expect(plainOf(recovered.spans[at], "gen_ai.llm.input.user")).toBe("U");
      expect(plainOf(recovered.spans[at], "gen_ai.llm.output")).toBe("A");
      expect(recovered.codes).toEqual([]);
    }
  });

  test.each<[string, Attributes, Span]>([
    ["says something else", { "gen_ai.input.messages": saying("user", "V") }, {}],
    ["has another usage", USAGE, {}],
    ["failed", {}, FAILED],
  ])("a server that repeats its ids gave this one to a call that %s, and that overlaps with it", (_what, attributes, members) => {
    const elsewhere = { traceId: "1".repeat(32), ...lasting(5, 500), ...members };
    const other = call({ "gen_ai.response.id": "r", ...attributes }, elsewhere);
    expect(mapped([raw({ id: "r", ...OTHER_USAGE }), other], RECOVER).types).toEqual(["llm", "llm"]);
  });

  test("under an agent's sum, which the call then reports", () => {
    const agent = span({ "gen_ai.operation.name": "invoke_agent", ...USAGE });
    const { spans, types } = mapped([agent, raw(AGREEING, under(agent))], RECOVER);
    expect(types).toEqual(["chain", "llm"]);
    expect(spans.map((each) => plainOf(each, "gen_ai.usage.input_tokens"))).toEqual([undefined, "23"]);
  });

  test("with all that it holds", () => {
    const fields = {
      ...AGREEING,
      id: "r",
      model: "gpt-4o-mini",
      messages: "[{'role': 'system', 'content': 'S'}, {'role': 'user', 'content': 'U'}]",
    };
    const [alone] = mapped([raw(fields)], RECOVER).spans;
    const told = ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.total_tokens", "gen_ai.system"];
    expect(told.map((key) => plainOf(alone, key))).toEqual(["23", "11", "34", "openai"]);
    const texts = ["gen_ai.llm.input.system", "gen_ai.llm.input.user", "gen_ai.llm.output", "gen_ai.response.model"];
    expect(texts.map((key) => plainOf(alone, key))).toEqual(["S", "U", "A", "gpt-4o-mini"]);
  });

  test("of two calls under one span of the application, each is one", () => {
    const first = raw({ id: "r1" }, { ...under(root), ...lasting(0, 10) });
    const second = raw({ id: "r2" }, { ...under(root), ...lasting(20, 30) });
    expect(mapped([root, first, second]).codes).toEqual(["call-not-told", "call-not-told"]);
    expect(mapped([root, first, second], RECOVER).types).toEqual(["chain", "llm", "llm"]);
  });

  test("of several under one call the last is its own, and what repeats it", () => {
    const parent = call({}, lasting(0, 100));
    const first = raw({ choices: "[{'text': 'first'}]" }, { ...under(parent), ...lasting(0, 10) });
    const last = raw({ choices: "[{'text': 'last'}]" }, { ...under(parent), ...lasting(20, 30) });
    for (const spans of [
      [parent, first, last, { ...last, spanId: "e".repeat(16) }],
      [last, parent, { ...last, spanId: "e".repeat(16) }, first],
    ]) {
      const { spans: after, types } = mapped(spans, RECOVER);
      expect(plainOf(after[spans.indexOf(parent)], "gen_ai.llm.output")).toBe("last");
      expect(types.filter((type) => type === "llm")).toHaveLength(2);
    }
  });

  test("of several under one call the one that fits best is its own, though another is later", () => {
    const parent = call({ "gen_ai.response.id": "r" }, lasting(0, 100));
    const fits = raw({ id: "r", choices: "[{'text': 'first'}]" }, { ...under(parent), ...lasting(0, 10) });
    const later = raw({ choices: "[{'text': 'last'}]" }, { ...under(parent), ...lasting(20, 30) });
    for (const spans of [
      [parent, fits, later],
      [later, fits, parent],
    ]) {
      const { spans: after } = mapped(spans, RECOVER);
      expect([parent, later].map((each) => plainOf(after[spans.indexOf(each)], "gen_ai.llm.output"))).toEqual(["first", "last"]);
    }
  });

  test("of siblings the one whose time holds it is recovered from it, in whatever order they come", () => {
    const long = call({}, { ...under(root), ...lasting(0, 100) });
    const short = call({}, { ...under(root), ...lasting(40, 50) });
    const own = raw({}, { ...under(root), ...lasting(10, 30) });
    for (const spans of [
      [long, short, own],
      [short, long, own],
    ]) {
      const { spans: after } = mapped(spans, RECOVER);
      expect([long, short].map((each) => plainOf(after[spans.indexOf(each)], "gen_ai.llm.output"))).toEqual(["A", undefined]);
    }
  });

  test("a sibling that starts and ends with it is recovered from it", () => {
    const sibling = call({}, { ...under(root), ...lasting(10, 90) });
    const { spans: after, types } = mapped([sibling, raw({}, { ...under(root), ...lasting(10, 90) })], RECOVER);
    expect(types).toEqual(["llm", "chain"]);
    expect(plainOf(after[0], "gen_ai.llm.output")).toBe("A");
  });

  test.each<[string, readonly [from: number, to: number], readonly [from: number, to: number]]>([
    ["start apart", [10, 40], [30, 40]],
    ["end apart", [10, 20], [10, 40]],
  ])("two of one request under one call, that %s and have no ids, are two calls", (_what, one, other) => {
    const parent = call({}, lasting(0, 100));
    const both = [one, other].map((times) => raw({}, { ...under(parent), ...lasting(...times) }));
    expect(mapped([parent, ...both], RECOVER).types.filter((type) => type === "llm")).toHaveLength(2);
  });

  test("two of one moment under one call that has no id, with ids of their own, are two calls", () => {
    const parent = call({}, lasting(0, 100));
    const both = ["r", "s"].map((id) => raw({ id }, { ...under(parent), ...lasting(10, 90) }));
    expect(mapped([parent, ...both], RECOVER).types.filter((type) => type === "llm")).toHaveLength(2);
  });

  test("a raw request span that LiteLLM wrote twice under the call, later the second time, by its id", () => {
    const parent = call({ "gen_ai.response.id": "x", ...USAGE }, lasting(0, 100));
    const again = (from: number) => raw({ id: "r", ...AGREEING }, { ...under(parent), ...lasting(from, 90) });
    expect(mapped([parent, again(10), again(20)], RECOVER).types).toEqual(["llm", "chain", "chain"]);
  });

  test("one that another vendor's callback wrote again under a span of its own, at the same nanosecond", () => {
    const parent = call(USAGE, lasting(0, 100));
    const own = requestUnder(parent);
    const vendors = span({ "langfuse.observation.type": "generation" }, under(parent));
    const again = { ...own, spanId: "e".repeat(16), ...under(vendors) };
    for (const spans of [
      [parent, own, vendors, again],
      [again, vendors, own, parent],
    ]) {
      expect(mapped(spans, RECOVER).types.filter((type) => type === "llm")).toHaveLength(1);
    }
    const other = { ...again, ...lasting(200, 300) };
    expect(mapped([parent, own, vendors, other], RECOVER).types).toEqual(["llm", "chain", "chain", "llm"]);
  });

  test("but one with a message that is a dict, as Ollama answers, is a call; one with that of an error is none", () => {
    const answering = (message: string) => span({ "llm.p.message": message }, { name: "raw_gen_ai_request" });
    expect(mapped([answering("{'role': 'assistant', 'content': 'A'}")], RECOVER).types).toEqual(["llm"]);
    expect(mapped([answering("Too many requests")], RECOVER)).toMatchObject({ types: ["chain"], codes: [] });
  });

  test.each(["messages", "contents", "input"])("two at the same time under one call, with other %s, are two calls", (field) => {
    const parent = span({ "llm.request.type": "acompletion", "gen_ai.usage.input_tokens": 23 });
    const one = (text: string) =>
      span(
        { [`llm.p.${field}`]: `[{'role': 'user', 'content': '${text}'}]`, "llm.p.choices": "[{'text': 'A'}]" },
        { name: "raw_gen_ai_request", ...under(parent) },
      );
    expect(mapped([parent, one("U"), one("V")], RECOVER).types.filter((type) => type === "llm")).toHaveLength(2);
    expect(mapped([parent, one("U"), one("U")], RECOVER).types.filter((type) => type === "llm")).toHaveLength(1);
  });

  test.each<[string, Span, string, number]>([
    ["one after the other are two calls", lasting(20, 30), "U", 2],
    ["that start together and end apart are two calls", lasting(0, 30), "U", 2],
    ["that end together and start apart are two calls", lasting(5, 10), "U", 2],
    ["at the same time are one", lasting(0, 10), "U", 1],
    ["at the same time, with other words, are two calls", lasting(0, 10), "V", 2],
  ])("two without ids below the application's span, with the same question, %s", (_what, times, question, calls) => {
    const application = call({}, { name: "handle order" });
    const asking = (text: string, members: Span) =>
      raw({ messages: `[{'role': 'user', 'content': '${text}'}]` }, { ...under(application), ...members });
    const spans = [application, asking("U", lasting(0, 10)), asking(question, times)];
    expect(mapped(spans, RECOVER).types.filter((type) => type === "llm")).toHaveLength(calls);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ["another request", { messages: "[{'role': 'user', 'content': 'V'}]" }],
    ["another answer", { choices: "[{'message': {'content': 'B'}}]" }],
  ])("two with one id from the server, of %s, are two calls", (_what, fields) => {
    const both = [raw({ id: "r" }), raw({ id: "r", ...fields }, { traceId: "1".repeat(32) })];
    expect(mapped(both, RECOVER).types).toEqual(["llm", "llm"]);
  });

  test.each<[string, Attributes]>([
    ["output messages", { "gen_ai.output.messages": saying("assistant", "A") }],
    ["output tokens", { "gen_ai.usage.output_tokens": 11 }],
  ])("one with an answer in %s of its own, under a call that failed", (_what, attributes) => {
    expect(mapped([FAILING, requestUnder(FAILING)], RECOVER).types).toEqual(["llm", "chain"]);
    expect(mapped([FAILING, requestUnder(FAILING, attributes)], RECOVER).types).toEqual(["llm", "llm"]);
  });

  test("one under the call's other span, in another trace, which it is recovered from", () => {
    const again = call({ "litellm.call_id": "c" }, { traceId: "1".repeat(32) });
    const stays = call({ "litellm.call_id": "c", more: "attributes" });
    const beneath = raw({}, { ...under(again), traceId: "1".repeat(32) });
    for (const spans of [
      [stays, again, beneath],
      [beneath, again, stays],
    ]) {
      const { spans: after, types } = mapped(spans, RECOVER);
      expect(types.filter((type) => type === "llm")).toHaveLength(1);
      expect(plainOf(after[spans.indexOf(stays)], "gen_ai.llm.output")).toBe("A");
    }
  });

  test("two that LiteLLM wrote of one call are one", () => {
    const twice = [raw({ id: "r" }), raw({ id: "r" }, { traceId: "1".repeat(32) })];
    expect(mapped(twice, RECOVER).types).toEqual(["llm", "chain"]);
  });

  test("a call of the application's span and a second one, which only its raw request span reports", () => {
    const application = call({ "gen_ai.response.id": "r1" }, { name: "handle order" });
    const first = raw({ id: "r1" }, { ...under(application), ...lasting(0, 10) });
    const second = raw({ id: "r2" }, { ...under(application), ...lasting(20, 30) });
    expect(mapped([application, first, second], RECOVER).types).toEqual(["llm", "chain", "llm"]);
    expect(mapped([application, second, first], RECOVER).types).toEqual(["llm", "llm", "chain"]);
  });
});

describe("a raw request span below a span of a framework (ADK, Strands), which is not mapped in an application's resource", () => {
  const counts = { "gen_ai.operation.name": "chat", ...USAGE };
  const chatting = (attributes: Attributes = counts) => span(attributes, { name: "chat" });
  /** The raw request span of a stream holds the request alone. */
  const streamed = (parent: Span) => requestUnder(parent);
  const inShop = (parent: Span, raws: readonly Span[], options: MappingOptions = RECOVER) =>
    mapped(
      { resourceSpans: [resourceOf("shop", scopeOf("framework", parent), scopeOf("litellm", ...raws))] },
      { scopeNames: ["litellm"], ...options },
    );
  const tokens = [TOKENS_IN, "gen_ai.usage.output_tokens", "gen_ai.usage.total_tokens"];
  const tokensOf = (one: Span | undefined) => tokens.map((key) => plainOf(one, key));

  test("is the call, though that span reports it", () => {
    const parent = chatting();
    const { spans, types } = inShop(parent, [raw(AGREEING, under(parent))]);
    expect(types).toEqual([undefined, "llm"]);
    expect(spans[0]).toBe(parent);
    expect(tokensOf(spans[1])).toEqual(["23", "11", "34"]);
    expect(inShop(parent, [raw(AGREEING, under(parent))], {}).codes).toEqual(["call-not-told"]);
  });

  test("of a stream has the tokens of that span", () => {
    const parent = chatting({ ...counts, "gen_ai.usage.total_tokens": 35 });
    expect(tokensOf(inShop(parent, [streamed(parent)]).spans[1])).toEqual(["23", "11", "35"]);
  });

  test("has the tokens of that span where a length limit has cut its own", () => {
    const parent = chatting({ ...counts, "gen_ai.usage.total_tokens": 34 });
    const cut = raw({ usage: "{'prompt_tokens': 23, 'completion_tokens': 11, 'to" }, under(parent));
    expect(tokensOf(inShop(parent, [cut]).spans[1])).toEqual(["23", "11", "34"]);
  });

  test.each<[string, Attributes, (parent: Span) => readonly Span[]]>([
    ["with several raw requests below it", counts, (parent) => [streamed(parent), streamed(parent)]],
    ["of an agent, which is a sum", { ...counts, "gen_ai.operation.name": "invoke_agent" }, (parent) => [streamed(parent)]],
    ["without usage", { "gen_ai.operation.name": "chat" }, (parent) => [streamed(parent)]],
    ["with less than none", { ...counts, [TOKENS_IN]: -1 }, (parent) => [streamed(parent)]],
    ["with more than a number holds", { ...counts, [TOKENS_IN]: { doubleValue: 1e300 } }, (parent) => [streamed(parent)]],
  ])("of a stream has none of a span %s", (_what, attributes, rawsUnder) => {
    const parent = chatting(attributes);
    for (const each of inShop(parent, rawsUnder(parent)).spans.slice(1)) expect(plainOf(each, TOKENS_IN)).toBeUndefined();
  });

  test("of a stream has none of a call that LiteLLM wrote onto that span", () => {
    const parent = call({ ...counts, hidden_params: "{}", "gen_ai.input.messages": saying("user", "Other") });
    const { spans, types } = inShop(parent, [streamed(parent)]);
    expect(types).toEqual(["llm", "llm"]);
    expect(spans.map((each) => plainOf(each, TOKENS_IN))).toEqual(["23", undefined]);
  });

  test("keeps the usage that it has itself", () => {
    const parent = chatting();
    expect(plainOf(inShop(parent, [raw(OTHER_USAGE, under(parent))]).spans[1], TOKENS_IN)).toBe("99");
  });

  test("in LiteLLM's own resource that span is the call", () => {
    const parent = chatting();
    const ours = { resourceSpans: [resourceOf("litellm", scopeOf("framework", parent), scopeOf("litellm", streamed(parent)))] };
    const { spans, types } = mapped(ours, RECOVER);
    expect(types).toEqual(["llm", "chain"]);
    expect(spans.map((each) => plainOf(each, TOKENS_IN))).toEqual(["23", undefined]);
  });
});

describe("by default a raw request span stays a chain, and with recovery too", () => {
  test.each<[string, Span]>([
    ["whose parent is not among the spans: it may report the call", raw({}, { parentSpanId: "f".repeat(16) })],
    [
      "of a request that has input alone, as embeddings have",
      span({ "llm.openai.input": "U", "llm.openai.model": "m" }, { name: "raw_gen_ai_request" }),
    ],
    ["that holds nothing", span({}, { name: "raw_gen_ai_request" })],
    [
      "of speech, whose instructions say how to speak",
      span(
        { "llm.openai.input": "U", "llm.openai.voice": "v", "llm.openai.instructions": "Slowly." },
        { name: "raw_gen_ai_request" },
      ),
    ],
  ])("%s, and is not reported", (_what, other) => {
    for (const options of [{}, RECOVER]) expect(mapped([other], options)).toMatchObject({ types: ["chain"], codes: [] });
  });

  test.each(["messages", "contents", "instructions", "choices", "output", "content", "candidates"])(
    "but one with %s is a call",
    (field) => {
      const other = span({ [`llm.p.${field}`]: "[]" }, { name: "raw_gen_ai_request" });
      expect(mapped([other], RECOVER).types).toEqual(["llm"]);
      expect(mapped([other]).codes).toEqual(["call-not-told"]);
    },
  );
});
