import { isObject } from "../otlp/guards.js";
import { kindOf, saying, textOfPart } from "./parts.js";
import { withToolCalls } from "./tool-calls.js";

/** A message as it stands in the JSON: `role` beside `parts` or `content`. */
export type Message = Readonly<Record<string, unknown>>;

/** The role of a message, by OpenAI's names; Gemini calls the assistant `model`. */
export function roleOf(message: Message): unknown {
  return message.role === "model" ? "assistant" : message.role;
}

/** The parts of a message, or its text where it has no parts: `parts`, and where those are missing or empty, `content`. */
export function partsOf(message: Message): string | readonly unknown[] {
  const parts = listed(message.parts);
  return parts.length > 0 ? parts : listed(message.content);
}

/**
 * What a message says: its text parts, joined by a blank line; the JSON of its parts where one is neither text nor tool traffic
 * (an image, audio, a file). Reasoning and tool results are not said by anybody. `undefined` where nothing is left.
 */
export function saidIn(message: Message): string | undefined {
  const parts = partsOf(message);
  if (typeof parts === "string") return saying(parts);
  const said = parts.filter((part) => !UNSAID.has(kindOf(part)));
  if (said.some(isMedia)) return jsonOf(said);
  return joined(said.map((part) => textOfPart(part))) ?? saying(message.refusal);
}

/**
 * What a message says that the cut of a length limit goes through. Its last part counts only where its type is known: the rest of
 * it might have told that it is reasoning. What is only shown whole (media, tool calls) is absent.
 */
export function saidInCut(message: Message): string | undefined {
  const parts = partsOf(message);
  if (typeof parts === "string") return saying(parts, "cut");
  const cutPart = parts.at(-1);
  const whole = parts.slice(0, -1).filter((part) => !UNSAID.has(kindOf(part)));
  if (whole.some(isMedia)) return undefined;
  const isText = kindOf(cutPart) === "text" && (typeof cutPart === "string" || (isObject(cutPart) && cutPart.type !== undefined));
  return joined([...whole.map((part) => textOfPart(part)), isText ? textOfPart(cutPart, "cut") : undefined]);
}

/** The JSON list of the tools that messages call, `undefined` where they call none. */
export function callsIn(messages: readonly Message[]): string | undefined {
  let calls = "";
  try {
    for (const message of messages) calls = withToolCalls(calls, message, partsOf(message));
  } catch {
    return undefined; // arguments nested too deep to be written
  }
  return calls === "" ? undefined : `[${calls}]`;
}

const UNSAID: ReadonlySet<string> = new Set(["reasoning", "tool-result", "nothing"]);

function isMedia(part: unknown): boolean {
  return kindOf(part) === "media";
}

function listed(parts: unknown): string | readonly unknown[] {
  if (typeof parts === "string" || Array.isArray(parts)) return parts;
  return isObject(parts) ? [parts] : [];
}

function joined(texts: readonly (string | undefined)[]): string | undefined {
  const told = texts.filter((text) => text !== undefined);
  return told.length === 0 ? undefined : told.join("\n\n");
}

/** JSON, or `undefined` for a value nested too deep to be written. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
