import { readStringLiteral } from "./python-strings.js";

/** A value that was read, and where what follows it begins. */
interface Read {
  readonly value: unknown;
  readonly end: number;
}

/** A container that is being read: its members so far, and of a dict the key whose value comes next. */
interface Open {
  readonly close: ")" | "]" | "}";
  readonly items: unknown[];
  readonly entries: Record<string, unknown>;
  key: string | undefined;
  isDict: boolean;
}

const CLOSERS: ReadonlyMap<string | undefined, Open["close"]> = new Map([
  ["[", "]"],
  ["(", ")"],
  ["{", "}"],
]);

const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["None", null],
  ["True", true],
  ["False", false],
  ["nan", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

const WORD = /[-+\w.]+/y;
const SPACE = /\s*/y;
const INTEGER = /^-?[0-9]+$/;
const FLOAT = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?$/i;

/**
 * Reads what Python's `repr` writes of dicts, lists, tuples, sets, strings, bytes, numbers, `None`, `True` and `False`.
 * Dicts become objects without a prototype, tuples and sets lists, bytes a text with a character per byte, `None` null, integers beyond 2^53 the text of their digits, keys of dicts
 * text. Anything else (`<object at ...>`, a key that is a tuple, a cut) makes the whole unreadable: `undefined`.
 *
 * Linear in its input; what is open is kept in a list and not on the call stack, which depth could overflow.
 */
export function parsePythonLiteral(source: string): unknown {
  const open: Open[] = [];
  let at = afterSpace(source, 0);
  for (;;) {
    const close = CLOSERS.get(source[at]);
    if (close !== undefined) {
      open.push({ close, items: [], entries: Object.create(null), key: undefined, isDict: false });
      at = afterSpace(source, at + 1);
      if (source[at] !== close) continue;
    }
    let read = close === undefined ? readScalar(source, at) : closeTop(open, at);
    for (;;) {
      if (read === undefined) return undefined;
      at = afterSpace(source, read.end);
      const top = open.at(-1);
      if (top === undefined) return at === source.length ? read.value : undefined;
      if (!addMember(top, read.value, source[at] === ":")) return undefined;
      const separator = source[at];
      if (separator === "," || separator === ":") at = afterSpace(source, at + 1);
      if (source[at] !== top.close || separator === ":") {
        if (separator === "," || separator === ":") break;
        return undefined;
      }
      read = closeTop(open, at);
    }
  }
}

/** Adds a value to a container, as a key where a colon follows. False where that is no dict, list, tuple or set. */
function addMember(top: Open, value: unknown, isKey: boolean): boolean {
  if (isKey) {
    if (top.close !== "}" || top.key !== undefined || (!top.isDict && top.items.length > 0)) return false;
    if (typeof value === "object" && value !== null) return false;
    top.isDict = true;
    top.key = String(value);
  } else if (top.isDict) {
    if (top.key === undefined) return false;
    top.entries[top.key] = value;
    top.key = undefined;
  } else top.items.push(value);
  return true;
}

function closeTop(open: Open[], at: number): Read | undefined {
  const top = open.pop();
  if (top === undefined || top.key !== undefined) return undefined;
  const isEmptyDict = top.close === "}" && top.items.length === 0;
  return { value: top.isDict || isEmptyDict ? top.entries : top.items, end: at + 1 };
}

function readScalar(source: string, at: number): Read | undefined {
  const first = source[at];
  const isBytes = first === "b" && (source[at + 1] === "'" || source[at + 1] === '"');
  if (isBytes || first === "'" || first === '"') {
    const literal = readStringLiteral(source, isBytes ? at + 1 : at);
    return literal && { value: literal.text, end: literal.end };
  }
  WORD.lastIndex = at;
  const [word] = WORD.exec(source) ?? [];
  if (word === undefined) return undefined;
  if (CONSTANTS.has(word)) return { value: CONSTANTS.get(word), end: at + word.length };
  const number = numberOf(word);
  return number === undefined ? undefined : { value: number, end: at + word.length };
}

function numberOf(word: string): number | string | undefined {
  const number = Number(word);
  if (INTEGER.test(word)) return Number.isSafeInteger(number) ? number : word;
  return FLOAT.test(word) ? number : undefined;
}

function afterSpace(source: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(source)?.[0].length ?? 0);
}
