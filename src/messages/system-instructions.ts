import { type Message, saidIn, saidInCut } from "./message.js";
import { messageListOf } from "./message-list.js";

/**
 * The system prompt in `gen_ai.system_instructions`: a plain string, or the JSON of a list of messages or parts, which are one
 * prompt together. Text that begins like JSON and is something else is a plain string.
 */
export function systemInstructionsOf(text: string): string | undefined {
  const { messages, cutMessage } = messageListOf(text);
  const all = cutMessage === undefined ? messages : [...messages, cutMessage];
  if (all.length === 0 || !all.every(isInstruction)) return saidIn({ content: text });
  const said = messages.map((message) => saidIn(asMessage(message)));
  if (cutMessage !== undefined) said.push(saidInCut(asMessage(cutMessage)));
  return said.filter((part) => part !== undefined).join("\n\n") || undefined;
}

/** A message or a part: it has what those keep their text in. */
function isInstruction(value: Message): boolean {
  return value.parts !== undefined || value.content !== undefined || typeof value.text === "string";
}

/** A part is the only one of a message without a role. */
function asMessage(value: Message): Message {
  return value.parts !== undefined || value.role !== undefined ? value : { parts: [value] };
}
