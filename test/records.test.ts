import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AnyValue,
  type FiddlerSpan,
  fiddlerSpansFrom,
  fiddlerSpansOf,
  mapLiteLLMTraces,
  type Span,
  type TracesData,
} from "../src/index.js";
import { forms, otlpJson } from "./otlp-forms.js";
import { recordedCase, recordedCasesOrSome } from "./recorded-cases.js";
import { attribute, deepFreeze, litellmTraces, plainOf, span, spansOf } from "./spans.js";

const recordsOf = (traces: TracesData): readonly FiddlerSpan[] => fiddlerSpansOf(traces);

/** The record of one span with these attributes and members, of type `llm`. */
function recordOf(attributes: Readonly<Record<string, AnyValue | string | number>>, members: Span = {}): FiddlerSpan | undefined {
  return recordsOf(deepFreeze(litellmTraces(span({ "fiddler.span.type": "llm", ...attributes }, members))))[0];
}

test("a call as a record", () => {
  const records = recordsOf(mapLiteLLMTraces(recordedCase("1.83.10-chat-tools").input));
  const call = records.find((record) => record.type === "llm");
  expect(call).toMatchObject({
    traceId: "d8d76a1b36ef0af3d8365f0ce9cbd9bd",
    applicationId: "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f",
    type: "llm",
    status: "ok",
    operation: "acompletion",
    provider: "openai",
    requestModel: "gpt-4o-mini",
    userInput: "Weather in Paris?",
  });
  expect(call?.durationNano).toBe((call?.endTimeUnixNano ?? 0n) - (call?.startTimeUnixNano ?? 0n));
  expect(call?.totalTokens).toBe((call?.inputTokens ?? 0) + (call?.outputTokens ?? 0));
  expect(call?.costs.total_cost).toBeGreaterThan(0);
});

test("nothing from the wire throws", () => {
  const NAMES = ["key", "value", "values", "case", "low", "high", "code", "attributes", "__proto__"];
  const FIELDS = ["stringValue", "boolValue", "intValue", "doubleValue", "bytesValue", "arrayValue", "kvlistValue"];
  const KEYS = [
    "fiddler.span.type",
    "gen_ai.usage.input_tokens",
    "fiddler.span.user.gen_ai.cost.x",
    "fiddler.span.user.__proto__",
  ];
  const { anything } = fc.letrec((tie) => ({
    anything: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(
        null,
        undefined,
        0,
        -1,
        1.5,
        1e300,
        Number.NaN,
        5n,
        true,
        "",
        "llm",
        "12",
        "AAAAAAAAAAE=",
        new Uint8Array(8),
      ),
      fc.array(tie("anything"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...NAMES, ...FIELDS), tie("anything"), { maxKeys: 4 }),
    ),
  }));
  const attributes = fc.array(fc.oneof(anything, fc.record({ key: fc.constantFrom(...KEYS), value: anything })));
  const type = attribute("fiddler.span.type", "llm");
  const members = ["traceId", "spanId", "parentSpanId", "name", "startTimeUnixNano", "endTimeUnixNano", "status"];
  const anySpan = fc.record(Object.fromEntries(members.map((member) => [member, anything])));
  fc.assert(
    fc.property(anything, anySpan, attributes, (resource, spanMembers, spanAttributes) => {
      const spans = [{ ...spanMembers, attributes: [...spanAttributes, type] }];
      expect(fiddlerSpansOf({ resource, scopeSpans: [resource, { spans }] }).at(-1)?.type).toBe("llm");
    }),
  );
});

describe("the recordings", () => {
  const mapped = recordedCasesOrSome().map(({ name, input }) => ({ name, input, traces: mapLiteLLMTraces(input) }));

  test("every mapped span gives one record, in order", () => {
    for (const { name, traces } of mapped) {
      const types = spansOf(traces)
        .map((each) => plainOf(each, "fiddler.span.type"))
        .filter((type) => type !== undefined);
      expect(
        recordsOf(traces).map((record) => record.type),
        name,
      ).toEqual(types);
    }
  });

  test("every attribute is in one place", () => {
    for (const { name, traces } of mapped) {
      for (const [at, record] of recordsOf(traces).entries()) {
        const attributes = spansOf(traces)[at]?.attributes ?? [];
        const members = Object.keys(record).filter((member) => ATTRIBUTE_MEMBERS.has(member));
        const grouped = [record.costs, record.user, record.attributes].flatMap((group) => Object.keys(group));
        expect(members.length + grouped.length, name).toBe(attributes.length);
      }
    }
  });

  test("what is not mapped gives none", () => {
    for (const { input } of mapped) expect(recordsOf(input)).toEqual([]);
  });

  test.each(forms.filter((form) => !form.rounds))("$name gives the same records as JSON", (form) => {
    for (const { name, input, traces } of mapped) {
      expect(recordsOf(mapLiteLLMTraces(form.decode(otlpJson.encode(input)))), name).toEqual(recordsOf(traces));
    }
  });
});

const ATTRIBUTE_MEMBERS: ReadonlySet<string> = new Set([
  "type",
  "operation",
  "provider",
  "requestModel",
  "responseModel",
  "callId",
  "responseId",
  "systemPrompt",
  "userInput",
  "output",
  "inputTokens",
  "outputTokens",
  "totalTokens",
  "cacheReadTokens",
  "cacheCreationTokens",
  "reasoningTokens",
]);

describe("records of anything", () => {
  const { input } = recordedCase("1.83.10-chat-tools");
  const records = recordsOf(mapLiteLLMTraces(input));

  test.each<[string, unknown]>([
    ["a request", input],
    ["one ResourceSpans", input.resourceSpans?.[0]],
    ["a request that is mapped already", mapLiteLLMTraces(input)],
    ["a request with entries that are none", { resourceSpans: [null, 5, ...(input.resourceSpans ?? []), "x", []] }],
  ])("%s", (_name, body) => {
    expect(records.length).toBeGreaterThan(1);
    expect(fiddlerSpansFrom(body)).toEqual(records);
  });

  test.each<[string, unknown]>([
    ["an empty object", {}],
    ["null", null],
    ["undefined", undefined],
    ["a list", [input]],
    ["a text", JSON.stringify(input)],
    ["a number", 5],
    ["bytes", new Uint8Array(8)],
    ["members that are null", { resourceSpans: null, scopeSpans: null }],
    ["members of other types", { resourceSpans: "x", scopeSpans: 7 }],
    ["another vendor's request", { resourceSpans: [{ scopeSpans: [{ spans: [{}] }] }] }],
  ])("%s gives none, without a throw", (_name, body) => {
    expect(fiddlerSpansFrom(body)).toEqual([]);
    expect(fiddlerSpansOf(body as TracesData)).toEqual([]);
  });

  test("options are those of the mapping, and checked whatever the body is", () => {
    const { input: responses } = recordedCase("1.83.10-responses");
    const outputsOf = (recoverFromRawRequest: boolean) =>
      fiddlerSpansFrom(responses, { recoverFromRawRequest }).flatMap(({ output }) => output ?? []);
    expect([outputsOf(false).length, outputsOf(true).length]).toEqual([0, 1]);
    // @ts-expect-error: no such option
    expect(() => fiddlerSpansFrom(null, { recover: true })).toThrow(TypeError);
  });

  test("one ResourceSpans of a request is read as the request is", () => {
    expect((mapLiteLLMTraces(input).resourceSpans ?? []).flatMap((each) => fiddlerSpansOf(each))).toEqual(records);
  });
});

describe("where a span comes from", () => {
  const record = (resource: Readonly<Record<string, string>>, scope: unknown = {}) => {
    const attributes = Object.entries(resource).map(([key, value]) => attribute(key, value));
    const spans = [span({ "fiddler.span.type": "llm" })];
    return fiddlerSpansOf({ resource: { attributes }, scopeSpans: [{ scope, spans }] })[0];
  };
  test.each<[string, Readonly<Record<string, string>>, unknown, Partial<FiddlerSpan>]>([
    ["service", { "service.name": "litellm" }, {}, { serviceName: "litellm" }],
    ["older environment", { "deployment.environment": "production" }, {}, { environment: "production" }],
    ["newer environment", { "deployment.environment.name": "staging" }, {}, { environment: "staging" }],
    [
      "both environments",
      { "deployment.environment": "production", "deployment.environment.name": "staging" },
      {},
      { environment: "staging" },
    ],
    [
      "a newer environment that says nothing",
      { "deployment.environment": "production", "deployment.environment.name": "" },
      {},
      { environment: "production" },
    ],
    ["scope", {}, { name: "fastapi" }, { scopeName: "fastapi" }],
    ["a scope without a name", {}, { name: "" }, {}],
    ["a scope that is none", {}, "litellm", {}],
  ])("%s", (_name, resource, scope, expected) => {
    const { serviceName, environment, scopeName } = record(resource, scope) ?? {};
    expect({ serviceName, environment, scopeName }).toEqual(expected);
  });
});

describe("who made the call", () => {
  const MEMBERS = ["teamId", "teamAlias", "keyAlias", "keyHash", "userId", "endUser"] as const;
  test.each<[string, Readonly<Record<string, string | AnyValue>>, Partial<FiddlerSpan>]>([
    [
      "default mode",
      {
        "metadata.user_api_key_team_id": "team-blue",
        "metadata.user_api_key_team_alias": "Blue Team",
        "metadata.user_api_key_alias": "blue-prod",
        "metadata.user_api_key_hash": "55dd",
        "metadata.user_api_key_user_id": "user-17",
        "metadata.user_api_key_end_user_id": "end-user-9",
      },
      {
        teamId: "team-blue",
        teamAlias: "Blue Team",
        keyAlias: "blue-prod",
        keyHash: "55dd",
        userId: "user-17",
        endUser: "end-user-9",
      },
    ],
    [
      "V2",
      {
        "litellm.team.id": "team-blue",
        "litellm.team.alias": "Blue Team",
        "litellm.metadata.user_api_key_alias": "blue-prod",
        "litellm.api_key.hash": "55dd",
        "litellm.metadata.user_api_key_user_id": "user-17",
        "litellm.metadata.user_api_key_end_user_id": "end-user-9",
      },
      {
        teamId: "team-blue",
        teamAlias: "Blue Team",
        keyAlias: "blue-prod",
        keyHash: "55dd",
        userId: "user-17",
        endUser: "end-user-9",
      },
    ],
    ["V2 with the end user promoted", { "litellm.end_user.id": "end-user-9" }, { endUser: "end-user-9" }],
    ["an application with LiteLLM's SDK", { "llm.user": "u" }, { endUser: "u" }],
    ["LiteLLM's end user before the request's", { "llm.user": "u", "metadata.user_api_key_end_user_id": "e" }, { endUser: "e" }],
    [
      "a name that is not a text is passed over",
      { "metadata.user_api_key_team_alias": { intValue: "5" }, "litellm.team.alias": "Blue" },
      { teamAlias: "Blue" },
    ],
    ["nothing", {}, {}],
  ])("%s", (_name, user, expected) => {
    const record = recordOf(
      Object.fromEntries(Object.entries(user).map(([name, value]) => [`fiddler.span.user.${name}`, value])),
    );
    expect(Object.fromEntries(MEMBERS.map((member) => [member, record?.[member]]))).toEqual(expected);
    // `user` keeps them under the names that Fiddler shows.
    expect(Object.keys(record?.user ?? {})).toEqual(Object.keys(user));
  });

  test.each<[string, Partial<FiddlerSpan>]>([
    [
      "1.83.10-tenant-chat-team-key",
      { teamId: "team-blue", teamAlias: "Blue Team", keyAlias: "blue-prod", userId: "user-17", environment: "production" },
    ],
    ["1.106.10-v2-content-chat-tools", { keyHash: "litellm_proxy_master_key", userId: "default_user_id", scopeName: "litellm" }],
    ["1.106.10-chat-simple", { serviceName: "litellm", responseId: "chatcmpl-abc123", keyHash: "litellm_proxy_master_key" }],
  ])("%s", (name, expected) => {
    expect(fiddlerSpansFrom(recordedCase(name).input).find(({ type }) => type === "llm")).toMatchObject(expected);
  });
});

describe("a parent", () => {
  test.each<[unknown, string | undefined]>([
    ["00f067aa0ba902b7", "00f067aa0ba902b7"],
    ["00F067AA0BA902B7", "00f067aa0ba902b7"],
    ["APBnqgupArc=", "00f067aa0ba902b7"],
    ["0000000000000000", undefined],
    ["AAAAAAAAAAA=", undefined],
    [new Uint8Array(8), undefined],
    ["", undefined],
    [null, undefined],
  ])("%j, zeros being none in every form", (parentSpanId, expected) => {
    expect(recordOf({}, { parentSpanId } as Span)?.parentSpanId).toBe(expected);
  });
});

describe("span kind", () => {
  test.each<[unknown, FiddlerSpan["kind"]]>([
    [1, "internal"],
    [2, "server"],
    [3, "client"],
    [4, "producer"],
    [5, "consumer"],
    ["SPAN_KIND_INTERNAL", "internal"],
    ["SPAN_KIND_CLIENT", "client"],
    [0, undefined],
    ["SPAN_KIND_UNSPECIFIED", undefined],
    [6, undefined],
    ["server", undefined],
    ["constructor", undefined],
    [null, undefined],
  ])("%j", (kind, expected) => {
    expect(recordOf({}, { kind } as Span)?.kind).toBe(expected);
  });
});

describe("ids and further tokens of a call", () => {
  test.each<[string, AnyValue, keyof FiddlerSpan, unknown]>([
    ["litellm.call_id", { stringValue: "c" }, "callId", "c"],
    ["gen_ai.response.id", { stringValue: "r" }, "responseId", "r"],
    ["gen_ai.usage.cache_read.input_tokens", { intValue: "5" }, "cacheReadTokens", 5],
    ["gen_ai.usage.cache_creation.input_tokens", { intValue: "0" }, "cacheCreationTokens", 0],
    ["gen_ai.usage.reasoning.output_tokens", { intValue: "7" }, "reasoningTokens", 7],
    ["litellm.call_id", { intValue: "5" }, "callId", undefined],
    ["gen_ai.usage.reasoning.output_tokens", { stringValue: "7" }, "reasoningTokens", undefined],
  ])("%s = %j", (key, value, member, expected) => {
    const record = recordOf({ [key]: value });
    expect(record?.[member]).toBe(expected);
    expect(Object.keys(record?.attributes ?? {})).toEqual(expected === undefined ? [key] : []);
  });
});

describe("which spans give a record", () => {
  test.each<[string, AnyValue | undefined, number]>([
    ["llm", { stringValue: "llm" }, 1],
    ["a type of the host's own", { stringValue: "tool" }, 1],
    ["an empty type", { stringValue: "" }, 0],
    ["a type that is no text", { intValue: "1" }, 0],
    ["no type", undefined, 0],
  ])("%s", (_name, type, count) => {
    expect(recordsOf(litellmTraces(span(type ? { "fiddler.span.type": type } : {})))).toHaveLength(count);
  });

  test.each([
    ["null", null],
    ["no scopes", {}],
    ["scopes that are null", { resource: null, scopeSpans: null }],
    ["members that are null", { scopeSpans: [null, { spans: null }, { spans: [null, 5, { attributes: null }] }] }],
    ["attributes that are none", { scopeSpans: [{ spans: [{ attributes: [null, 1, {}, { key: 1 }, { key: "a" }] }] }] }],
  ])("%s: none, without a throw", (_name, resourceSpans) => {
    expect(fiddlerSpansOf(resourceSpans)).toEqual([]);
  });
});

test("a span that reports nothing but its type has no other member", () => {
  const [record] = fiddlerSpansOf({ scopeSpans: [{ spans: [{ attributes: [attribute("fiddler.span.type", "chain")] }] }] });
  expect(record).toStrictEqual({
    type: "chain",
    status: "unset",
    costs: Object.create(null),
    user: Object.create(null),
    attributes: Object.create(null),
  });
});

describe("times", () => {
  const LONG = { low: 2040381952, high: 418038389, unsigned: true };
  test.each<[string, unknown, bigint | undefined]>([
    ["text", "1795461211267908096", 1795461211267908096n],
    ["number", Number("1795461211267908096"), 1795461211267908096n],
    ["bigint", 1795461211267908096n, 1795461211267908096n],
    ["Long", LONG, 1795461211267908096n],
    ["the last that a signed column holds", "9223372036854775807", 9223372036854775807n],
    ["one more", "9223372036854775808", undefined],
    ["20 digits", "99999999999999999999", undefined],
    ["0, which is protobuf's none", "0", undefined],
    ["negative", "-1", undefined],
    ["no whole number", 1.5, undefined],
    ["no number", "now", undefined],
    ["null", null, undefined],
  ])("%s", (_name, startTimeUnixNano, expected) => {
    expect(recordOf({}, { startTimeUnixNano } as Span)?.startTimeUnixNano).toBe(expected);
  });

  test.each<[string, string, string, bigint | undefined]>([
    ["end minus start", "1000", "2500", 1500n],
    ["0", "1000", "1000", 0n],
    ["negative where the clock was set back", "2500", "1000", -1500n],
    ["absent without an end", "1000", "0", undefined],
    ["absent without a start", "", "1000", undefined],
  ])("duration: %s", (_name, startTimeUnixNano, endTimeUnixNano, expected) => {
    expect(recordOf({}, { startTimeUnixNano, endTimeUnixNano })?.durationNano).toBe(expected);
  });
});

describe("status", () => {
  test.each<[unknown, Partial<FiddlerSpan>]>([
    [{ code: 1 }, { status: "ok" }],
    [{ code: "STATUS_CODE_OK" }, { status: "ok" }],
    [
      { code: 2, message: "429" },
      { status: "error", statusMessage: "429" },
    ],
    [{ code: "STATUS_CODE_ERROR" }, { status: "error" }],
    [{ code: 0, message: "" }, { status: "unset" }],
    [{ code: 7 }, { status: "unset" }],
    [{ code: "constructor", message: 5 }, { status: "unset" }],
    [null, { status: "unset" }],
  ])("%j", (status, expected) => {
    const record = recordOf({}, { status } as Span);
    expect({ status: record?.status, ...(record?.statusMessage && { statusMessage: record.statusMessage }) }).toEqual(expected);
    expect(Object.hasOwn(record ?? {}, "statusMessage")).toBe("statusMessage" in expected);
  });
});

describe("the operation is what decided the type", () => {
  const CALL_TYPE = "litellm.call_type";
  const REQUEST_TYPE = "llm.request.type";
  const OPERATION = "gen_ai.operation.name";
  test.each([
    [{ [CALL_TYPE]: "arerank", [REQUEST_TYPE]: "chat", [OPERATION]: "chat" }, "arerank", [REQUEST_TYPE, OPERATION]],
    [{ [REQUEST_TYPE]: "acompletion", [OPERATION]: "chat" }, "acompletion", [OPERATION]],
    [{ [CALL_TYPE]: "", [OPERATION]: "chat" }, "chat", [CALL_TYPE]],
    [{}, undefined, []],
  ])("%j", (attributes, operation, others) => {
    const record = recordOf(attributes);
    expect(record?.operation).toBe(operation);
    expect(Object.keys(record?.attributes ?? {})).toEqual(others);
  });
});

describe("token counts", () => {
  const KEY = "gen_ai.usage.input_tokens";
  test.each<[string, AnyValue, number | undefined, unknown]>([
    ["text of JSON", { intValue: "12" }, 12, undefined],
    ["0", { intValue: "0" }, 0, undefined],
    ["2^53 - 1", { intValue: "9007199254740991" }, 9007199254740991, undefined],
    ["2^53: stays in attributes, exact", { intValue: "9007199254740992" }, undefined, 9007199254740992n],
    ["negative", { intValue: "-1" }, undefined, -1],
    ["a fraction", { doubleValue: 1.5 }, undefined, 1.5],
    ["text", { stringValue: "many" }, undefined, "many"],
  ])("%s", (_name, value, inputTokens, left) => {
    const record = recordOf({ [KEY]: value });
    expect(record?.inputTokens).toBe(inputTokens);
    expect(record?.attributes[KEY]).toBe(left);
  });
});

describe("costs and user attributes", () => {
  test.each<[string, AnyValue, "costs" | "user", string, unknown]>([
    ["gen_ai.cost.total_cost", { doubleValue: 0.5 }, "costs", "total_cost", 0.5],
    ["gen_ai.cost.total_cost", { intValue: "0" }, "costs", "total_cost", 0],
    ["gen_ai.cost.total_cost", { stringValue: "0.5" }, "user", "gen_ai.cost.total_cost", "0.5"],
    ["gen_ai.cost.total_cost", { doubleValue: "NaN" }, "user", "gen_ai.cost.total_cost", Number.NaN],
    ["gen_ai.cost.__proto__", { doubleValue: 1 }, "costs", "__proto__", 1],
    ["metadata.user_api_key_team_alias", { stringValue: "research" }, "user", "metadata.user_api_key_team_alias", "research"],
    ["metadata.user_api_key_spend", { doubleValue: 2 }, "user", "metadata.user_api_key_spend", 2],
    ["__proto__", { stringValue: "x" }, "user", "__proto__", "x"],
    ["constructor", { boolValue: true }, "user", "constructor", true],
  ])("%s = %j", (name, value, group, member, expected) => {
    const record = recordOf({ [`fiddler.span.user.${name}`]: value });
    expect(Object.entries(record?.[group] ?? {})).toEqual([[member, expected]]);
    expect(Object.entries({ ...record?.attributes })).toEqual([]);
  });

  test.each(["__proto__", "constructor", "toString"])("%s is not there where the span has no such attribute", (name) => {
    const record = recordOf({});
    expect([record?.costs[name], record?.user[name], record?.attributes[name]]).toEqual([undefined, undefined, undefined]);
  });
});

describe("plain values", () => {
  const list = (...values: AnyValue[]) => ({ arrayValue: { values } });
  test.each<[string, unknown, unknown]>([
    ["text", { stringValue: "a" }, "a"],
    ["no text", { stringValue: "" }, ""],
    ["true", { boolValue: true }, true],
    ["false", { boolValue: false }, false],
    ["integer", { intValue: "-5" }, -5],
    ["integer as a number", { intValue: 5 }, 5],
    ["integer that no number holds", { intValue: "9007199254740993" }, 9007199254740993n],
    ["lowest int64", { intValue: "-9223372036854775808" }, -9223372036854775808n],
    ["double", { doubleValue: 1.5 }, 1.5],
    ["double as text", { doubleValue: "1.5e3" }, 1500],
    ["not a number", { doubleValue: "NaN" }, Number.NaN],
    ["infinity", { doubleValue: "-Infinity" }, Number.NEGATIVE_INFINITY],
    ["bytes in JSON", { bytesValue: "AQL/" }, "AQL/"],
    ["bytes", { bytesValue: new Uint8Array([1, 2, 255]) }, "AQL/"],
    ["bytes as a list", { bytesValue: [1, 2, 255] }, "AQL/"],
    ["list", list({ stringValue: "a" }, { intValue: "1" }), ["a", 1]],
    ["list with an entry without a value", list({ stringValue: "a" }, {}, { boolValue: true }), ["a", null, true]],
    ["empty list", { arrayValue: {} }, []],
    ["list of what is no list", { arrayValue: { values: 5 } }, []],
    ["map", { kvlistValue: { values: [attribute("a", 1), attribute("b", "x")] } }, { a: 1, b: "x" }],
    ["map with a repeated name", { kvlistValue: { values: [attribute("a", 1), attribute("a", 2)] } }, { a: 2 }],
    ["map whose last value can't be read", { kvlistValue: { values: [attribute("a", 1), attribute("a", {})] } }, {}],
    ["protobuf-es", { value: { case: "intValue", value: 5n } }, 5],
    ["no field", {}, undefined],
    ["null", null, undefined],
    ["fields of wrong types", { stringValue: 5, intValue: "five", boolValue: "yes", bytesValue: {} }, undefined],
  ])("%s", (_name, value, expected) => {
    expect(recordOf({ a: value as AnyValue })?.attributes.a).toEqual(expected);
  });

  test("a name from the wire never reaches a prototype", () => {
    const record = recordOf({ map: { kvlistValue: { values: [attribute("__proto__", "x")] } }, ["__proto__"]: "y" });
    expect(Object.entries(record?.attributes.map ?? {})).toEqual([["__proto__", "x"]]);
    expect(Object.keys(record?.attributes ?? {})).toEqual(["map", "__proto__"]);
    expect(Object.getPrototypeOf(record?.attributes.map)).toBeNull();
  });

  test("what is nested too deep is left out, without a throw", () => {
    let value: AnyValue = { stringValue: "bottom" };
    for (let depth = 0; depth < 100_000; depth++) value = { arrayValue: { values: [value] } };
    const traces = { resourceSpans: [{ scopeSpans: [{ spans: [span({ "fiddler.span.type": "llm", deep: value, flat: 1 })] }] }] };
    const [record] = recordsOf(traces);
    expect(JSON.stringify(record?.attributes)).toBe(`{"deep":${"[".repeat(100)}null${"]".repeat(100)},"flat":1}`);
  });

  test("the last of repeated attributes counts", () => {
    const repeated = ["first", "last"].flatMap((text) => [
      attribute("fiddler.span.type", text),
      attribute("gen_ai.request.model", text),
      attribute("other", text),
    ]);
    const [record] = recordsOf(litellmTraces(span(repeated)));
    expect(record).toMatchObject({ type: "last", requestModel: "last", attributes: { other: "last" } });
  });
});
