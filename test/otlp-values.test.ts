import { describe, expect, test } from "vitest";
import { formOfResourceSpans } from "../src/objects/form.js";
import { fieldOf, isEmptyString, stringOf } from "../src/otlp/any-value.js";
import { integerOf } from "../src/otlp/integers.js";
import { attributeOf, likeMessage, listOf } from "../src/otlp/members.js";

/** As protobufjs makes them: what is not set reads as its default. */
class AnyValueClass {
  declare stringValue: string;
  constructor(stringValue?: string) {
    if (stringValue !== undefined) this.stringValue = stringValue;
  }
}
(AnyValueClass.prototype as { stringValue: string }).stringValue = "";

const bare = (members: object): object => Object.assign(Object.create(null), members);
const oneof = (field: string, value: unknown) => ({ value: { case: field, value } });

describe("the text of an AnyValue", () => {
  test.each<[string, unknown, string | undefined]>([
    ["set", { stringValue: "a" }, "a"],
    ["empty", { stringValue: "" }, ""],
    ["set, of a class", new AnyValueClass("a"), "a"],
    ["set to the default, of a class", new AnyValueClass(""), ""],
    ["the default of a class", new AnyValueClass(), undefined],
    ["empty, without a prototype", bare({ stringValue: "" }), ""],
    ["of protobuf-es", oneof("stringValue", "a"), "a"],
    ["empty, of protobuf-es", oneof("stringValue", ""), ""],
    ["of another field, of protobuf-es", oneof("bytesValue", "a"), undefined],
    ["null beside one of protobuf-es", { stringValue: null, ...oneof("stringValue", "a") }, "a"],
    ["a number", { stringValue: 7 }, undefined],
    ["of another field", { intValue: "7" }, undefined],
    ["of what has a constructor of its own", { stringValue: "", constructor: "x" }, ""],
    ["of null", null, undefined],
    ["of a text", "a", undefined],
  ])("%s", (_what, anyValue, text) => {
    expect(stringOf(anyValue)).toBe(text);
    expect(isEmptyString(anyValue)).toBe(text === "");
  });

  test("a field that is null is not set", () => {
    expect(fieldOf({ intValue: null }, "intValue")).toBeUndefined();
    expect(fieldOf({ intValue: 0 }, "intValue")).toBe(0);
  });
});

describe("a 64-bit integer", () => {
  test.each<[string, unknown, bigint | undefined]>([
    ["a decimal", "12", 12n],
    ["a negative decimal", "-12", -12n],
    ["a number", 12, 12n],
    ["a bigint", 12n, 12n],
    ["a fraction", 1.5, undefined],
    ["no text of a number", "12a", undefined],
    ["more digits than 64 bits have", "1".repeat(21), undefined],
    ["a Long", { low: 1, high: 1 }, 2n ** 32n + 1n],
    ["a negative Long", { low: -5, high: -1, unsigned: false }, -5n],
    ["a negative Long that does not say so", { low: -1, high: -1 }, -1n],
    ["an unsigned Long", { low: -1, high: -1, unsigned: true }, 2n ** 64n - 1n],
    ["half a Long", { low: 1 }, undefined],
    ["the other half", { high: 1 }, undefined],
    ["a Long of texts", { low: "1", high: "0" }, undefined],
    ["null", null, undefined],
    ["true", true, undefined],
  ])("%s", (_what, value, integer) => {
    expect(integerOf(value)).toBe(integer);
  });
});

describe("members of a message", () => {
  test.each<[string, unknown, readonly unknown[]]>([
    ["a list", { spans: [1] }, [1]],
    ["no list", { spans: "x" }, []],
    ["null", { spans: null }, []],
    ["missing", {}, []],
    ["of no message", "x", []],
    ["of null", null, []],
  ])("%s", (_what, message, list) => {
    expect(listOf(message, "spans")).toEqual(list);
  });

  test("the last attribute of a name counts", () => {
    const attributes = [{ key: "a", value: 1 }, null, { key: "a", value: 2 }, { key: "b", value: 3 }];
    expect(attributeOf(attributes, "a")).toBe(2);
    expect(attributeOf(attributes, "c")).toBeUndefined();
  });

  test("a copy has the class of what it is a copy of", () => {
    const message = new AnyValueClass("a");
    expect(likeMessage({ ...message }, message)).toBeInstanceOf(AnyValueClass);
    expect(Object.getPrototypeOf(likeMessage({ a: 1 }, { a: 2 }))).toBe(Object.prototype);
    expect(Object.getPrototypeOf(likeMessage({ a: 1 }, bare({ a: 2 })))).toBe(Object.prototype);
  });
});

class KeyValueClass {
  constructor(
    readonly key: string,
    readonly value: unknown,
  ) {}
}

describe("the form of new attributes", () => {
  const formOf = (...attributes: readonly unknown[]) => formOfResourceSpans({ resource: { attributes } });
  const told = new KeyValueClass("a", new AnyValueClass("x"));

  test("has the classes of those that are there, and their members alone", () => {
    const made = formOf(told).stringAttribute("k", "t");
    expect(made).toBeInstanceOf(KeyValueClass);
    expect(made.value).toBeInstanceOf(AnyValueClass);
    expect([Object.keys(made), Object.keys(made.value ?? {})]).toEqual([["key", "value"], ["stringValue"]]);
  });

  test.each<[string, readonly unknown[]]>([
    ["behind what is no attribute", [null, "x", told]],
    ["behind an attribute without a value", [{ key: "a" }, { key: "a", value: null }, told]],
  ])("is recognised %s", (_what, attributes) => {
    expect(formOf(...attributes).stringAttribute("k", "t")).toBeInstanceOf(KeyValueClass);
  });

  test("is plain where nothing shows it", () => {
    expect(formOf(null, {}).stringAttribute("k", "t")).toEqual({ key: "k", value: { stringValue: "t" } });
  });

  test.each<[string, unknown, bigint, unknown]>([
    ["a string", "1", 5n, "5"],
    ["a number", 1, 5n, 5],
    ["a number that would not hold it exactly", 1, 2n ** 53n, "9007199254740992"],
    ["a bigint", 1n, 5n, 5n],
    ["a Long", { low: 1, high: 0, unsigned: true }, 2n ** 32n + 5n, { low: 5, high: 1, unsigned: false }],
    ["an object that is no Long", { high: 1 }, 5n, "5"],
    ["nothing", undefined, 5n, "5"],
  ])("an integer is written like %s", (_what, like, count, written) => {
    expect(formOf().intAttribute("k", count, like)).toEqual({ key: "k", value: { intValue: written } });
  });
});
