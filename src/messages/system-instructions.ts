import { jsonIn } from "../otlp/json.js";
import { joined, saidIn, saidInCut } from "./message.js";
import { messageListOf } from "./message-list.js";
import type { Message } from "./message-type.js";

/**
 * The system prompt in `gen_ai.system_instructions`: a plain string, or the JSON of a list of messages or
 * parts, which are one prompt together. Text that begins like JSON, but is something else, is a plain string.
 */
export function systemInstructionsOf(text: string): string | undefined {
  const instructions = instructionsIn(text);
  return instructions.length === 0 ? saidIn({ content: text }) : joined(instructions);
}

/** The system prompt where it is a list or a map, given its JSON. What is neither message nor part says nothing. */
export function systemInstructionsIn(json: string): string | undefined {
  const value = jsonIn(json);
  const areTexts = Array.isArray(value) && value.every((entry) => typeof entry === "string");
  return areTexts ? saidIn({ content: value }) : joined(instructionsIn(json));
}

/** What each message or part in the JSON says; empty where the JSON holds anything else. */
function instructionsIn(json: string): readonly (string | undefined)[] {
  const { messages, cutMessage } = messageListOf(json);
  if (!messages.every(isInstruction)) return [];
  if (cutMessage !== undefined && !isInstruction(cutMessage) && !isBeginning(cutMessage, messages.length)) return [];
  const said = messages.map((message) => saidIn(asMessage(message)));
  return cutMessage === undefined ? said : [...said, saidInCut(asMessage(cutMessage))];
}

/** Whether it is a message or a part: it has a member in which those keep their text. */
function isInstruction(value: Message): boolean {
  return value.parts !== undefined || value.content !== undefined || typeof value.text === "string";
}

/** Whether it is what a cut has left of a message or a part before its text. */
function isBeginning(cutMessage: Message, whole: number): boolean {
  const members = Object.keys(cutMessage);
  return members.length === 0 ? whole > 0 : members.every((member) => member === "role" || member === "type");
}

/** A part by itself becomes the only part of a message without a role. */
function asMessage(value: Message): Message {
  return value.parts !== undefined || value.role !== undefined ? value : { parts: [value] };
}
