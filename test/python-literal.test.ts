import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePythonLiteral } from "../src/python/python-literal.js";

/** What Python itself printed; made once by fixtures/python/make_literals.py. */
const LITERALS: readonly { repr: string; value: unknown }[] = JSON.parse(
  readFileSync(new URL("../fixtures/python/literals.json", import.meta.url), "utf8"),
);

function untagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untagged);
  if (typeof value !== "object" || value === null) return value;
  const [[tag, content] = [undefined, undefined]] = Object.entries(value);
  if (tag === "$int") return content;
  if (tag === "$float") return content === "nan" ? null : Number((content as string).replace("inf", "Infinity"));
  if (tag === "$text") return String.fromCharCode(...(content as number[]));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, untagged(member)]));
}

test("reads every value that Python prints", () => {
  expect(LITERALS.length).toBeGreaterThanOrEqual(500);
  for (const { repr, value } of LITERALS) expect(parsePythonLiteral(repr), repr).toEqual(untagged(value));
});

test("a prefix of what Python prints is unreadable, or the number or text that it is by itself", () => {
  for (const { repr } of LITERALS.filter(({ repr }) => /^[[({]/.test(repr) && repr.length < 300)) {
    for (let length = 0; length < repr.length; length++) expect(parsePythonLiteral(repr.slice(0, length)), repr).toBeUndefined();
  }
});

describe("what is no literal is unreadable", () => {
  test.each([
    ["nothing", ""],
    ["an object", "<litellm.Usage object at 0x7f>"],
    ["an object in a list", "[1, <x>]"],
    ["a call", "Usage(tokens=1)"],
    ["a member of an enum without a value", "[<Role.USER: >]"],
    ["a member of an enum that is cut", "<Role.USER: 'user'"],
    ["a member of an enum that ends behind its list", "[<Role.USER: 'user']>"],
    ["a name", "undefined"],
    ["JSON's null", "null"],
    ["two values", "1 2"],
    ["a value too many", "[1]]"],
    ["no comma", "[1 2]"],
    ["two commas", "[1,,2]"],
    ["a comma alone", "[,]"],
    ["the wrong bracket", "[1)"],
    ["a closing bracket alone", "]"],
    ["a dict without a value", "{'a'}x"],
    ["a dict with half an entry", "{'a': 1, 'b'}"],
    ["a set that becomes a dict", "{1, 'a': 2}"],
    ["two colons", "{'a': 1: 2}"],
    ["a colon in a list", "['a': 1]"],
    ["a colon first", "{: 1}"],
    ["a colon without a dict", "'a': 1"],
    ["a name that ends in a digit", "a1"],
    ["a b that begins no bytes", "b1"],
    ["a prefix that repr does not write", "r'a'"],
    ["a tuple as a key", "{(1, 2): 3}"],
    ["a dict as a key, whose text would call a member of it", "{{'toString': 1}: 2}"],
    ["an open string", "'abc"],
    ["an escape that repr never writes", "'\\q'"],
    ["nor an octal one", "'\\101'"],
    ["a cut escape", "'\\x4"],
    ["an escape beyond Unicode", "'\\U00110000'"],
    ["two minus signs", "--1"],
    ["a number with a letter", "12a"],
    ["two points", "1.2.3"],
  ])("%s", (_what, source) => {
    expect(parsePythonLiteral(source)).toBeUndefined();
  });
});

test.each([
  ["white space of any kind", " [ 1 ,\n2 ] ", [1, 2]],
  ["a trailing comma", "[1, 2,]", [1, 2]],
  ["a number in a dict's key", "{1: 'a'}", { "1": "a" }],
])("%s", (_what, source, value) => {
  expect(parsePythonLiteral(source)).toEqual(value);
});

test("a key __proto__ is a member, nothing more", () => {
  const value = parsePythonLiteral("{'__proto__': {'polluted': True}}") as object;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect("polluted" in value).toBe(false);
});

test.each([
  ["1,000", 1000, 1000],
  ["10,000, in a short text", 10_000, 10_000],
  ["100,000: not read, for it takes a hundred times its size", 100_000, 0],
])("a depth of %s", (_name, depth, read) => {
  let value = parsePythonLiteral("[".repeat(depth) + "]".repeat(depth));
  let levels = 0;
  for (; Array.isArray(value); value = value[0]) levels++;
  expect(levels).toBe(read);
});
