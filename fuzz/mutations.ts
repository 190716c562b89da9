import { HOSTILE_KEYS, HOSTILE_TEXTS, HOSTILE_VALUES } from "./hostile.js";
import type { Random } from "./random.js";
import { define, GONE, isObject, memberOf, type Path, valueAt, withValueAt } from "./tree.js";

/** Changes a request in one place; gives it back as it is where that place is missing. */
export type Mutation = (traces: unknown, random: Random) => unknown;

/** The kinds of change, each with how often it is drawn. */
const MUTATIONS: readonly (readonly [number, Mutation])[] = [
  [3, replaceSomething],
  [2, removeSomething],
  [6, replaceAttributeValue],
  [4, renameAttribute],
  [4, addAttribute],
  [3, repeatAttribute],
  [2, swapAttributeValues],
  [8, changeText],
  [8, changeMessages],
  [3, repeatSpan],
  [3, changeParent],
  [2, changeTimes],
  [1, changeId],
  [1, addMember],
];

const LOTS: readonly Mutation[] = MUTATIONS.flatMap(([weight, mutation]) => new Array<Mutation>(weight).fill(mutation));

/** One to five changes of a request; what they leave alone is shared with it. */
export function mutated(traces: unknown, random: Random): unknown {
  let result = traces;
  do result = random.pick(LOTS)(result, random);
  while (!random.oneIn(2.5));
  return result;
}

/** Walks down to some place, more often a deep one. */
function somePath(root: unknown, random: Random): Path {
  const path: (string | number)[] = [];
  let value = root;
  while (isObject(value) && !ArrayBuffer.isView(value)) {
    const names = Array.isArray(value) ? value.length : Object.keys(value);
    const size = typeof names === "number" ? names : names.length;
    if (size === 0 || (path.length > 0 && random.oneIn(12))) break;
    const name = typeof names === "number" ? random.below(names) : random.pick(names);
    path.push(name);
    value = memberOf(value, name);
  }
  return path;
}

function listPath(root: unknown, above: Path | undefined, member: string, random: Random): Path | undefined {
  const list = above && valueAt(root, [...above, member]);
  return above && Array.isArray(list) && list.length > 0 ? [...above, member, random.below(list.length)] : undefined;
}

function spanPath(root: unknown, random: Random): Path | undefined {
  const scope = listPath(root, listPath(root, [], "resourceSpans", random), "scopeSpans", random);
  return listPath(root, scope, "spans", random);
}

function attributePath(root: unknown, random: Random): Path | undefined {
  return listPath(root, random.oneIn(30) ? ["resourceSpans", 0, "resource"] : spanPath(root, random), "attributes", random);
}

function someText(random: Random): string {
  return random.oneIn(4) ? random.pick(HOSTILE_KEYS) : random.pick(HOSTILE_TEXTS);
}

function someAnyValue(random: Random): unknown {
  if (random.oneIn(3)) return random.pick(HOSTILE_VALUES);
  return random.oneIn(3)
    ? { intValue: random.pick(["0", "1", "12", "-5", "9007199254740993", 3]) }
    : { stringValue: someText(random) };
}

function replaceSomething(traces: unknown, random: Random): unknown {
  return withValueAt(traces, somePath(traces, random), random.oneIn(3) ? someText(random) : random.pick(HOSTILE_VALUES));
}

function removeSomething(traces: unknown, random: Random): unknown {
  const path = somePath(traces, random);
  return path.length === 0 ? traces : withValueAt(traces, path, GONE);
}

function replaceAttributeValue(traces: unknown, random: Random): unknown {
  const path = attributePath(traces, random);
  return path ? withValueAt(traces, [...path, "value"], someAnyValue(random)) : traces;
}

function renameAttribute(traces: unknown, random: Random): unknown {
  const path = attributePath(traces, random);
  return path ? withValueAt(traces, [...path, "key"], random.pick(HOSTILE_KEYS)) : traces;
}

function addAttribute(traces: unknown, random: Random): unknown {
  const path = attributePath(traces, random);
  return path ? inserted(traces, path, { key: random.pick(HOSTILE_KEYS), value: someAnyValue(random) }, random) : traces;
}

/** The same key again, with the same value or that of another attribute. */
function repeatAttribute(traces: unknown, random: Random): unknown {
  const path = attributePath(traces, random);
  if (path === undefined) return traces;
  const attribute = valueAt(traces, path);
  const other = attributePath(traces, random);
  const again =
    random.oneIn(2) && isObject(attribute) && other ? { ...attribute, value: valueAt(traces, [...other, "value"]) } : attribute;
  return inserted(traces, path, again, random);
}

function inserted(traces: unknown, [...path]: Path, entry: unknown, random: Random): unknown {
  path.pop();
  const list = valueAt(traces, path);
  return Array.isArray(list) ? withValueAt(traces, path, list.toSpliced(random.below(list.length + 1), 0, entry)) : traces;
}

function swapAttributeValues(traces: unknown, random: Random): unknown {
  const a = attributePath(traces, random);
  const b = attributePath(traces, random);
  if (!a || !b) return traces;
  const [valueOfA, valueOfB] = [valueAt(traces, [...a, "value"]), valueAt(traces, [...b, "value"])];
  return withValueAt(withValueAt(traces, [...a, "value"], valueOfB), [...b, "value"], valueOfA);
}

function changeText(traces: unknown, random: Random): unknown {
  const path = attributePath(traces, random);
  const text = path && valueAt(traces, [...path, "value", "stringValue"]);
  return path && typeof text === "string"
    ? withValueAt(traces, [...path, "value", "stringValue"], changedText(text, random))
    : traces;
}

/** Cut, thinned out, doubled, or with something put into it. */
function changedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const to = Math.min(text.length, at + 1 + random.below(12));
  const change = random.below(5);
  if (change === 0) return text.slice(0, at);
  if (change === 1) return text.slice(0, at) + text.slice(to);
  if (change === 2) return text.length > 20_000 ? text.slice(at) : text + text.slice(at);
  const piece =
    change === 3 ? random.pick(['"', "'", "\\", "{", "}", "[", "]", ",", ":", "\\u", "1", "\n", "\ud800"]) : someText(random);
  return text.slice(0, at) + piece + text.slice(random.oneIn(2) ? at : to);
}

const MESSAGE_KEYS = [
  "role content parts type text tool_calls function name arguments input refusal thought functionCall args call_id id finish_reason",
  "function_call image_url tool_use_id __proto__ toJSON constructor",
].flatMap((names) => names.split(" "));
const MESSAGE_TEXTS = [
  "system developer user assistant model tool text input_text output_text image_url tool_use tool_result thinking tool_call refusal",
  "reasoning redacted-by-litellm default-message-value function_call hello",
].flatMap((texts) => texts.split(" "));

/** Takes the JSON of an attribute apart, changes something in it, and writes it again, sometimes long, sometimes cut. */
function changeMessages(traces: unknown, random: Random): unknown {
  const path = attributePath(traces, random);
  const text = path && valueAt(traces, [...path, "value", "stringValue"]);
  let json = path && jsonIn(text);
  if (path === undefined || json === undefined) return traces;
  do json = changedMessages(json, random);
  while (random.oneIn(2));
  let written = JSON.stringify(json, (_name, value) => (typeof value === "bigint" ? Number(value) : value)) ?? "";
  if (random.oneIn(8)) written = written.slice(0, random.below(written.length + 1));
  return withValueAt(traces, [...path, "value", "stringValue"], written);
}

function changedMessages(json: unknown, random: Random): unknown {
  const path = somePath(json, random);
  const choice = random.below(6);
  if (choice === 0 && path.length > 0) return withValueAt(json, path, GONE);
  if (choice === 1) return withValueAt(json, path, random.pick(MESSAGE_TEXTS));
  if (choice === 2) return withValueAt(json, [...path.slice(0, -1), random.pick(MESSAGE_KEYS)], valueAt(json, path));
  if (choice === 3) return withValueAt(json, path, [valueAt(json, path), valueAt(json, path)]);
  if (choice === 4) return withValueAt(json, path, "long ".repeat(random.below(400)));
  return withValueAt(json, path, random.oneIn(2) ? someText(random) : random.pick(HOSTILE_VALUES));
}

function jsonIn(text: unknown): unknown {
  if (typeof text !== "string" || !/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The span again, as it is or under another id, in the same scope or another. */
function repeatSpan(traces: unknown, random: Random): unknown {
  const from = spanPath(traces, random);
  const to = spanPath(traces, random);
  if (!from || !to) return traces;
  const span = valueAt(traces, from);
  const spanId = random
    .below(2 ** 32)
    .toString(16)
    .padStart(16, "0");
  return inserted(traces, to, isObject(span) && random.oneIn(2) ? { ...span, spanId } : span, random);
}

/** Any span becomes the parent, also itself or a child of its own. */
function changeParent(traces: unknown, random: Random): unknown {
  const child = spanPath(traces, random);
  const parent = spanPath(traces, random);
  return child && parent ? withValueAt(traces, [...child, "parentSpanId"], valueAt(traces, [...parent, "spanId"])) : traces;
}

const TIMES = ["startTimeUnixNano", "endTimeUnixNano"];

function changeTimes(traces: unknown, random: Random): unknown {
  const span = spanPath(traces, random);
  const other = spanPath(traces, random);
  if (!span || !other) return traces;
  const time = random.oneIn(4) ? random.pick(HOSTILE_VALUES) : valueAt(traces, [...other, random.pick(TIMES)]);
  return withValueAt(traces, [...span, random.pick(TIMES)], time);
}

function changeId(traces: unknown, random: Random): unknown {
  const span = spanPath(traces, random);
  const id = random.oneIn(2) ? random.pick(HOSTILE_VALUES) : someText(random);
  return span ? withValueAt(traces, [...span, random.pick(["traceId", "spanId", "parentSpanId"])], id) : traces;
}

/** A member that OTLP does not have. */
function addMember(traces: unknown, random: Random): unknown {
  const path = somePath(traces, random).slice(0, -1);
  const message = valueAt(traces, path);
  if (!isObject(message) || Array.isArray(message) || ArrayBuffer.isView(message)) return traces;
  const copy = { ...message };
  define(copy, random.pick(HOSTILE_KEYS), random.pick(HOSTILE_VALUES));
  return path.length === 0 ? copy : withValueAt(traces, path, copy);
}
