import type { Api } from "../litellm/api.js";
import { callsIn, joined, roleOf, saidIn, saidInCut } from "./message.js";
import { type MessageList, messageListOf } from "./message-list.js";
import type { Message } from "./message-type.js";
import { kindOfItem } from "./parts.js";

/** What Fiddler shows of a call's output. */
export interface Answer {
  readonly output?: string | undefined;
  readonly problem?: MessageList["problem"];
  /** The messages of all choices, where there is nothing to show: their calls may be written beside them. */
  readonly choices: readonly Message[];
}

/**
 * The answer in the JSON of `gen_ai.output.messages`: what the first choice says, or else the tools that it
 * calls. Of a Responses answer LiteLLM writes one message per output item; together they are one choice.
 */
export function answerOf(json: string, api?: Api): Answer {
  const { messages, cutMessage, problem } = messageListOf(json);
  if (cutMessage === undefined) return { output: answerOfMessages(messages, api), problem, choices: messages };
  const first = messages.find(isOfAssistant);
  const choices = [...messages, cutMessage];
  if (first !== undefined && !isItem(first, api)) return { output: answerOfMessages([first], api), problem, choices };
  // Some modes write the role after the text, so a first message without one is the assistant's too.
  const isAnswer = isOfAssistant(cutMessage) || cutMessage.role === undefined;
  const items = messages.filter((message) => isOfAssistant(message) && isItem(message, api));
  return {
    output: joined([...items.map((item) => saidIn(item)), isAnswer ? saidInCut(cutMessage) : undefined]),
    problem,
    choices,
  };
}

/** The answer in parsed messages. */
export function answerOfMessages(messages: readonly Message[], api?: Api): string | undefined {
  const choice = firstChoiceOf(messages, api);
  if (choice.length === 1) return saidIn(choice[0] as Message) ?? callsIn(choice);
  return joined(choice.map((message) => saidIn(message))) ?? callsIn(choice);
}

/**
 * The calls that are written beside the messages as indexed attributes; `undefined` where they may not be the
 * first choice's. Where several choices call tools, LiteLLM writes the calls of each over those of the one
 * before.
 */
export function callsBeside({ choices, problem }: Answer, calls: readonly Message[], api?: Api): string | undefined {
  const isOneChoice = api === "responses" || choices.slice(1).every((choice) => !mayCall(choice));
  return isOneChoice && problem === undefined ? callsIn(calls) : undefined;
}

const CALLING: ReadonlySet<unknown> = new Set(["tool_calls", "function_call", "tool_use"]);

/** Providers differ in the finish reason of an answer that calls tools. */
function mayCall(choice: Message): boolean {
  return CALLING.has(choice.finish_reason) || saidIn(choice) === undefined;
}

/** The first assistant message, and where they are items of one answer, those that follow it. */
function firstChoiceOf(messages: readonly Message[], api: Api | undefined): readonly Message[] {
  const first = messages.find(isOfAssistant);
  if (first === undefined) return [];
  return isItem(first, api) ? messages.filter((message) => isOfAssistant(message) && isItem(message, api)) : [first];
}

function isOfAssistant(message: Message): boolean {
  return roleOf(message) === "assistant" || (message.role === undefined && isAnswerItem(message));
}

/** Items of the Responses API that are calls of tools have no role of their own. */
function isAnswerItem(message: Message): boolean {
  return message.type === "message" || kindOfItem(message) === "tool-call";
}

/**
 * Whether a message is one of several that make up an answer. A choice has a role, and where the API is not
 * known, a finish reason.
 */
function isItem(message: Message, api: Api | undefined): boolean {
  if (message.role === undefined) return true;
  if (api !== undefined) return api === "responses";
  return message.parts !== undefined && message.finish_reason === undefined;
}
