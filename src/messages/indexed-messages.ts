import { isObject } from "../otlp/guards.js";
import { endOfString } from "../otlp/quotes.js";
import { parsePythonLiteral } from "../python/python-literal.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";
import type { Message } from "./message-type.js";

/**
 * The messages that LiteLLM before 1.80.17 writes as one attribute per message and field:
 * `gen_ai.prompt.{i}.role`, `gen_ai.completion.{i}.content`; in the order of `{i}`, which may skip numbers.
 * Later releases still write the tool calls of an answer so: `gen_ai.completion.{i}.function_call.name`,
 * where `{i}` counts the calls. A prompt without a role is the user's.
 */
export function indexedMessagesOf(reading: SpanReading, list: "prompts" | "completions"): readonly Message[] {
  const messages: Record<string, unknown>[] = [];
  let message: Record<string, unknown> = {};
  let index: number | undefined;
  for (const source of reading.layout.indexed) {
    const text = source.list === list && source.at >= reading.callFrom ? textAt(reading, source.at) : undefined;
    if (text === undefined) continue;
    if (source.index !== index) messages.push((message = list === "prompts" ? { role: "user" } : {}));
    index = source.index;
    setField(message, source.field, text, list === "prompts");
  }
  return messages;
}

function setField(message: Record<string, unknown>, field: string, text: string, isPrompt: boolean): void {
  if (field === "role" || field === "finish_reason") message[field] = text;
  else if (field === "content") message.content = contentOf(text, isPrompt);
  else if (field === "function_call.name" || field === "function_call.arguments") {
    const call = (message.function_call ??= {}) as Record<string, unknown>;
    if (field === "function_call.name") call.name = text;
    else call.arguments = text;
  }
}

/**
 * A list of parts is written as Python's `repr`. A text that only begins like one stays a text. A list that
 * was cut says nothing.
 */
function contentOf(text: string, isPrompt: boolean): unknown {
  if (!text.startsWith("[{")) return text;
  const parts = parsePythonLiteral(text);
  if (Array.isArray(parts) && parts.every((part) => isPart(part, isPrompt))) return parts;
  return isCutList(text) ? CUT : text;
}

/** Bedrock's and Gemini's parts of a prompt have no type, but a text and nothing else. */
function isPart(value: unknown, isPrompt: boolean): boolean {
  if (!isObject(value)) return false;
  return typeof value.type === "string" || (isPrompt && typeof value.text === "string" && Object.keys(value).length === 1);
}

/** Takes the place of a list of parts that a length limit has cut, which may have said anything. */
const CUT = Symbol("cut");

/** The cut goes through one of its texts, as nearly all do. */
function isCutList(text: string): boolean {
  if (!PARTS.test(text)) return false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "'" && text[at] !== '"') continue;
    at = endOfString(text, at);
    if (at === -1) return true;
  }
  return false;
}

/** How a list of parts begins. */
const PARTS = /^\[\{["'](?:type|text)["']: ["']/;

/** Whether a length limit has cut the list of parts in a message. */
export function isCutMessage({ content }: Message): boolean {
  return content === CUT;
}
