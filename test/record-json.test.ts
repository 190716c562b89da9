import { describe, expect, expectTypeOf, test } from "vitest";
import {
  type AnyValue,
  fiddlerSpansFrom,
  fiddlerSpansOf,
  isPlainList,
  isPlainMap,
  type PlainMap,
  type PlainValue,
  recordToJSON,
} from "../src/index.js";
import { recordedCasesOrSome } from "./recorded-cases.js";
import { litellmTraces, span } from "./spans.js";

function recordWith(attributes: Readonly<Record<string, AnyValue | string>>) {
  const [record] = fiddlerSpansOf(litellmTraces(span({ "fiddler.span.type": "llm", ...attributes })));
  if (record === undefined) throw new Error("The span gave no record.");
  return record;
}

const list = (...values: AnyValue[]): AnyValue => ({ arrayValue: { values } });

describe("the JSON form of a record", () => {
  test.each<[string, AnyValue, unknown]>([
    ["a number", { intValue: "5" }, 5],
    ["an integer that no number holds", { intValue: "9007199254740993" }, "9007199254740993"],
    ["not a number", { doubleValue: "NaN" }, "NaN"],
    ["infinity", { doubleValue: "Infinity" }, "Infinity"],
    ["minus infinity", { doubleValue: "-Infinity" }, "-Infinity"],
    ["a text", { stringValue: "5" }, "5"],
    ["a flag", { boolValue: false }, false],
    ["a list", list({ intValue: "9007199254740993" }, {}), ["9007199254740993", null]],
    ["a list in a map", { kvlistValue: { values: [{ key: "a", value: list({ doubleValue: "NaN" }) }] } }, { a: ["NaN"] }],
  ])("%s", (_name, value, expected) => {
    const json = JSON.parse(JSON.stringify(recordToJSON(recordWith({ a: value, "fiddler.span.user.a": value }))));
    expect([json.attributes.a, json.user.a]).toEqual([expected, expected]);
  });

  test("times are text", () => {
    const record = recordWith({});
    expect(recordToJSON(record)).toMatchObject({
      startTimeUnixNano: "1795461211000000000",
      endTimeUnixNano: "1795461212000000000",
      durationNano: "1000000000",
    });
  });

  test.each([
    ["startTimeUnixNano", "endTimeUnixNano"],
    ["endTimeUnixNano", "startTimeUnixNano"],
  ])("a record without %s has neither that nor a duration", (absent, present) => {
    const times = { [absent]: null, [present]: "5" };
    const [record] = fiddlerSpansOf(litellmTraces(span({ "fiddler.span.type": "llm" }, times)));
    const json = record && recordToJSON(record);
    expect(Object.keys(json ?? {}).filter((member) => /Time|duration/.test(member))).toEqual([present]);
  });

  test("a name from the wire stays a name", () => {
    const json = recordToJSON(recordWith({ "fiddler.span.user.__proto__": "x", ["__proto__"]: "y" }));
    expect(JSON.stringify([json.user, json.attributes])).toBe('[{"__proto__":"x"},{"__proto__":"y"}]');
  });

  test("every recorded record comes back from JSON as its JSON form", () => {
    const records = recordedCasesOrSome().flatMap(({ input }) => fiddlerSpansFrom(input));
    expect(records.length).toBeGreaterThan(30);
    for (const record of records) {
      const json = recordToJSON(record);
      expect(JSON.parse(JSON.stringify(json))).toEqual(json);
      expect(Object.keys(json).sort()).toEqual(Object.keys(record).sort());
      expect(BigInt(json.startTimeUnixNano ?? 0)).toBe(record.startTimeUnixNano);
    }
  });
});

describe("guards of plain values", () => {
  test.each<[string, PlainValue | undefined, boolean, boolean]>([
    ["a map", { a: 1 }, true, false],
    ["a map without a prototype", Object.create(null), true, false],
    ["a list", [1], false, true],
    ["null", null, false, false],
    ["a name that is not there", undefined, false, false],
    ["a text", "a", false, false],
    ["a bigint", 5n, false, false],
  ])("%s", (_name, value, isMap, isList) => {
    expect([isPlainMap(value), isPlainList(value)]).toEqual([isMap, isList]);
  });

  test("they narrow", () => {
    const value = recordWith({ a: list({ stringValue: "x" }) }).attributes.a;
    if (isPlainList(value)) expectTypeOf(value).toEqualTypeOf<readonly PlainValue[]>();
    if (isPlainMap(value)) expectTypeOf(value).toEqualTypeOf<PlainMap>();
    expect(isPlainList(value) ? value[0] : undefined).toBe("x");
  });
});
