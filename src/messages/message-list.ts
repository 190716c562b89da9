import { isObject } from "../otlp/guards.js";
import { jsonIn } from "../otlp/json.js";
import type { Message } from "./message-type.js";
import { plainMessagesIn } from "./plain-messages.js";
import { closeTruncatedJson } from "./truncated-json.js";

/** The messages of an attribute that was parsed whole. */
export interface MessageList {
  readonly messages: readonly Message[];
  /** The message in which a length limit cut the JSON: the last one. */
  readonly cutMessage?: Message | undefined;
  /** Why there may be fewer messages than were sent. */
  readonly problem?: "messages-invalid" | "messages-truncated" | undefined;
}

const INVALID: MessageList = { messages: [], problem: "messages-invalid" };

/**
 * Parses `gen_ai.*.messages`: a JSON list of messages, or a single one. What is not an object in the list is
 * not a message.
 */
export function messageListOf(json: string): MessageList {
  const plain = plainMessagesIn(json);
  if (plain !== undefined) return { messages: plain };
  // What ends otherwise is not a list or object, or was cut. An error that JSON.parse throws takes ten times
  // as long as this check.
  const last = json.trimEnd().at(-1);
  const value = last === "]" || last === "}" ? jsonIn(json) : undefined;
  if (value !== undefined) return { messages: messagesIn(value) };
  const closed = closeTruncatedJson(json);
  const rest = closed && jsonIn(closed.json);
  if (closed === undefined || rest === undefined) return INVALID;
  const messages = messagesIn(rest);
  const cutsMessage = closed.openDepth > (Array.isArray(rest) ? 1 : 0);
  const problem = "messages-truncated";
  return cutsMessage ? { messages: messages.slice(0, -1), cutMessage: messages.at(-1), problem } : { messages, problem };
}

function messagesIn(value: unknown): readonly Message[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}
