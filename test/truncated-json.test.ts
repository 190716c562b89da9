import { expect, test } from "vitest";
import { closeTruncatedJson } from "../src/messages/truncated-json.js";

const HIGH = String.raw`\ud83d`;
const LOW = String.raw`\ude00`;

test.each([
  ["a list", "[", "[]", 1],
  ["an object", "{", "{}", 1],
  ["white space before it", " \n[", " \n[]", 1],
  ["a text", '[{"a":"b', '[{"a":"b"}]', 2],
  ["a key", '[{"a', "[{}]", 2],
  ["a whole key", '[{"a"', "[{}]", 2],
  ["a key with its colon", '[{"a":', "[{}]", 2],
  ["a second key", '[{"a":"b","c', '[{"a":"b"}]', 2],
  ["a second key with its colon", '[{"a":"b", "c" : ', '[{"a":"b"}]', 2],
  ["a number, which may go on", '[{"a":1', "[{}]", 2],
  ["a number that is whole", '[{"a":1,', '[{"a":1}]', 2],
  ["a word", "[tru", "[]", 1],
  ["a text in a list", '["a","b', '["a","b"]', 1],
  ["behind a text in a list", '["a"', '["a"]', 1],
  ["a text in a list in an object", '{"a":["b", "c', '{"a":["b", "c"]}', 2],
  ["behind a list", '[["a"],', '[["a"]]', 1],
  ["behind an object", '[{"a":1}', '[{"a":1}]', 1],
  ["a text behind an object", '[{}, "a', '[{}, "a"]', 1],
  ["deep inside", '[{"a":{"b":[{"c":"d', '[{"a":{"b":[{"c":"d"}]}}]', 5],
  ["brackets in a text", '["]}', '["]}"]', 1],
  ["an escaped quote", '["a\\"b', '["a\\"b"]', 1],
  ["behind a backslash", '["a\\', '["a"]', 1],
  ["in an escape", '["a\\u00e', '["a"]', 1],
  ["behind an escape", '["a\\u00e9', '["a\\u00e9"]', 1],
  ["behind a short escape", '["a\\n', '["a\\n"]', 1],
  ["between the halves of a pair", `["${HIGH}`, '[""]', 1],
  ["in the second half", `["${HIGH}\\ud`, '[""]', 1],
  ["at the second half's backslash", `["${HIGH}\\`, '[""]', 1],
  ["behind a pair", `["${HIGH}${LOW}`, `["${HIGH}${LOW}"]`, 1],
  ["behind half a pair and a letter", `["${HIGH}x`, `["${HIGH}x"]`, 1],
  ["behind half a pair and a short escape", `["${HIGH}\\n`, `["${HIGH}\\n"]`, 1],
  ["behind half a pair and a short escape and more", `["${HIGH}\\nabc`, `["${HIGH}\\nabc"]`, 1],
  ["behind half a pair and a whole escape", `["${HIGH}\\u0041`, `["${HIGH}\\u0041"]`, 1],
  ["between the halves of a pair that is not escaped", '["a\ud83d', '["a"]', 1],
  ["behind a pair that is not escaped", '["a😀', '["a😀"]', 1],
])("cut: %s", (_what, text, json, openDepth) => {
  expect(closeTruncatedJson(text)).toEqual({ json, openDepth });
});

test.each([
  ["nothing", ""],
  ["a text", '"a'],
  ["words", "You know mountains"],
  ["words before a list", "x[1"],
  ["a list that is whole", "[1]"],
  ["a list behind another", "[] ["],
  ["the wrong bracket", "[}"],
  ["the wrong bracket inside", "[[}"],
  ["a closing bracket", "]"],
])("no beginning of a list or object: %s", (_what, text) => {
  expect(closeTruncatedJson(text)).toBeUndefined();
});
