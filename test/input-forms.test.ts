import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { describe, expect, test } from "vitest";
import { type MappingIssue, type MappingOptions, mapLiteLLMSpan, mapLiteLLMTraces, type TracesData } from "../src/index.js";
import { type Form, forms, inCommon, looksOf, otlpJson, rounded } from "./otlp-forms.js";
import { recordedCasesOrSome } from "./recorded-cases.js";
import { attribute, deepFreeze, litellmTraces, plainOf, span, spansOf } from "./spans.js";

const OPTIONS: readonly MappingOptions[] = [
  {},
  { recoverFromRawRequest: true },
  { rawRequests: "withhold", duplicates: "keep" },
  { scopeNames: ["litellm"], serviceNames: [] },
];

const CASES = recordedCasesOrSome().map(({ name, input }) => ({ name, input, bytes: otlpJson.encode(input) }));

const EXPECTED = new Map(OPTIONS.map((options) => [options, CASES.map(({ input }) => expectedOf(input, options))]));

function expectedOf(input: TracesData, options: MappingOptions) {
  const { mapped, issues } = mappedWithIssues(input, options);
  return { common: inCommon(otlpJson, mapped), issues };
}

function mappedWithIssues<T extends TracesData>(traces: T, options: MappingOptions) {
  const issues: MappingIssue[] = [];
  return { mapped: mapLiteLLMTraces(traces, { ...options, onIssue: (issue) => issues.push(issue) }), issues };
}

test("the conversion that the others are compared by changes nothing of a recording", () => {
  for (const { name, input, bytes } of CASES)
    expect(mapLiteLLMTraces(otlpJson.decode(bytes)), name).toEqual(mapLiteLLMTraces(input));
});

describe.each(forms)("$name", (form) => {
  const compared = (value: unknown) => (form.rounds ? rounded(value) : value);
  const inputs = CASES.map(({ name, bytes }, at) => ({ name, at, input: deepFreeze(form.decode(bytes)) }));

  test.each(OPTIONS)("every recording maps to the same as in JSON, with %j", (options) => {
    for (const { name, at, input } of inputs) {
      const { mapped, issues } = mappedWithIssues(input, options);
      const expected = EXPECTED.get(options)?.[at];
      expect(compared(inCommon(form, mapped)), name).toEqual(compared(expected?.common));
      expect(issues, name).toEqual(expected?.issues);
    }
  });

  test("what the mapper writes looks like what it was given", () => {
    const seen = looksOf(inputs.map(({ input }) => input));
    for (const { name, input } of inputs) {
      const mapped = mapLiteLLMTraces(input, { recoverFromRawRequest: true });
      expect(
        [...looksOf(mapped)].filter((look) => !seen.has(look)),
        name,
      ).toEqual([]);
    }
  });

  test("what is mapped is returned by reference when it is mapped again", () => {
    for (const { name, input } of inputs) {
      const mapped = mapLiteLLMTraces(input);
      expect(mapLiteLLMTraces(mapped), name).toBe(mapped);
    }
  });

  test("a count that comes as text or as a double is written like the other integers of the span", () => {
    const counts = { "gen_ai.usage.input_tokens": { doubleValue: 7 }, "gen_ai.usage.output_tokens": "5" };
    const mapped = mapLiteLLMTraces(inForm(form, litellmTraces(span(counts))));
    const [back] = spansOf(otlpJson.decode(form.encode(mapped)));
    expect(["input", "output", "total"].map((kind) => plainOf(back, `gen_ai.usage.${kind}_tokens`))).toEqual(["7", "5", "12"]);
    expect([...looksOf(mapped)].filter((look) => look.startsWith("64 bits"))).toHaveLength(1);
  });

  test("a count above 2^53 is exact, also in the sum", () => {
    if (form.rounds) return;
    const counts = {
      "gen_ai.usage.prompt_tokens": { intValue: "9007199254740993" },
      "gen_ai.usage.completion_tokens": "9007199254740995",
    };
    const mapped = mapLiteLLMTraces(inForm(form, litellmTraces(span(counts))));
    const [back] = spansOf(otlpJson.decode(form.encode(mapped)));
    expect(["input", "output", "total"].map((kind) => plainOf(back, `gen_ai.usage.${kind}_tokens`))).toEqual([
      "9007199254740993",
      "9007199254740995",
      "18014398509481988",
    ]);
  });

  test("a resource that is recognised by its scope needs no attributes", () => {
    const traces = inForm(form, {
      resourceSpans: [
        { resource: {}, scopeSpans: [{ scope: { name: "litellm" }, spans: [span({ "gen_ai.operation.name": "chat" })] }] },
      ],
    });
    const mapped = mapLiteLLMTraces(traces, { scopeNames: ["litellm"] });
    expect(plainOf(spansOf(otlpJson.decode(form.encode(mapped)))[0], "fiddler.span.type")).toBe("llm");
  });

  test("an attribute without a value ahead of the others does not hide the form", () => {
    const resource = { attributes: [{ key: "empty", value: {} }, { key: "none" }, attribute("service.name", "litellm")] };
    const traces = inForm(form, { resourceSpans: [{ resource, scopeSpans: [{ spans: [span({})] }] }] });
    const mapped = mapLiteLLMTraces(traces);
    expect(plainOf(spansOf(otlpJson.decode(form.encode(mapped)))[0], "fiddler.span.type")).toBe("chain");
  });
});

function inForm(form: Form, traces: TracesData): TracesData {
  return form.decode(otlpJson.encode(traces));
}

describe("the serialisers of the OpenTelemetry SDK for JavaScript", () => {
  const sdkSpans = spansOfSdk();
  const json = JSON.parse(Buffer.from(JsonTraceSerializer.serializeRequest(sdkSpans) ?? []).toString());
  const bytes = ProtobufTraceSerializer.serializeRequest(sdkSpans) ?? new Uint8Array();
  const expected = inCommon(otlpJson, mapLiteLLMTraces(json));

  test("JSON is mapped", () => {
    const [call] = spansOf(mapLiteLLMTraces(json));
    const keys = ["fiddler.span.type", "gen_ai.llm.input.user", "gen_ai.usage.input_tokens", "gen_ai.usage.total_tokens"];
    expect(keys.map((key) => plainOf(call, key))).toEqual(["llm", "Hi", 3, 5]);
    expect(plainOf(call, "fiddler.span.user.gen_ai.cost.total_cost")).toBe(0.25);
  });

  test.each(forms)("protobuf maps to the same as $name", (form) => {
    const mapped = mapLiteLLMTraces(form.decode(bytes));
    const compared = (value: unknown) => (form.rounds ? rounded(value) : value);
    expect(compared(inCommon(form, mapped))).toEqual(compared(expected));
  });
});

function spansOfSdk() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ "service.name": "litellm" }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.input.messages": '[{"role":"user","content":"Hi"}]',
    "gen_ai.usage.prompt_tokens": 3,
    "gen_ai.usage.completion_tokens": 2,
    "gen_ai.cost.total_cost": 0.25,
    "gen_ai.response.finish_reasons": ["stop"],
  };
  provider.getTracer("litellm").startSpan("litellm_request", { attributes }).end();
  return exporter.getFinishedSpans();
}

test("objects without a prototype, as some JSON parsers make them, are plain", () => {
  const withoutPrototype = (_name: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? Object.assign(Object.create(null), value) : value;
  const json = JSON.stringify(litellmTraces(span({ "metadata.a": "b" })));
  expect(mapLiteLLMTraces(JSON.parse(json, withoutPrototype))).toEqual(mapLiteLLMTraces(JSON.parse(json)));
});

test("a span that shows no form at all is plain", () => {
  const traces = { resourceSpans: [{ scopeSpans: [{ scope: { name: "litellm" }, spans: [{}] }] }] };
  const [mapped] = spansOf(mapLiteLLMTraces<TracesData>(traces, { scopeNames: ["litellm"] }));
  expect(mapped).toEqual({ attributes: [attribute("fiddler.span.type", "chain")] });
});

describe("other spellings", () => {
  const traces = litellmTraces(span({ "gen_ai.operation.name": "chat" }));
  const snakeCase = JSON.parse(
    JSON.stringify(traces).replace(/"([a-z]+[A-Z][A-Za-z]*)":/g, (name) =>
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    ),
  );

  test("JSON with snake_case keys is not OTLP: it is not detected", () => {
    expect(Object.keys(snakeCase)).toEqual(["resource_spans"]);
    expect(mapLiteLLMSpan(snakeCase.resource_spans[0])).toBeNull();
    expect(mapLiteLLMTraces(snakeCase)).toBe(snakeCase);
  });

  test.each([
    ["upper-case hex", "0AF7651916CD43DD8448EB211C80319C", "B7AD6B7169203331"],
    ["base64", "CvdlGRbNQ92ESOshHIAxnA==", "t61rcWkgMzE="],
    ["base64 without padding", "CvdlGRbNQ92ESOshHIAxnA", "t61rcWkgMzE"],
    ["bytes", Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex"), Buffer.from("b7ad6b7169203331", "hex")],
    ["lists of bytes", [...Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex")], [...Buffer.from("b7ad6b7169203331", "hex")]],
  ])("an id in %s finds its parent, and is reported as lower-case hex", (_form, traceId, spanId) => {
    const call = span(
      { "gen_ai.operation.name": "chat", "gen_ai.output.messages": "[]" },
      { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" },
    );
    const raw = span({ "llm.openai.choices": "[{'message': {'content': 'Hello'}}]" }, {
      traceId,
      parentSpanId: spanId,
    } as object);
    const mapped = mapLiteLLMTraces(litellmTraces(call, raw), { recoverFromRawRequest: true });
    expect(plainOf(spansOf(mapped)[0], "gen_ai.llm.output")).toBe("Hello");

    const issues: MappingIssue[] = [];
    const odd = span({ "gen_ai.operation.name": "odd" }, { traceId, spanId } as object);
    mapLiteLLMTraces(litellmTraces(odd), { onIssue: (issue) => issues.push(issue) });
    expect(issues).toMatchObject([{ traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" }]);
  });

  test.each([
    ["base64url", "-_8AAAAAAAAAAAAAAAAAAA", "fbff0000000000000000000000000000"],
    ["nothing", undefined, ""],
    ["an empty text", "", ""],
    ["no bytes", new Uint8Array(), ""],
    ["a text of no known form", "trace-1", "trace-1"],
    ["a list of what are no bytes", [{ toString: 1, anyValueOf: 1 }, "length", null], ""],
    ["an object", { toString: 1 }, ""],
    ["a view without a length", new DataView(new ArrayBuffer(16)), ""],
  ])("an id that is %s is read without a throw", (_form, traceId, expected) => {
    const issues: MappingIssue[] = [];
    const odd = span({ "gen_ai.operation.name": "odd" }, { traceId } as object);
    mapLiteLLMTraces(litellmTraces(odd), { onIssue: (issue) => issues.push(issue) });
    expect(issues).toMatchObject([{ traceId: expected }]);
  });
});
