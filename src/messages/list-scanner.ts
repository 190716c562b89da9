import { jsonIn } from "../otlp/json.js";
import { LONG_TEXT } from "../reading/span-view.js";
import {
  afterSpace,
  beforeSpace,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  OPEN_LIST,
  skipObject,
  startOfObject,
} from "./json-elements.js";
import type { Message } from "./message-type.js";

/**
 * Reads a JSON list of objects from either end, so that what lies between is never parsed: of a conversation,
 * Fiddler shows the first system message and the last user message.
 *
 * The scanner only finds where an element begins and ends. `JSON.parse` then reads exactly that slice of the
 * text. Its invariants, for text that is valid JSON:
 * 1. Forwards it starts outside every string, and only counts brackets outside strings, so its depth is the
 *    true one.
 * 2. Backwards it starts after the last bracket, also outside every string. A quote that an odd number of
 *    backslashes precedes is part of a string; any other begins or ends one.
 * 3. Hence a text inside a string, whatever it looks like, is never taken for an element. For text that is
 *    not valid JSON, or not a list of objects, it returns `UNUSUAL` as soon as it notices, and the caller
 *    parses the whole. Text that was cut by an attribute length limit ends inside the list, but may end on
 *    the bracket of an inner one. Up to the length of the usual limits, the way forwards goes on to the end
 *    of the list to notice that. In longer text, the way backwards looks for the beginning of the list that
 *    the element is in. Where that is far away, the text is only followed from its beginning if its length is
 *    one that somebody would set as a limit. Following it always took seven times as long as all else, on a
 *    conversation of 840,000 characters (docs/performance.md).
 */
export const UNUSUAL = Symbol("unusual");

/** How many characters before an accepted element are searched for the beginning of its list. */
const LOOK_BEHIND = 2048;

/**
 * The elements from the first to the last, until one is accepted. Only elements that `mayMatter` are parsed.
 * It is called for each short string directly in an element, with the indexes between which the string is,
 * without its quotes. `isHead`: the text is the beginning of a longer one. Where the rest would matter, the
 * result is `UNUSUAL`.
 */
export function findForward<T>(
  json: string,
  mayMatter: (json: string, from: number, to: number) => boolean,
  accept: (element: Message) => T | undefined,
  isHead = false,
): T | undefined | typeof UNUSUAL {
  let at = afterSpace(json, 0);
  if (json.charCodeAt(at) !== OPEN_LIST) return UNUSUAL;
  let found: T | undefined;
  do {
    at = afterSpace(json, at + 1);
    const { end, matters } = skipObject(json, at, mayMatter);
    if (end === -1) return UNUSUAL;
    if (matters && found === undefined) {
      const element = jsonIn(json.slice(at, end)) as Message | undefined;
      if (element === undefined) return UNUSUAL;
      found = accept(element);
    }
    if (found !== undefined && (isHead || json.length > LONG_TEXT)) return found;
    at = afterSpace(json, end);
  } while (json.charCodeAt(at) === COMMA);
  if (isHead || json.charCodeAt(at) !== CLOSE_LIST) return UNUSUAL;
  return afterSpace(json, at + 1) === json.length ? found : UNUSUAL;
}

/**
 * The elements from the last to the first, until one is accepted. `wholeLength`: the text is the end of a
 * text of that length.
 */
export function findBackward<T>(
  json: string,
  accept: (element: Message) => T | undefined,
  wholeLength?: number,
): T | undefined | typeof UNUSUAL {
  let at = beforeSpace(json, json.length - 1);
  if (json.charCodeAt(at) !== CLOSE_LIST) return UNUSUAL;
  do {
    at = beforeSpace(json, at - 1);
    const start = startOfObject(json, at);
    const element = start === -1 ? undefined : (jsonIn(json.slice(start, at + 1)) as Message | undefined);
    if (element === undefined) return UNUSUAL;
    const accepted = accept(element);
    if (accepted !== undefined) return isInOuterList(json, start, wholeLength) ? accepted : UNUSUAL;
    at = beforeSpace(json, start - 1);
  } while (json.charCodeAt(at) === COMMA);
  if (wholeLength !== undefined || json.charCodeAt(at) !== OPEN_LIST) return UNUSUAL;
  return beforeSpace(json, at - 1) === -1 ? undefined : UNUSUAL;
}

/** Whether the list with which the text ends is the one with which it begins. True also where that is not known. */
function isInOuterList(json: string, start: number, wholeLength: number | undefined): boolean {
  if (wholeLength === undefined && json.length <= LONG_TEXT) return true; // the way forwards notices it
  if (wholeLength !== undefined && start <= LOOK_BEHIND) return false;
  const from = start - LOOK_BEHIND;
  const behind = json.slice(Math.max(from, 0), start);
  let at = beforeSpace(behind, behind.length - 1);
  while (behind.charCodeAt(at) === COMMA) {
    const end = beforeSpace(behind, at - 1);
    if (end !== -1 && behind.charCodeAt(end) !== CLOSE_OBJECT) return false;
    at = startOfObject(behind, end);
    if (at !== -1) at = beforeSpace(behind, at - 1);
  }
  if (at === -1) return !isLikelyLimit(wholeLength ?? json.length) || (wholeLength === undefined && isWhole(json));
  return from + at <= 0 && beforeSpace(behind, at - 1) === -1;
}

/**
 * Whether somebody would choose this number of characters as a limit: a multiple of 1,000 or 1,024, or one
 * less than the latter.
 */
function isLikelyLimit(length: number): boolean {
  return length % 1000 === 0 || length % 1024 === 0 || length % 1024 === 1023;
}

function isWhole(json: string): boolean {
  return findForward(json, () => false, ignored) !== UNUSUAL;
}

const ignored = () => undefined;
