import { type Prompt, promptOfMessages } from "../messages/conversation.js";
import { type Message, saidIn } from "../messages/message.js";
import { isObject } from "../otlp/guards.js";
import type { RawRequest } from "./raw-request.js";

/** The system prompt of a request: Responses' `instructions`, Anthropic's `system`, Gemini's `systemInstruction`, or a message. */
export function rawSystemOf(raw: RawRequest): string | undefined {
  for (const field of ["instructions", "system", "systemInstruction", "system_instruction"]) {
    const said = saidBy(raw.textOrStructure(field));
    if (said !== undefined) return said;
  }
  return rawConversationOf(raw).system;
}

/** The user input of a request: the last user message, or the prompt of a text completion. */
export function rawUserOf(raw: RawRequest): string | undefined {
  return rawConversationOf(raw).user;
}

/** The request's messages: Chat's and Anthropic's `messages`, Responses' `input`, Gemini's `contents`, a completion's `prompt`. */
function rawConversationOf(raw: RawRequest): Prompt {
  const messages = raw.structure("messages") ?? raw.textOrStructure("input") ?? raw.structure("contents");
  if (Array.isArray(messages)) return promptOfMessages(messages.filter(isObject).map(asMessage));
  const prompt = typeof messages === "string" ? messages : raw.textOrStructure("prompt");
  return { user: saidBy(prompt) };
}

/** Gemini leaves the role of a user's turn out where there is one turn only. */
function asMessage(message: Message): Message {
  return message.role === undefined && Array.isArray(message.parts) ? { ...message, role: "user" } : message;
}

/** What a text, a list of parts or an object with parts says. */
function saidBy(value: unknown): string | undefined {
  if (typeof value === "string" || Array.isArray(value)) return saidIn({ content: value });
  return isObject(value) ? saidIn(value) : undefined;
}
