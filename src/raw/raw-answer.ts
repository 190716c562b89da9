import { answerOfMessages } from "../messages/answer.js";
import type { Message } from "../messages/message-type.js";
import { isObject } from "../otlp/guards.js";
import type { RawRequest } from "./raw-request.js";

/** The output of a response: what its first choice says, or else the tools that it calls. */
export function rawAnswerOf(raw: RawRequest): string | undefined {
  for (const [field, messagesOf] of READERS) {
    const value = raw.structure(field);
    // The messages are those of one choice, all of them.
    if (Array.isArray(value)) return answerOfMessages(messagesOf(value.filter(isObject)), "responses");
  }
  const message = messageIn(raw);
  return message && answerOfMessages([{ ...message, role: "assistant" }], "responses");
}

/**
 * The only message of a response: Bedrock's Converse has it in `output`; Ollama and Cohere have it beside the
 * other fields.
 */
function messageIn(raw: RawRequest): Message | undefined {
  const output = raw.structure("output");
  const message = isObject(output) ? output.message : raw.textOrStructure("message");
  // A user's message, which Cohere once had in that field, is not one of the assistant.
  return isObject(message) &&
    (message === (output as Message | undefined)?.message || (message.role ?? "assistant") === "assistant")
    ? message
    : undefined;
}

/**
 * The messages of a response, by the field that holds them: Responses, Chat and text completion, Anthropic
 * Messages, Gemini.
 */
const READERS: ReadonlyMap<string, (items: readonly Message[]) => readonly Message[]> = new Map([
  ["output", (items) => items.map((item) => fromAssistant(isMessage(item) ? item.content : [item]))],
  ["choices", ([choice]) => (choice === undefined ? [] : [messageOfChoice(choice)])],
  ["content", (blocks) => [fromAssistant(blocks)]],
  ["candidates", ([candidate]) => (isObject(candidate?.content) ? [fromAssistant(candidate.content.parts)] : [])],
]);

function isMessage({ type, role }: Message): boolean {
  return type === "message" || (type === undefined && role !== undefined);
}

function messageOfChoice(choice: Message): Message {
  if (!isObject(choice.message)) return fromAssistant(choice.text);
  return { ...choice.message, role: "assistant" };
}

function fromAssistant(parts: unknown): Message {
  return { role: "assistant", parts };
}
