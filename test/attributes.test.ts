import { describe, expect, test } from "vitest";
import { type AnyValue, type KeyValue, type MappingIssue, mapLiteLLMTraces } from "../src/index.js";
import { attribute, litellmTraces, plainOf, span, spansOf } from "./spans.js";

type Attributes = readonly (readonly [string, string | number | AnyValue])[];

const TYPE = attribute("fiddler.span.type", "chain");

function mapAttributes(attributes: Attributes): { mapped: readonly KeyValue[]; issues: readonly string[] } {
  const issues: MappingIssue[] = [];
  const input = span(attributes.map(([key, value]) => attribute(key, value)));
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(input), { onIssue: (issue) => issues.push(issue) }));
  return { mapped: mapped?.attributes ?? [], issues: issues.map(({ code, key }) => `${code} ${key}`) };
}

const pairs = (...attributes: Attributes): readonly KeyValue[] => attributes.map(([key, value]) => attribute(key, value));

const INPUT = "gen_ai.usage.input_tokens";
const PROMPT = "gen_ai.usage.prompt_tokens";
const OUTPUT = "gen_ai.usage.output_tokens";
const COMPLETION = "gen_ai.usage.completion_tokens";
const TOTAL = "gen_ai.usage.total_tokens";
const LLM_TOTAL = "llm.usage.total_tokens";
const INVALID = "token-count-invalid";

describe("token counts", () => {
  test.each<[string, Attributes, readonly KeyValue[], (readonly string[])?]>([
    [
      "newer names stay in their places",
      [
        [TOTAL, 34],
        ["a", "b"],
        [INPUT, 23],
        [OUTPUT, 11],
      ],
      pairs([TOTAL, 34], ["a", "b"], [INPUT, 23], [OUTPUT, 11]),
    ],
    [
      "older names are renamed in their places",
      [
        [LLM_TOTAL, 34],
        ["a", "b"],
        [COMPLETION, 11],
        [PROMPT, 23],
      ],
      pairs([TOTAL, 34], ["a", "b"], [OUTPUT, 11], [INPUT, 23]),
    ],
    [
      "the newer name wins, the older is consumed",
      [
        [PROMPT, 1],
        [INPUT, 23],
        [OUTPUT, 11],
        [COMPLETION, 2],
        [TOTAL, 34],
        [LLM_TOTAL, 3],
      ],
      pairs([INPUT, 23], [OUTPUT, 11], [TOTAL, 34]),
    ],
    [
      "an empty newer name gives way to the older",
      [
        [INPUT, ""],
        [PROMPT, 23],
      ],
      pairs([INPUT, 23]),
    ],
    [
      "an invalid newer name gives way to the older",
      [
        [INPUT, -1],
        [PROMPT, 23],
      ],
      pairs([INPUT, 23]),
      [`${INVALID} ${INPUT}`],
    ],
    [
      "input and output make a total",
      [
        [INPUT, 23],
        [OUTPUT, 11],
      ],
      [...pairs([INPUT, 23], [OUTPUT, 11]), TYPE, ...pairs([TOTAL, 34])],
    ],
    ["input alone makes none", [[INPUT, 23]], pairs([INPUT, 23])],
    [
      "a count of 0 stays 0",
      [
        [INPUT, 0],
        [OUTPUT, 0],
        [TOTAL, 0],
      ],
      pairs([INPUT, 0], [OUTPUT, 0], [TOTAL, 0]),
    ],
    [
      "a count above 2^53 stays exact",
      [[INPUT, { intValue: "9007199254740993" }]],
      pairs([INPUT, { intValue: "9007199254740993" }]),
    ],
    [
      "a sum above 2^53 is exact",
      [
        [INPUT, { intValue: "9007199254740993" }],
        [OUTPUT, 2],
      ],
      [
        ...pairs([INPUT, { intValue: "9007199254740993" }], [OUTPUT, 2]),
        TYPE,
        ...pairs([TOTAL, { intValue: "9007199254740995" }]),
      ],
    ],
    [
      "a number instead of a string stays one, in a sum too",
      [
        [INPUT, { intValue: 23 }],
        [OUTPUT, { intValue: 11 }],
      ],
      [...pairs([INPUT, { intValue: 23 }], [OUTPUT, { intValue: 11 }]), TYPE, ...pairs([TOTAL, { intValue: 34 }])],
    ],
    [
      "a sum that a number holds exactly stays a number",
      [
        [INPUT, { intValue: Number.MAX_SAFE_INTEGER - 1 }],
        [OUTPUT, { intValue: 1 }],
      ],
      [
        ...pairs([INPUT, { intValue: Number.MAX_SAFE_INTEGER - 1 }], [OUTPUT, { intValue: 1 }]),
        TYPE,
        ...pairs([TOTAL, { intValue: Number.MAX_SAFE_INTEGER }]),
      ],
    ],
    [
      "a sum that a number does not hold exactly is a string",
      [
        [INPUT, { intValue: Number.MAX_SAFE_INTEGER }],
        [OUTPUT, { intValue: 2 }],
      ],
      [
        ...pairs([INPUT, { intValue: Number.MAX_SAFE_INTEGER }], [OUTPUT, { intValue: 2 }]),
        TYPE,
        ...pairs([TOTAL, { intValue: "9007199254740993" }]),
      ],
    ],
    ["a whole double becomes an integer", [[INPUT, { doubleValue: 23 }]], pairs([INPUT, 23])],
    ["also 0", [[INPUT, { doubleValue: 0 }]], pairs([INPUT, 0])],
    ["output alone makes no total", [[OUTPUT, 2]], pairs([OUTPUT, 2])],
    [
      "an integer that is no number is no count, whatever stands beside it",
      [[INPUT, { intValue: "x", doubleValue: 5 }]],
      [],
      [`${INVALID} ${INPUT}`],
    ],
    ["a decimal string becomes an integer", [[INPUT, "9007199254740993"]], pairs([INPUT, { intValue: "9007199254740993" }])],
    [
      "an empty string is LiteLLM's None",
      [
        [INPUT, ""],
        [PROMPT, ""],
        [TOTAL, ""],
      ],
      [],
    ],
    ["a fraction is no count", [[INPUT, { doubleValue: 1.5 }]], [], [`${INVALID} ${INPUT}`]],
    ["NaN is no count", [[INPUT, { doubleValue: Number.NaN }]], [], [`${INVALID} ${INPUT}`]],
    ["infinity is no count", [[INPUT, { doubleValue: Number.POSITIVE_INFINITY }]], [], [`${INVALID} ${INPUT}`]],
    ["a negative number is no count", [[PROMPT, -5]], [], [`${INVALID} ${PROMPT}`]],
    ["a text is no count", [[OUTPUT, "many"]], [], [`${INVALID} ${OUTPUT}`]],
    ["hex is no count", [[OUTPUT, "0x10"]], [], [`${INVALID} ${OUTPUT}`]],
    ["a boolean is no count", [[TOTAL, { boolValue: true }]], [], [`${INVALID} ${TOTAL}`]],
    ["a number beyond int64 is no count", [[TOTAL, "9223372036854775808"]], [], [`${INVALID} ${TOTAL}`]],
    ["a number with too many digits is no count", [[TOTAL, "1".repeat(400)]], [], [`${INVALID} ${TOTAL}`]],
    ["an AnyValue without a field is no count", [[TOTAL, {}]], [], [`${INVALID} ${TOTAL}`]],
    [
      "an invalid total gives way to the sum",
      [
        [INPUT, 1],
        [OUTPUT, 2],
        [TOTAL, "x"],
      ],
      [...pairs([INPUT, 1], [OUTPUT, 2]), TYPE, ...pairs([TOTAL, 3])],
      [`${INVALID} ${TOTAL}`],
    ],
    [
      "a sum of exactly the largest int64 is a count",
      [
        [INPUT, { intValue: "9223372036854775806" }],
        [OUTPUT, 1],
      ],
      [
        ...pairs([INPUT, { intValue: "9223372036854775806" }], [OUTPUT, 1]),
        TYPE,
        ...pairs([TOTAL, { intValue: "9223372036854775807" }]),
      ],
    ],
    [
      "a sum beyond int64 is no count",
      [
        [INPUT, { intValue: "9223372036854775807" }],
        [OUTPUT, 1],
      ],
      pairs([INPUT, { intValue: "9223372036854775807" }], [OUTPUT, 1]),
      [`${INVALID} ${TOTAL}`],
    ],
    [
      "the last one counts",
      [
        [INPUT, 1],
        [INPUT, 2],
      ],
      pairs([INPUT, 2]),
    ],
    [
      "cache and reasoning tokens pass",
      [
        ["gen_ai.usage.cache_read.input_tokens", 5],
        ["gen_ai.usage.x", ""],
      ],
      pairs(["gen_ai.usage.cache_read.input_tokens", 5], ["gen_ai.usage.x", ""]),
    ],
  ])("%s", (_what, attributes, expected, issues = []) => {
    const { mapped, issues: reported } = mapAttributes(attributes);
    expect(mapped).toEqual(expected.includes(TYPE) ? expected : [...expected, TYPE]);
    expect(reported).toEqual(issues);
  });
});

describe("model and provider", () => {
  test.each<[string, Attributes, readonly KeyValue[]]>([
    [
      "models stay at their keys",
      [
        ["gen_ai.request.model", "gpt-4o-mini"],
        ["gen_ai.response.model", "gpt-4o"],
      ],
      pairs(["gen_ai.request.model", "gpt-4o-mini"], ["gen_ai.response.model", "gpt-4o"]),
    ],
    ["the provider stays at its key", [["gen_ai.system", "openai"]], pairs(["gen_ai.system", "openai"])],
    [
      "empty ones are dropped",
      [
        ["gen_ai.request.model", ""],
        ["gen_ai.response.model", ""],
        ["gen_ai.system", ""],
      ],
      [],
    ],
    ["a provider LiteLLM does not know is dropped", [["gen_ai.system", "Unknown"]], []],
    ["so is Python's None", [["gen_ai.system", "None"]], []],
    ["a model by that name is not", [["gen_ai.request.model", "Unknown"]], pairs(["gen_ai.request.model", "Unknown"])],
    [
      "both keys stay where both are there",
      [
        ["gen_ai.system", "a"],
        ["gen_ai.provider.name", "b"],
      ],
      pairs(["gen_ai.system", "a"], ["gen_ai.provider.name", "b"]),
    ],
    [
      "one without a value is not doubled",
      [
        ["gen_ai.system", {}],
        ["gen_ai.provider.name", "b"],
      ],
      pairs(["gen_ai.system", {}], ["gen_ai.provider.name", "b"]),
    ],
    ["the newer key passes, also empty", [["gen_ai.provider.name", ""]], pairs(["gen_ai.provider.name", ""])],
  ])("%s", (_what, attributes, expected) => {
    expect(mapAttributes(attributes).mapped).toEqual([...expected, TYPE]);
  });

  test.each([
    ["alone", []],
    ["beside an empty one", [["gen_ai.system", ""] as const]],
    ["beside an unknown one", [["gen_ai.system", "Unknown"] as const]],
  ])("gen_ai.provider.name %s is written as gen_ai.system, the same value", (_what, others) => {
    const value = { stringValue: "aws.bedrock" };
    const { mapped } = mapAttributes([...others, ["gen_ai.provider.name", value]]);
    expect(mapped).toEqual([...pairs(["gen_ai.provider.name", value]), TYPE, ...pairs(["gen_ai.system", value])]);
    expect(mapped[2]?.value).toBe(value);
  });

  test("an unknown gen_ai.provider.name is written nowhere else", () => {
    expect(mapAttributes([["gen_ai.provider.name", "None"]]).mapped).toEqual([...pairs(["gen_ai.provider.name", "None"]), TYPE]);
  });
});

const USER = "fiddler.span.user.";

test("unknown fields of an attribute that moves stay with it", () => {
  const input = span([{ key: "metadata.a", value: { stringValue: "1" }, keyRef: 7 } as KeyValue]);
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(input)));
  expect(mapped?.attributes?.[0]).toEqual({ key: `${USER}metadata.a`, value: { stringValue: "1" }, keyRef: 7 });
});

test("what LiteLLM sends of conversations and agents passes", () => {
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(span({ "gen_ai.conversation.id": "c", "gen_ai.agent.name": "" }))));
  expect(plainOf(mapped, "gen_ai.conversation.id")).toBe("c");
  expect(plainOf(mapped, "gen_ai.agent.name")).toBe("");
});

test("a stale target of the mapper's is replaced by what the call says", () => {
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.llm.output": "stale",
    "gen_ai.output.messages": '[{"role":"assistant","content":"A"}]',
  };
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(span(attributes))));
  expect(mapped?.attributes?.filter(({ key }) => key === "gen_ai.llm.output")).toEqual(pairs(["gen_ai.llm.output", "A"]));
});

test("more names than are remembered are mapped as the first", () => {
  const names = Array.from({ length: 5000 }, (_, at) => `metadata.name_${at}`);
  const input = litellmTraces(
    ...names.map((name) => span({ [name]: "x" })),
    span({ [`metadata.${"n".repeat(1_100_000)}`]: "x" }),
    span({ "metadata.name_0": "y" }),
  );
  const keys = spansOf(mapLiteLLMTraces(input)).map((mapped) => mapped.attributes?.[0]?.key);
  expect(keys.slice(0, 5000)).toEqual(names.map((name) => USER + name));
  expect(keys.at(-1)).toBe(`${USER}metadata.name_0`);
});

test("a name with something before an indexed one is another", () => {
  const attributes = { "gen_ai.operation.name": "chat", "xgen_ai.prompt.0.role": "user", "xgen_ai.prompt.0.content": "x" };
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(span(attributes))));
  expect(plainOf(mapped, "gen_ai.llm.input.user")).toBeUndefined();
});

test("what has its name already stays the same object", () => {
  const attributes = [attribute("fiddler.span.user.tier", "gold"), attribute("metadata.a", "1")];
  const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(span(attributes))));
  expect(mapped?.attributes?.[0]).toBe(attributes[0]);
});
