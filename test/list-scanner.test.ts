import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findBackward, findForward, UNUSUAL } from "../src/messages/list-scanner.js";
import { COMPACT, pick, pythonJson, randomFrom, runs, styledJson, text } from "./generated-messages.js";

const always = () => true;

/** All elements, in the order in which they are met. */
function metBy(find: (accept: (element: unknown) => undefined) => unknown): { met: readonly unknown[]; found: unknown } {
  const met: unknown[] = [];
  const found = find((element) => {
    met.push(element);
    return undefined;
  });
  return { met, found };
}

const forwards = (json: string) => metBy((accept) => findForward(json, always, accept));
const backwards = (json: string) => metBy((accept) => findBackward(json, accept));

describe("a list of objects is met element by element, from either end, without a full parse", () => {
  test.each([
    ["one", '[{"a":1}]'],
    ["several", '[{"a":1},{"b":2},{"c":3}]'],
    ["white space of every kind", ' \t[\r\n{"a" : 1} ,\n { "b":2 }\t] \n'],
    ["objects and lists inside", '[{"a":{"b":[{"c":[]}]}},{"d":[[{}],{"e":{}}]}]'],
    ["brackets in texts", '[{"a":"}]"},{"b":"[{"},{"{":"]"}]'],
    ["quotes in texts", '[{"a":"\\""},{"b":"\\\\"},{"c":"\\\\\\""},{"d\\"":"x"}]'],
    ["texts that look like elements", '[{"a":"{\\"b\\":1}"},{"a":"}, {\\"c\\":1}]"}]'],
    ["long texts", `[{"a":"${"x".repeat(200)}"},{"b":"${"y".repeat(200)}"}]`],
  ])("%s", (_what, json) => {
    const elements: readonly unknown[] = JSON.parse(json);
    expect(forwards(json)).toEqual({ met: elements, found: undefined });
    expect(backwards(json)).toEqual({ met: elements.toReversed(), found: undefined });
  });

  const element = fc.dictionary(
    fc.constantFrom("role", "content", "a", '"', "}"),
    fc.oneof(text, fc.jsonValue({ maxDepth: 3 })),
    {
      minKeys: 1,
    },
  );

  test("whatever it holds, however it is written", () => {
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 5 }), fc.nat(), (elements, seed) => {
        const next = randomFrom(seed);
        const spaced = { ...COMPACT, space: () => (next() < 0.3 ? pick([" ", "\n", "\t", "\r"], next) : "") };
        const again: unknown[] = JSON.parse(JSON.stringify(elements));
        for (const json of [pythonJson(elements), styledJson(elements, spaced)]) {
          expect(forwards(json)).toEqual({ met: again, found: undefined });
          expect(backwards(json)).toEqual({ met: again.toReversed(), found: undefined });
        }
      }),
      { numRuns: runs(1000, 10_000) },
    );
  });
});

describe("the first that is accepted ends the search", () => {
  const json = '[{"role":"a","at":0},{"role":"b","at":1},{"role":"b","at":2},{"role":"c","at":3}]';
  const atOf = (element: unknown) => {
    const { role, at } = element as { role: string; at: number };
    return role === "b" ? at : undefined;
  };

  test("from the beginning", () => expect(findForward(json, always, atOf)).toBe(1));
  test("from the end", () => expect(findBackward(json, atOf)).toBe(2));

  test("what lies beyond is not looked at", () => {
    expect(findBackward(`[{broken},${json.slice(1)}`, atOf)).toBe(2);
    const met: unknown[] = [];
    findForward(json, always, (each) => met.push(each));
    expect(met).toEqual([{ role: "a", at: 0 }]);
  });

  test("elements that do not matter are not parsed", () => {
    expect(findForward('[{"skip":broken},{"role":"b","at":1}]', (text, from) => text.startsWith("role", from), atOf)).toBe(1);
  });

  test("short texts directly in an element decide whether it matters", () => {
    const asked: string[] = [];
    const short = "s".repeat(63);
    findForward(
      `[{"role":"user","${short}":["in"],"long":"${short}x","o":{"deep":"er"}}]`,
      (text, from, to) => {
        asked.push(text.slice(from, to));
        return false;
      },
      () => undefined,
    );
    expect(asked).toEqual(["role", "user", short, "long", "o"]);
  });
});

describe("what is no list of objects is unusual", () => {
  test.each([
    ["nothing", ""],
    ["white space", "  "],
    ["an object", '{"a":1}'],
    ["an empty list", "[]"],
    ["a list of numbers", "[1]"],
    ["a list of texts", '["a"]'],
    ["a list of lists", '[[{"a":1}]]'],
    ["an element that is no JSON", '[{"a" 1}]'],
    ["no comma", '[{"a":1}{"b":2}]'],
    ["two commas", '[{"a":1},,{"b":2}]'],
    ["a comma at the end", '[{"a":1},]'],
    ["an open list", '[{"a":1}'],
    ["an open object", '[{"a":1]'],
    ["an open text", '[{"a":"b}]'],
    ["an object without its beginning", '["a":1}]'],
    ["no opening bracket", '{"a":1}]'],
  ])("%s", (_what, json) => {
    expect(forwards(json).found).toBe(UNUSUAL);
    expect(backwards(json).found).toBe(UNUSUAL);
  });

  test("something behind the list", () => {
    expect(forwards('[{"a":1}] x').found).toBe(UNUSUAL);
    expect(forwards('[{"a":1}]]').found).toBe(UNUSUAL);
    expect(backwards('[{"a":1}x').found).toBe(UNUSUAL);
  });

  test("something before the list", () => {
    expect(backwards('x [{"a":1}]').found).toBe(UNUSUAL);
    expect(forwards('x{"a":1}]').found).toBe(UNUSUAL);
    expect(backwards('[[{"a":1}]').found).toBe(UNUSUAL);
    expect(backwards('"}]').found).toBe(UNUSUAL);
    expect(backwards('\\"}]').found).toBe(UNUSUAL);
  });
});

test.each([
  [32_768, UNUSUAL],
  [32_769, "found"],
])("a list that may have been cut, of %i characters, is followed to its end", (length, found) => {
  const [begin, end] = ['[{"a":1},{"b":"', ""];
  const json = begin + "x".repeat(length - begin.length) + end;
  expect(findForward(json, always, () => "found")).toBe(found);
});
