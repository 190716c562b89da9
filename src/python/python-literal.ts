import { jsonIn } from "../otlp/json.js";
import { endOfString } from "../otlp/quotes.js";
import { unescaped } from "./python-strings.js";

/** An open bracket: its place in the JSON, and what closes it. */
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

/** JSON.parse reads a number that is too large as infinity; JSON has no NaN. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ["None", "null"],
  ["True", "true"],
  ["False", "false"],
  ["nan", "null"],
  ["inf", "1e999"],
  ["-inf", "-1e999"],
]);

const WORD = /[-+\w.]+/y;
/** What precedes the value of an enum's member: `<Role.USER: 'user'>`, `<Flag.READ|WRITE: 3>`. */
const ENUM_MEMBER = /<[\w.|]+: /y;
const SPACE = /\s/;
const INTEGER = /^-?[0-9]+$/;

/** A control character takes six characters in JSON, so a longer text may not fit into a JavaScript string. */
const MAX_LENGTH = 80_000_000;

/**
 * Reads what Python's `repr` writes of dicts, lists, tuples, sets, strings, bytes, numbers, `None`, `True`,
 * `False` and members of enums. Dicts become objects, tuples and sets lists, bytes a text with a character
 * per byte, `None` and NaN null, integers beyond 2^53 the text of their digits, keys of dicts text, members
 * of enums their values (smolagents has roles of that kind). Anything else (`<object at ...>`, a key that is
 * a tuple, a cut) makes the whole unreadable: `undefined`.
 *
 * Written as JSON token by token; `JSON.parse` decides whether the tokens make a value. It takes linear time,
 * and no depth overflows the call stack.
 */
export function parsePythonLiteral(source: string): unknown {
  if (source.length > MAX_LENGTH) return undefined;
  const json: string[] = [];
  const open: Open[] = [];
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    const top = open.at(-1);
    if (char === " ") continue;
    if (char === "'" || char === '"') {
      const end = endOfString(source, at);
      const text = end === -1 ? undefined : unescaped(source.slice(at + 1, end));
      if (text === undefined) return undefined;
      json.push(JSON.stringify(text));
      at = end;
    } else if (char === ",") json.push(char);
    else if (char === ":") {
      if (top !== undefined) markKey(json, top);
      json.push(char);
    } else if (CLOSING.has(char)) {
      open.push({ at: json.length, closing: CLOSING.get(char), isDict: false });
      json.push(char);
    } else if (char === top?.closing) {
      if (char !== ">") close(json, top);
      else if (json.length === top.at) return undefined;
      open.pop();
    } else if (char === "<") {
      ENUM_MEMBER.lastIndex = at;
      if (!ENUM_MEMBER.test(source)) return undefined;
      at = ENUM_MEMBER.lastIndex - 1;
      open.push({ at: json.length, closing: ">", isDict: false });
    } else if (!SPACE.test(char) && !(char === "b" && /['"]/.test(source[at + 1] ?? ""))) {
      WORD.lastIndex = at;
      const word = WORD.exec(source)?.[0];
      const scalar = word && scalarOf(word);
      if (!scalar) return undefined;
      json.push(scalar);
      at = WORD.lastIndex - 1;
    }
  }
  return open.length === 0 ? jsonIn(json.join(" ")) : undefined;
}

/** Only a dict has braces in JSON. Python allows a comma after the last member, and requires one in a tuple of one. */
function close(json: string[], { at, closing, isDict }: Open): void {
  if (json.at(-1) === "," && json.length > at + 2) json.pop();
  const hasBraces = closing === "}" && (isDict || json.length === at + 1);
  json[at] = hasBraces ? "{" : "[";
  json.push(hasBraces ? "}" : "]");
}

/** What precedes a colon: JSON allows only strings as keys. */
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
