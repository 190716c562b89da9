import { jsonIn } from "../otlp/json.js";
import { readStringLiteral } from "./python-strings.js";

/** A bracket that is open: where it stands in the JSON, and what closes it. */
interface Open {
  readonly at: number;
  readonly closing: string | undefined;
  isDict: boolean;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ["[", "]"],
  ["(", ")"],
  ["{", "}"],
]);

/** JSON reads a number beyond all others as infinity, and has no NaN. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ["None", "null"],
  ["True", "true"],
  ["False", "false"],
  ["nan", "null"],
  ["inf", "1e999"],
  ["-inf", "-1e999"],
]);

const TOKEN = /\s*(?:([[({])|([\])}])|([,:])|(b?['"])|([-+\w.]+)|$)/y;
const INTEGER = /^-?[0-9]+$/;

/**
 * Reads what Python's `repr` writes of dicts, lists, tuples, sets, strings, bytes, numbers, `None`, `True` and `False`.
 * Dicts become objects, tuples and sets lists, bytes a text with a character per byte, `None` and NaN null, integers beyond 2^53
 * the text of their digits, keys of dicts text. Anything else (`<object at ...>`, a key that is a tuple, a cut) makes the whole
 * unreadable: `undefined`.
 *
 * Written as JSON token by token; whether the tokens make a value is for `JSON.parse` to tell. Linear in its input, and no depth
 * overflows the call stack.
 */
export function parsePythonLiteral(source: string): unknown {
  const json: string[] = [];
  const open: Open[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match !== null; match = TOKEN.exec(source)) {
    const { 1: opening, 2: closing, 3: separator, 4: quote, 5: word } = match;
    const top = open.at(-1);
    if (opening !== undefined) {
      open.push({ at: json.length, closing: CLOSING.get(opening), isDict: false });
      json.push(opening);
    } else if (closing !== undefined) {
      if (top === undefined || top.closing !== closing) return undefined;
      close(json, top);
      open.pop();
    } else if (separator !== undefined) {
      if (separator === ":" && top !== undefined) markKey(json, top);
      json.push(separator);
    } else if (quote !== undefined) {
      const literal = readStringLiteral(source, TOKEN.lastIndex - 1);
      if (literal === undefined) return undefined;
      json.push(JSON.stringify(literal.text));
      TOKEN.lastIndex = literal.end;
    } else if (word !== undefined) {
      const scalar = scalarOf(word);
      if (scalar === undefined) return undefined;
      json.push(scalar);
    } else return jsonIn(json.join(" "));
  }
  return undefined;
}

/** Only a dict has braces in JSON. Python may leave a comma behind the last member, and must in a tuple of one. */
function close(json: string[], { at, closing, isDict }: Open): void {
  if (json.at(-1) === "," && json.length > at + 2) json.pop();
  const hasBraces = closing === "}" && (isDict || json.length === at + 1);
  json[at] = hasBraces ? "{" : "[";
  json.push(hasBraces ? "}" : "]");
}

/** What stands before a colon: JSON has texts for keys alone. */
function markKey(json: string[], top: Open): void {
  const key = json.pop() as string;
  json.push(key.startsWith('"') ? key : JSON.stringify(key));
  top.isDict = true;
}

function scalarOf(word: string): string | undefined {
  const isLarge = INTEGER.test(word) && !Number.isSafeInteger(Number(word));
  if (isLarge) return JSON.stringify(word);
  return CONSTANTS.get(word) ?? (/^-?[0-9]/.test(word) ? word : undefined);
}
