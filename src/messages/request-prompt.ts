import type { Api } from "../litellm/api.js";
import { isObject } from "../otlp/guards.js";
import { jsonIn } from "../otlp/json.js";
import { type Prompt, promptOfMessages } from "./conversation.js";
import { saidIn } from "./message.js";
import type { Message } from "./message-type.js";
import { closeTruncatedJson } from "./truncated-json.js";

/** A provider's request, and its response where that is there, by field. */
export interface RequestFields {
  has(field: string): boolean;
  /** A field that is a list or an object. */
  structure(field: string): unknown;
  /** A field that is text, or a list or an object. */
  textOrStructure(field: string): unknown;
}

/**
 * The system prompt of a request: Responses' `instructions`, Anthropic's `system`, Gemini's
 * `systemInstruction`, or a message.
 */
export function systemOfRequest(request: RequestFields, api: Api | undefined): string | undefined {
  for (const field of ["instructions", "system", "systemInstruction", "system_instruction"]) {
    const said = saidBy(request.textOrStructure(field));
    if (said !== undefined) return said;
  }
  const messages = messagesOf(request);
  // Where the API is not known, a later system message may be a note.
  const rules = { api: api ?? "anthropic" } as const;
  return Array.isArray(messages) ? promptOfMessages(messages.filter(isObject), rules).system : undefined;
}

/** The user input of a request: the last user message, or the prompt of a text completion. */
export function userOfRequest(request: RequestFields, dropsContext: boolean): string | undefined {
  const messages = messagesOf(request);
  if (Array.isArray(messages)) return promptOfMessages(messages.filter(isObject).map(asMessage), { dropsContext }).user;
  return saidBy(typeof messages === "string" ? messages : request.textOrStructure("prompt"), dropsContext);
}

/**
 * The prompt of a request that LiteLLM passed through, and wrote as JSON in place of the user's message;
 * `undefined` for a text that is something else. A body without any known field gives no prompt.
 */
export function promptOfBody(text: string, dropsContext: boolean | undefined): Prompt | undefined {
  const body = text.trimStart().startsWith("{") ? jsonIn(text) : undefined;
  if (!isObject(body)) return undefined;
  const has = (field: string) => Object.hasOwn(body, field);
  const fieldOf = (field: string) => (has(field) ? body[field] : undefined);
  const request = { has, structure: fieldOf, textOrStructure: fieldOf };
  return { system: systemOfRequest(request, apiOfFields(request)), user: userOfRequest(request, dropsContext === true) };
}

/** Whether a length limit has cut the body of a request that LiteLLM passed through. */
export function isCutBody(text: string): boolean {
  if (!text.startsWith("{") || jsonIn(text) !== undefined) return false;
  const closed = closeTruncatedJson(text);
  const body = closed && jsonIn(closed.json);
  return isObject(body) && BODY_FIELDS.some((field) => Object.hasOwn(body, field));
}

const BODY_FIELDS = ["messages", "contents", "input", "prompt", "model", "max_tokens", "stream"];

/** The request's messages: Chat's and Anthropic's `messages`, Responses' `input`, Gemini's `contents`. */
function messagesOf(request: RequestFields): unknown {
  return request.structure("messages") ?? request.textOrStructure("input") ?? contentsOf(request);
}

/** Gemini's SDKs take a list, one message or a text. */
function contentsOf(request: RequestFields): unknown {
  const contents = request.textOrStructure("contents");
  return isObject(contents) && !Array.isArray(contents) ? [contents] : contents;
}

/** Gemini leaves the role of a user's turn out where there is one turn only. */
function asMessage(message: Message): Message {
  return message.role === undefined && Array.isArray(message.parts) ? { ...message, role: "user" } : message;
}

/** What a text, a list of parts or an object with parts says. */
function saidBy(value: unknown, dropsContext = false): string | undefined {
  if (typeof value === "string" || Array.isArray(value)) return saidIn({ content: value }, dropsContext);
  return isObject(value) ? saidIn(value, dropsContext) : undefined;
}

/** Fields of requests and responses that only one API has. */
const API_FIELDS: readonly (readonly [field: string, api: Api])[] = [
  ["choices", "chat"],
  ["instructions", "responses"],
  ["input", "responses"],
  ["output", "responses"],
  ["contents", "gemini"],
  ["candidates", "gemini"],
  ["system", "anthropic"],
  ["content", "anthropic"],
];

/** The API to which the fields of a request and its response belong. */
export function apiOfFields(request: RequestFields): Api | undefined {
  return API_FIELDS.find(([field]) => request.has(field))?.[1];
}
