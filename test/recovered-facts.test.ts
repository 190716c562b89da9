import { describe, expect, test } from "vitest";
import type { AnyValue, MappingOptions, Span } from "../src/index.js";
import { attribute, mapped, plainOf, saying, span, under } from "./spans.js";

type Attributes = Readonly<Record<string, string | number | AnyValue>>;

const RECOVER: MappingOptions = { recoverFromRawRequest: true };
const INPUT = "gen_ai.usage.input_tokens";
const OUTPUT = "gen_ai.usage.output_tokens";
const TOTAL = "gen_ai.usage.total_tokens";
const COST = "fiddler.span.user.gen_ai.cost.total_cost";

/** A call of which the attribute limit dropped all but this. */
const call = (attributes: Attributes = {}) => span({ "llm.request.type": "acompletion", ...attributes });
const rawUnder = (parent: Span, fields: Attributes) =>
  span(Object.fromEntries(Object.entries(fields).map(([field, value]) => [`llm.openai.${field}`, value])), {
    name: "raw_gen_ai_request",
    ...under(parent),
  });

/** What the call says with recovery on. */
function recovered(attributes: Attributes, fields: Attributes, options = RECOVER): Span | undefined {
  const parent = call(attributes);
  return mapped([parent, rawUnder(parent, fields)], options).spans[0];
}

describe("tokens that the call's span lacks, as the provider counted them", () => {
  const countsOf = (each: Span | undefined) => [INPUT, OUTPUT, TOTAL].map((key) => plainOf(each, key));
  const OPENAI = "{'completion_tokens': 11, 'prompt_tokens': 23, 'total_tokens': 34}";

  test.each<[string, Attributes, readonly (string | undefined)[]]>([
    ["OpenAI's", { usage: OPENAI }, ["23", "11", "34"]],
    ["of the Responses API", { usage: "{'input_tokens': 31, 'output_tokens': 17, 'total_tokens': 48}" }, ["31", "17", "48"]],
    ["Anthropic's, which have no total", { usage: "{'input_tokens': 31, 'output_tokens': 17}" }, ["31", "17", "48"]],
    [
      "Anthropic's, which count the cache apart",
      { usage: "{'input_tokens': 1, 'cache_read_input_tokens': 20, 'cache_creation_input_tokens': 10, 'output_tokens': 17}" },
      ["31", "17", "48"],
    ],
    [
      "OpenAI's, which do not",
      { usage: "{'prompt_tokens': 31, 'cache_read_input_tokens': 20, 'completion_tokens': 17}" },
      ["31", "17", "48"],
    ],
    [
      "Gemini's, which count thoughts apart",
      { usageMetadata: "{'promptTokenCount': 8, 'candidatesTokenCount': 4, 'thoughtsTokenCount': 3, 'totalTokenCount': 15}" },
      ["8", "7", "15"],
    ],
    [
      "Bedrock's",
      { usage: "{'inputTokens': 31, 'outputTokens': 12, 'totalTokens': 43, 'cacheReadInputTokens': 0}" },
      ["31", "12", "43"],
    ],
    [
      "Bedrock's, which count the cache apart",
      {
        usage:
          "{'inputTokens': 1, 'cacheReadInputTokens': 20, 'cacheWriteInputTokens': 10, 'outputTokens': 12, 'totalTokens': 43}",
      },
      ["31", "12", "43"],
    ],
    ["Ollama's, which stand beside the answer", { prompt_eval_count: "21", eval_count: "7" }, ["21", "7", "28"]],
    ["Ollama's, of a prompt that was in its cache", { eval_count: "7" }, [undefined, "7", undefined]],
    ["in JSON", { usage: '{"prompt_tokens": 23, "completion_tokens": 11, "total_tokens": 34}' }, ["23", "11", "34"]],
    ["in JSON with null", { usage: '{"prompt_tokens": 23, "completion_tokens": 11, "details": null}' }, ["23", "11", "34"]],
    ["0", { usage: "{'prompt_tokens': 0, 'completion_tokens': 0}" }, ["0", "0", "0"]],
    [
      "OpenAI's with a total that is more than the sum",
      { usage: "{'prompt_tokens': 1, 'completion_tokens': 2, 'total_tokens': 9}" },
      ["1", "2", "9"],
    ],
    [
      "Gemini's with a total that is more than the sum",
      { usageMetadata: "{'promptTokenCount': 1, 'candidatesTokenCount': 2, 'totalTokenCount': 9}" },
      ["1", "2", "9"],
    ],
    [
      "as a map",
      { usage: { kvlistValue: { values: [{ key: "prompt_tokens", value: { intValue: "23" } }] } } },
      ["23", undefined, undefined],
    ],
    ["output alone", { usage: "{'completion_tokens': 11}" }, [undefined, "11", undefined]],
    ["input alone", { usage: "{'prompt_tokens': 23}" }, ["23", undefined, undefined]],
    [
      "not what is no count",
      { usage: "{'prompt_tokens': -1, 'completion_tokens': 1.5, 'total_tokens': 'x'}" },
      [undefined, undefined, undefined],
    ],
    [
      "not what was cut, for the cache may have held more",
      { usage: "{'input_tokens': 23, 'output_tokens': 11, 'ca" },
      [undefined, undefined, undefined],
    ],
    ["not what can't be read", { usage: "Usage(prompt_tokens=23)" }, [undefined, undefined, undefined]],
    ["not where there is none", { model: "m" }, [undefined, undefined, undefined]],
  ])("%s", (_what, fields, counts) => {
    expect(countsOf(recovered({}, fields))).toEqual(counts);
    expect(countsOf(recovered({}, fields, {}))).toEqual([undefined, undefined, undefined]);
  });

  test("are integers, behind the span type", () => {
    expect(recovered({}, { usage: OPENAI })?.attributes?.slice(1, 5)).toEqual([
      attribute("fiddler.span.type", "llm"),
      attribute(INPUT, 23),
      attribute(OUTPUT, 11),
      attribute(TOTAL, 34),
    ]);
  });

  test.each<[string, Attributes, readonly (string | undefined)[]]>([
    ["the input", { [INPUT]: 23 }, ["23", "11", "34"]],
    ["the output by its older name", { "gen_ai.usage.completion_tokens": 11 }, ["23", "11", "34"]],
    ["the total", { [TOTAL]: 34 }, ["23", "11", "34"]],
    ["input and output", { [INPUT]: 23, [OUTPUT]: 11 }, ["23", "11", "34"]],
  ])("what the span has stays: %s", (_what, attributes, counts) => {
    expect(countsOf(recovered(attributes, { usage: OPENAI }))).toEqual(counts);
  });

  test("audio tokens, from LiteLLM's usage object", () => {
    const usage =
      "{'prompt_tokens_details': {'audio_tokens': 3, 'cached_tokens': None}, 'completion_tokens_details': {'audio_tokens': 5}}";
    const [each] = mapped([call({ "metadata.usage_object": usage })], RECOVER).spans;
    expect(each?.attributes?.filter(({ key }) => key.startsWith("gen_ai.usage."))).toEqual([
      attribute("gen_ai.usage.input_audio_tokens", 3),
      attribute("gen_ai.usage.output_audio_tokens", 5),
    ]);
  });
});

test.each<[string, Attributes, Attributes, string | undefined]>([
  ["is that of the request", {}, { model: "gpt-4o", messages: "[]" }, "gpt-4o"],
  ["is that of the response, where both are there", {}, { model: "gpt-4o-2024", id: "r" }, "gpt-4o-2024"],
  ["stays where the span has it", { "gen_ai.request.model": "own" }, { model: "gpt-4o" }, "own"],
  ["takes the place of one that LiteLLM did not know", { "gen_ai.request.model": "unknown" }, { model: "gpt-4o" }, "gpt-4o"],
  ["takes the place of an empty one", { "gen_ai.request.model": "" }, { model: "gpt-4o" }, "gpt-4o"],
  ["is none where it is a list", {}, { model: "['gpt-4o']" }, undefined],
])("the request model %s", (_what, attributes, fields, model) => {
  expect(plainOf(recovered(attributes, fields), "gen_ai.request.model")).toBe(model);
});

describe("a cost that is missing or 0 (Gemini's streams of 1.109 and 1.110)", () => {
  const costOf = (attributes: Attributes, options = RECOVER) => plainOf(mapped([call(attributes)], options).spans[0], COST);
  const HIDDEN = { hidden_params: '{"response_cost": 0.25}' };

  test.each<[string, Attributes, number | string | undefined]>([
    ["is that of hidden_params", HIDDEN, 0.25],
    ["... instead of 0", { ...HIDDEN, "gen_ai.cost.total_cost": { doubleValue: 0 } }, 0.25],
    ["... instead of an integer 0", { ...HIDDEN, "gen_ai.cost.total_cost": 0 }, 0.25],
    ["... instead of V2's 0", { ...HIDDEN, "litellm.cost.total": { doubleValue: 0 } }, 0.25],
    ["... instead of LiteLLM's None", { ...HIDDEN, "gen_ai.cost.total_cost": "" }, 0.25],
    ["stays where it is there", { ...HIDDEN, "gen_ai.cost.total_cost": { doubleValue: 0.5 } }, 0.5],
    ["stays where it is an integer", { ...HIDDEN, "gen_ai.cost.total_cost": 2 }, "2"],
    ["stays where V2 has it", { ...HIDDEN, "litellm.cost.total": { doubleValue: 0.5 } }, 0.5],
    ["is a number in a text, too", { hidden_params: '{"response_cost": "0.25"}' }, 0.25],
    ["is none where that is null", { hidden_params: '{"response_cost": null}' }, undefined],
    ["is none where that is a boolean", { hidden_params: '{"response_cost": true}' }, undefined],
    ["is none where that is negative", { hidden_params: '{"response_cost": -1}' }, undefined],
    ["is none where that is no number", { hidden_params: '{"response_cost": "much"}' }, undefined],
    ["is none where that has no end", { hidden_params: '{"response_cost": 1e999}' }, undefined],
    ["stays 0 where that is 0", { hidden_params: '{"response_cost": 0}', "gen_ai.cost.total_cost": { doubleValue: 0 } }, 0],
    ["is none where they can't be read", { hidden_params: "{" }, undefined],
    ["is none without them", {}, undefined],
  ])("%s", (_what, attributes, cost) => {
    expect(costOf(attributes)).toBe(cost);
  });

  test("stays as it is without recovery", () => {
    expect(costOf({ ...HIDDEN, "gen_ai.cost.total_cost": { doubleValue: 0 } }, {})).toBe(0);
  });

  test("is written once, and is no echo's", () => {
    const attributes = { ...HIDDEN, "litellm.call_id": "c", "gen_ai.cost.total_cost": { doubleValue: 0 } };
    const costs = mapped([call(attributes), call(attributes)], RECOVER).spans.flatMap((each) => each.attributes ?? []);
    expect(costs.filter(({ key }) => key === COST)).toEqual([attribute(COST, { doubleValue: 0.25 })]);
  });
});

describe("a call whose attributes the limit dropped", () => {
  const dropped = (droppedAttributesCount: unknown, attributes: Attributes = { "llm.request.type": "acompletion" }) =>
    mapped([span(attributes, { droppedAttributesCount } as Span)]).issues;

  test.each([1, 123, "7", 4_294_967_295])("is reported: %j", (count) => {
    expect(dropped(count)).toEqual([
      expect.objectContaining({
        code: "attributes-dropped",
        severity: "warning",
        message: "Attributes of this call were dropped; raise OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT where LiteLLM runs",
      }),
    ]);
  });

  test.each([0, "0", null, undefined, "", "many", {}, -1, true])("is not where none were: %j", (count) => {
    expect(dropped(count)).toEqual([]);
  });

  test.each<[string, Attributes]>([
    ["an embedding", { "llm.request.type": "aembedding", "gen_ai.usage.input_tokens": 3 }],
    ["a call that lost its call type", { "gen_ai.usage.input_tokens": 3 }],
  ])("is of %s", (_what, attributes) => {
    expect(dropped(5, attributes).map(({ code }) => code)).toEqual(["attributes-dropped"]);
  });

  test("other spans are not", () => {
    expect(dropped(5, { "http.route": "/" })).toEqual([]);
    expect(dropped(5, { "llm.request.type": "arerank" })).toEqual([]);
  });

  test("of many tools (from 1.83): texts are its own, what else it lacks is the raw request's", () => {
    const attributes = {
      "gen_ai.operation.name": "acompletion",
      "gen_ai.input.messages": saying("user", "Use a tool"),
      "gen_ai.output.messages": '[{"role":"assistant","parts":[]}]',
      "gen_ai.completion.0.function_call.name": "get_weather",
      "gen_ai.completion.0.function_call.arguments": "{}",
    };
    const parent = span(attributes, { droppedAttributesCount: 123 } as Span);
    const fields = { id: "r", model: "gpt-4o-2024", usage: "{'prompt_tokens': 23, 'completion_tokens': 11}" };
    const [each] = mapped([parent, rawUnder(parent, fields)], RECOVER).spans;
    expect(plainOf(each, "gen_ai.llm.output")).toBe('[{"type":"tool_call","name":"get_weather","arguments":"{}"}]');
    expect([INPUT, OUTPUT, TOTAL].map((key) => plainOf(each, key))).toEqual(["23", "11", "34"]);
    expect(["gen_ai.system", "gen_ai.response.model"].map((key) => plainOf(each, key))).toEqual(["openai", "gpt-4o-2024"]);
  });

  test("of a long conversation (before 1.80.17), which lost its call type, is a call by its answer", () => {
    const [each] = mapped([
      span({ "gen_ai.prompt.99.role": "user", "gen_ai.prompt.99.content": "U", "gen_ai.completion.0.content": "A" }),
    ]).spans;
    expect(["fiddler.span.type", "gen_ai.llm.input.user", "gen_ai.llm.output"].map((key) => plainOf(each, key))).toEqual([
      "llm",
      "U",
      "A",
    ]);
  });
});
