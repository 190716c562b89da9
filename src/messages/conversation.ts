import { findBackward, findForward, UNUSUAL } from "./list-scanner.js";
import { callsIn, type Message, roleOf, saidIn, saidInCut } from "./message.js";
import { type MessageList, messageListOf } from "./message-list.js";

/** What Fiddler shows of a call's input. */
export interface Prompt {
  readonly system?: string | undefined;
  readonly user?: string | undefined;
  readonly problem?: MessageList["problem"];
}

/** What Fiddler shows of a call's output. */
export interface Answer {
  readonly output?: string | undefined;
  readonly problem?: MessageList["problem"];
}

/** Below this length JSON is parsed whole: to look for its ends from 200 characters up was slower (docs/performance.md). */
const SHORT_JSON = 1024;

/**
 * The prompt in the JSON of `gen_ai.input.messages`: the system prompt is the first message of role `system` that says something,
 * else the first such of role `developer`; the user input is the last message of role `user` that says something.
 */
export function promptOf(json: string): Prompt {
  return (json.length < SHORT_JSON ? undefined : promptOfEnds(json)) ?? promptOfList(messageListOf(json));
}

/** The prompt in messages at hand. */
export function promptOfMessages(messages: readonly Message[], problem?: MessageList["problem"]): Prompt {
  return {
    system: firstTextOf(messages, "system") ?? firstTextOf(messages, "developer"),
    user: firstTextOf(messages.toReversed(), "user"),
    problem,
  };
}

/**
 * The answer in the JSON of `gen_ai.output.messages`: what the first choice's message says, else the tools it calls.
 * Of a Responses answer LiteLLM writes a message per output item; they are one choice.
 */
export function answerOf(json: string): Answer {
  const { messages, cutMessage, problem } = messageListOf(json);
  const output = answerOfMessages(messages);
  if (cutMessage === undefined || messages.length > 0) return { output, problem };
  // Some modes write the role behind the text: a first message without one is the assistant's all the same.
  const isAnswer = roleOf(cutMessage) === "assistant" || cutMessage.role === undefined;
  return { output: isAnswer ? saidInCut(cutMessage) : undefined, problem };
}

/** The answer in messages at hand. */
export function answerOfMessages(messages: readonly Message[]): string | undefined {
  const choice = firstChoiceOf(messages);
  for (const message of choice) {
    const said = saidIn(message);
    if (said !== undefined) return said;
  }
  return callsIn(choice);
}

function promptOfEnds(json: string): Prompt | undefined {
  const user = findBackward(json, userTextOf);
  if (user === UNUSUAL) return undefined;
  const system = systemTextOfBeginning(json);
  return system === UNUSUAL ? undefined : { system, user };
}

/** The first system message, or where there is none, the first developer message met on the way. */
function systemTextOfBeginning(json: string): string | undefined | typeof UNUSUAL {
  let developer: string | undefined;
  const system = findForward(json, mayBeSystemRole, (message) => {
    if (message.role === "developer") developer ??= saidIn(message);
    return message.role === "system" ? saidIn(message) : undefined;
  });
  return system ?? developer;
}

/** A short string that is `system` or `developer`, or may be once its escapes are read. */
function mayBeSystemRole(json: string, from: number, to: number): boolean {
  if (json.startsWith("system", from)) return to - from === 6;
  if (json.startsWith("developer", from)) return to - from === 9;
  return json.slice(from, to).includes("\\");
}

/**
 * Of JSON that was cut, the last turn is gone: there is no user input. A developer message is no answer either, for a system
 * message might have followed it.
 */
function promptOfList({ messages, cutMessage, problem }: MessageList): Prompt {
  if (problem !== "messages-truncated") return promptOfMessages(messages, problem);
  const cutSystem = cutMessage?.role === "system" ? saidInCut(cutMessage) : undefined;
  return { system: firstTextOf(messages, "system") ?? cutSystem, problem };
}

function firstTextOf(messages: readonly Message[], role: string): string | undefined {
  for (const message of messages) {
    const said = message.role === role ? saidIn(message) : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

function userTextOf(message: Message): string | undefined {
  return message.role === "user" ? saidIn(message) : undefined;
}

/** The first assistant message; with the ones behind it where they are items of one Responses answer, which have no finish reason. */
function firstChoiceOf(messages: readonly Message[]): readonly Message[] {
  const first = messages.find(isOfAssistant);
  if (first === undefined) return [];
  return isItem(first) ? messages.filter((message) => isOfAssistant(message) && isItem(message)) : [first];
}

function isOfAssistant(message: Message): boolean {
  return roleOf(message) === "assistant";
}

function isItem(message: Message): boolean {
  return message.parts !== undefined && message.finish_reason === undefined;
}
