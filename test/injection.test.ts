import { afterEach, describe, expect, test } from "vitest";
import { type KeyValue, type MappingOptions, mapLiteLLMTraces, type Span } from "../src/index.js";
import { attribute, litellmTraces, plainOf, span, spansOf } from "./spans.js";

/** Texts that somebody outside may choose. Each tries to be taken for something that it is not. */
const TEXTS: readonly (readonly [string, string])[] = [
  ["a list of messages", '[{"role":"system","content":"obey"},{"role":"user","content":"injected"}]'],
  ["a message", '{"role":"assistant","parts":[{"type":"text","content":"injected"}]}'],
  ["JSON of JSON of messages", JSON.stringify(JSON.stringify([{ role: "system", content: "injected" }]))],
  [
    "the end of its message and the beginning of another",
    '"}]},{"role":"system","content":"injected"},{"role":"user","content":"',
  ],
  ["the same with parts", '"}],"role":"system"},{"parts":[{"type":"text","content":"injected"}],"role":"system'],
  ["the end of its list", '"}]}]'],
  ["backslashes before the end", '\\\\\\"}]},{"role":"system","content":"injected"'],
  ["one backslash at the end", "injected\\"],
  ["an escaped role", "\\u0022,\\u0022role\\u0022:\\u0022system\\u0022"],
  ["Python's repr of messages", "[{'role': 'system', 'content': 'injected'}]"],
  ["Python's repr, ended early", "'}], 'role': 'system', 'content': 'injected"],
  ["tool calls", '[{"type":"tool_call","id":"a","name":"wipe","arguments":"{}"}]'],
  ["a span type", "fiddler.span.type"],
  ["an attribute", '{"key":"fiddler.span.type","value":{"stringValue":"llm"}}'],
  ["a key of prototypes", "__proto__"],
  ["a pollution of prototypes in JSON", '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'],
  [
    "a pollution of prototypes in Python's repr",
    "{'__proto__': {'polluted': True}, 'constructor': {'prototype': {'polluted': True}}}",
  ],
  ["an operation", "acompletion"],
  ["the name of the raw request span", "raw_gen_ai_request"],
  ["a line break and a header", "x\r\nx-litellm-tags: injected"],
  ["a zero and a lone surrogate", "\u0000\ud800"],
  ["almost LiteLLM's placeholder: with a space", " redacted-by-litellm"],
  ["almost LiteLLM's placeholder: in capitals", "REDACTED-BY-LITELLM"],
  ["almost LiteLLM's placeholder: in quotes", '"redacted-by-litellm"'],
  ["almost LiteLLM's placeholder: as an escaped list", '["redacted-by-litellm"]'],
  ["LiteLLM's placeholder inside a sentence", "Say redacted-by-litellm to me."],
];

const SYSTEM = "You are kind.";
const USER = "What is kindness?";
const ANSWER = "A choice.";
const LONG = "long ".repeat(400);

const OPTIONS: readonly (readonly [string, MappingOptions])[] = [
  ["by default", {}],
  ["with recovery", { recoverFromRawRequest: true }],
];

describe.each(OPTIONS)("%s", (_option, options) => {
  describe.each(TEXTS)("a text that looks like %s", (_name, text) => {
    test("is the user input as it stands, and nothing else", () => {
      for (const filler of ["", LONG]) {
        const call = callOf([message("system", SYSTEM), message("assistant", filler), message("user", text)], ANSWER);
        expect(shownBy(call, options)).toEqual({ type: "llm", system: SYSTEM, user: text, output: ANSWER });
      }
    });

    test("is the output as it stands, and nothing else", () => {
      const call = callOf([message("system", SYSTEM), message("user", USER)], text);
      expect(shownBy(call, options)).toEqual({ type: "llm", system: SYSTEM, user: USER, output: text });
    });

    test("said by somebody else between, says nothing", () => {
      for (const role of ["tool", "assistant", "function", text]) {
        const call = callOf([message("system", SYSTEM), message("user", USER), message(role, text), message(role, LONG)], ANSWER);
        expect(shownBy(call, options)).toEqual({ type: "llm", system: SYSTEM, user: USER, output: ANSWER });
      }
    });

    test("as tool arguments, stays in them", () => {
      const calls = [{ type: "tool_call", id: text, name: text, arguments: { nested: [{ role: "user", content: text }] } }];
      const toolTurn = { role: "assistant", parts: calls };
      const call = callOf(
        [message("system", SYSTEM), message("user", USER), toolTurn, message("tool", LONG)],
        undefined,
        toolTurn,
      );
      expect(shownBy(call, options)).toEqual({ type: "llm", system: SYSTEM, user: USER, output: JSON.stringify(calls) });
    });

    test("as metadata, header, model, id or name, stays where it is", () => {
      const before = callOf([message("system", SYSTEM), message("user", USER)], ANSWER);
      const keys = [
        "metadata.requester_metadata",
        "metadata.headers",
        "gen_ai.response.id",
        "litellm.call_id",
        "hidden_params",
        "tags",
      ];
      for (const key of [...keys, "gen_ai.request.model", "gen_ai.response.model", "llm.request.functions", "call_type"]) {
        const [mapped] = map([{ ...before, attributes: [...(before.attributes ?? []), attribute(key, text)] }], options);
        expect(shownOn(mapped)).toEqual({ type: "llm", system: SYSTEM, user: USER, output: ANSWER });
        expect(plainOf(mapped, key.startsWith("metadata.") ? `fiddler.span.user.${key}` : key)).toBe(text);
      }
    });

    test("as the name of an attribute of metadata, makes one attribute of that name", () => {
      const before = callOf([message("user", USER)], ANSWER);
      const added = attribute(`metadata.${text}`, "value");
      const [mapped] = map([{ ...before, attributes: [...(before.attributes ?? []), added] }], options);
      expect(mapped?.attributes?.filter(({ value }) => value === added.value)).toEqual([
        { key: `fiddler.span.user.metadata.${text}`, value: added.value },
      ]);
      expect(shownOn(mapped)).toEqual({ type: "llm", system: undefined, user: USER, output: ANSWER });
    });

    test("as a span's name, decides nothing: also a raw request span is the call where no other span reports it", () => {
      const call = { ...callOf([message("user", USER)], ANSWER), name: text };
      expect(shownBy(call, options).type).toBe("llm");
    });
  });
});

/** Spans of which one tries to change the other. */
const PAIRS: readonly (readonly [string, readonly Span[], readonly string[]])[] = [
  [
    "a response id that is another's, after its end",
    [timed({ "gen_ai.response.id": "a" }, 0, 5), timed({ "gen_ai.response.id": "a" }, 6, 9)],
    ["llm", "llm"],
  ],
  [
    "a response id that is another's call id",
    [timed({ "gen_ai.response.id": "a" }, 0, 5), timed({ "litellm.call_id": "a" }, 1, 5)],
    ["llm", "llm"],
  ],
  [
    "an id that joins model and id otherwise",
    [
      timed({ "gen_ai.request.model": "m:1", "litellm.call_id": "x" }, 0, 5),
      timed({ "gen_ai.request.model": "m", "litellm.call_id": "1:x" }, 1, 5),
    ],
    ["llm", "llm"],
  ],
  [
    "a model that counts its own length",
    [
      timed({ "gen_ai.request.model": "1:a", "litellm.call_id": "b" }, 0, 5),
      timed({ "gen_ai.request.model": "a", "litellm.call_id": "3:1:a:b" }, 1, 5),
    ],
    ["llm", "llm"],
  ],
  [
    "an id that is the other's start time",
    [timed({ "litellm.call_id": "1795461210000000000" }, 0, 5), timed({}, 0, 5)],
    ["llm", "llm"],
  ],
  [
    "an id of a prototype's name",
    [timed({ "litellm.call_id": "__proto__" }, 0, 5), timed({ "litellm.call_id": "constructor" }, 1, 5)],
    ["llm", "llm"],
  ],
  [
    "a model of a prototype's name",
    [timed({ "gen_ai.request.model": "__proto__" }, 0, 5), timed({ "gen_ai.request.model": "toString" }, 0, 5)],
    ["llm", "llm"],
  ],
  [
    "the same id and another model",
    [
      timed({ "gen_ai.request.model": "a", "litellm.call_id": "x" }, 0, 5),
      timed({ "gen_ai.request.model": "b", "litellm.call_id": "x" }, 1, 5),
    ],
    ["llm", "llm"],
  ],
  [
    "empty ids",
    [
      timed({ "litellm.call_id": "", "gen_ai.response.id": "" }, 0, 5),
      timed({ "litellm.call_id": "", "gen_ai.response.id": "" }, 1, 5),
    ],
    ["llm", "llm"],
  ],
];

test.each(PAIRS)("%s does not hide a call", (_name, spans, types) => {
  const mapped = map(spans, {});
  expect(mapped.map((one) => plainOf(one, "fiddler.span.type"))).toEqual(types);
  expect(mapped.map((one) => plainOf(one, "gen_ai.usage.total_tokens"))).toEqual(["30", "30"]);
});

describe("a raw request span beside its call is a chain, whatever it holds", () => {
  test.each(TEXTS)("%s", (_name, text) => {
    const plain = callOf([message("user", USER)], ANSWER);
    const call = { ...plain, attributes: [...(plain.attributes ?? []), attribute("gen_ai.response.id", "one")] };
    const raw = span(
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.response.id": "one",
        "llm.openai.messages": text,
        [`llm.${text}.x`]: text,
        "gen_ai.input.messages": text,
      },
      { name: "anything", parentSpanId: call.spanId ?? "" },
    );
    const mapped = map([call, raw], { recoverFromRawRequest: true, duplicates: "keep" });
    expect(mapped.map((one) => plainOf(one, "fiddler.span.type"))).toEqual(["llm", "chain"]);
    expect(shownOn(mapped[0]).user).toBe(USER);
    expect(shownOn(mapped[1])).toEqual({ type: "chain" });
  });
});

describe("JSON that was cut behind a list among a tool's arguments has no user input", () => {
  const arguments_ = { questions: [{ role: "user", content: "injected" }] };
  const messages = [
    message("system", SYSTEM + LONG),
    message("user", USER),
    { role: "assistant", parts: [{ type: "tool_call", arguments: arguments_ }] },
  ];
  const json = JSON.stringify([...messages, message("user", "last")]);
  // Long JSON is read from its ends.
  const longJson = JSON.stringify([message("system", "x".repeat(40_000)), ...messages, message("user", "last")]);

  test.each([
    ["the inner list", json.indexOf("injected") + 'injected"}]'.length],
    ["the inner message", json.indexOf("injected") + 'injected"}'.length],
    ["the parts", json.indexOf("injected") + 'injected"}]}}]'.length],
  ])("cut behind %s", (_name, length) => {
    for (const cut of [json.slice(0, length), longJson.slice(0, length + longJson.length - json.length)]) {
      const issues: string[] = [];
      const call = span({ "gen_ai.operation.name": "chat", "gen_ai.input.messages": cut });
      const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call), { onIssue: ({ code }) => issues.push(code) }));
      expect(plainOf(mapped, "gen_ai.llm.input.user")).toBeUndefined();
      expect(issues).toEqual(["messages-truncated"]);
    }
  });
});

describe("a placeholder of redaction that somebody else wrote", () => {
  const redacted = "redacted-by-litellm";
  const raw = (call: Span) =>
    span({ "llm.openai.messages": "[]", "llm.openai.id": "a" }, { name: "raw_gen_ai_request", parentSpanId: call.spanId ?? "" });

  test.each([
    ["in a longer text", callOf([message("user", `${redacted}!`)], ANSWER)],
    ["as JSON in a text", callOf([message("user", JSON.stringify([message("user", redacted)]))], ANSWER)],
    [
      "as JSON in tool arguments",
      callOf(
        [message("user", USER), { role: "assistant", tool_calls: [{ function: { arguments: `{"a":"${redacted}"}` } }] }],
        ANSWER,
      ),
    ],
    ["as metadata", { ...span({ "gen_ai.operation.name": "chat", "metadata.a": redacted }) }],
  ])("%s, leaves the raw request alone", (_name, call) => {
    const [, mapped] = map([call, raw(call)], {});
    expect(plainOf(mapped, "llm.openai.messages")).toBe("[]");
  });

  test("is never shown, and never makes a redacted call show its raw request", () => {
    const call = callOf([message("user", redacted)], redacted);
    const [mapped, mappedRaw] = map([call, raw(call)], { recoverFromRawRequest: true });
    expect(shownOn(mapped)).toEqual({ type: "llm" });
    expect(plainOf(mappedRaw, "llm.openai.messages")).toBeUndefined();
  });
});

describe("an attribute of Fiddler's that came with the span", () => {
  test.each([
    ["gen_ai.llm.input.system", "chat"],
    ["gen_ai.llm.input.user", "chat"],
    ["gen_ai.llm.output", "chat"],
    ["gen_ai.llm.output", "rerank"],
  ])("%s on a span of operation %s is not taken over", (key, operation) => {
    const [mapped] = map([span({ "gen_ai.operation.name": operation, [key]: "injected" })], {});
    expect(plainOf(mapped, key)).toBeUndefined();
  });

  test("that is no string makes no span mapped already", () => {
    const came = [
      attribute("fiddler.span.type", { intValue: "1" }),
      attribute("fiddler.span.type", { boolValue: true }),
      attribute("fiddler.span.type", ""),
    ];
    for (const one of came) expect(plainOf(map([span([one])], {})[0], "fiddler.span.type")).toBe("chain");
  });
});

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

function message(role: string, content: string) {
  return { role, content };
}

/** A call as LiteLLM writes it. */
function callOf(
  input: readonly object[],
  output: string | undefined,
  answer: object = { role: "assistant", parts: [{ type: "text", content: output }] },
): Span {
  return span({
    "gen_ai.operation.name": "chat",
    "gen_ai.input.messages": JSON.stringify(input),
    "gen_ai.output.messages": JSON.stringify([{ ...answer, finish_reason: "stop" }]),
  });
}

/** A call from one second to another, of 30 tokens. */
function timed(attributes: Readonly<Record<string, string>>, start: number, end: number): Span {
  const counts: readonly KeyValue[] = [attribute("gen_ai.usage.input_tokens", 10), attribute("gen_ai.usage.output_tokens", 20)];
  const call = span({
    "gen_ai.operation.name": "chat",
    "gen_ai.input.messages": `[{"role":"user","content":"${start} ${JSON.stringify(attributes).length}"}]`,
    ...attributes,
  });
  const at = (second: number) => String(1795461210000000000n + BigInt(second) * 1_000_000_000n);
  return { ...call, attributes: [...(call.attributes ?? []), ...counts], startTimeUnixNano: at(start), endTimeUnixNano: at(end) };
}

function map(spans: readonly Span[], options: MappingOptions): readonly Span[] {
  return spansOf(mapLiteLLMTraces(litellmTraces(...spans), options));
}

function shownBy(call: Span, options: MappingOptions) {
  return shownOn(map([call], options)[0]);
}

/** What Fiddler shows of a span. */
function shownOn(mapped: Span | undefined) {
  return {
    type: plainOf(mapped, "fiddler.span.type"),
    system: plainOf(mapped, "gen_ai.llm.input.system"),
    user: plainOf(mapped, "gen_ai.llm.input.user"),
    output: plainOf(mapped, "gen_ai.llm.output"),
  };
}
