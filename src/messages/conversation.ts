import { type Api, hasSystemParameter } from "../litellm/api.js";
import type { LongText } from "../reading/span-view.js";
import { findBackward, findForward, UNUSUAL } from "./list-scanner.js";
import { saidIn, saidInCut } from "./message.js";
import { type MessageList, messageListOf } from "./message-list.js";
import type { Message } from "./message-type.js";

/** What decides how messages are read. */
export interface PromptRules {
  /** The API that the messages went through, where that is known. */
  readonly api?: Api | undefined;
  /** Leaves out of the user input what coding agents put into it. */
  readonly dropsContext?: boolean | undefined;
}

/** What Fiddler shows of a call's input. */
export interface Prompt {
  readonly system?: string | undefined;
  readonly user?: string | undefined;
  readonly problem?: MessageList["problem"];
}

/**
 * Shorter JSON is parsed whole. Reading only the ends of texts from 200 characters on was slower
 * (docs/performance.md).
 */
const SHORT_JSON = 1024;

/**
 * The prompt in the JSON of `gen_ai.input.messages`: the system prompt is the first message of role `system`
 * that says something, else the first such of role `developer`. Where the API has a parameter for it, only
 * messages before the first user or assistant message count. The user input is the last message of role
 * `user` that says something.
 */
export function promptOf(json: string, rules: PromptRules = {}): Prompt {
  return (json.length < SHORT_JSON ? undefined : promptOfEnds(json, rules)) ?? promptOfList(messageListOf(json), rules);
}

/** The prompt in parsed messages. */
export function promptOfMessages(
  messages: readonly Message[],
  rules: PromptRules = {},
  problem?: MessageList["problem"],
): Prompt {
  const leading = hasSystemParameter(rules.api) ? messages.slice(0, beginningOf(messages)) : messages;
  return {
    system: firstTextOf(leading, "system") ?? firstTextOf(leading, "developer"),
    user: lastUserTextOf(messages, rules.dropsContext),
    problem,
  };
}

function promptOfEnds(json: string, rules: PromptRules): Prompt | undefined {
  return promptOfParts(json, json, undefined, rules);
}

/** The prompt in a long text, where the ends of it hold what is shown. */
export function promptOfLong({ head, tail, length }: LongText, rules: PromptRules): Prompt | undefined {
  return promptOfParts(head, tail, length, rules);
}

/** The prompt in the beginning and the end of JSON. With a `wholeLength`, there is more between them. */
function promptOfParts(head: string, tail: string, wholeLength: number | undefined, rules: PromptRules): Prompt | undefined {
  const user = findBackward(tail, (message) => userTextOf(message, rules.dropsContext), wholeLength);
  if (user === UNUSUAL) return undefined;
  const system = systemTextOfBeginning(head, hasSystemParameter(rules.api), wholeLength !== undefined);
  return system === UNUSUAL ? undefined : { system, user };
}

/** The first system message, or without one, the first developer message found on the way. */
function systemTextOfBeginning(json: string, onlyLeading: boolean, isHead: boolean): string | undefined | typeof UNUSUAL {
  let developer: string | undefined;
  const accept = (message: Message) => {
    if (onlyLeading && beginsConversation(message)) return "";
    if (message.role === "developer") developer ??= saidIn(message);
    return message.role === "system" ? saidIn(message) : undefined;
  };
  const system = findForward(json, onlyLeading ? mayBeRole : mayBeSystemRole, accept, isHead);
  return system || developer;
}

/** A short string that is `system` or `developer`, or may be once its escapes are read. */
function mayBeSystemRole(json: string, from: number, to: number): boolean {
  if (json.startsWith("system", from)) return to - from === 6;
  if (json.startsWith("developer", from)) return to - from === 9;
  return json.slice(from, to).includes("\\");
}

/** The same, and a role that begins the conversation. */
function mayBeRole(json: string, from: number, to: number): boolean {
  return mayBeSystemRole(json, from, to) || CONVERSATION_ROLES.has(json.slice(from, to));
}

const CONVERSATION_ROLES: ReadonlySet<unknown> = new Set(["user", "assistant", "model"]);

function beginsConversation(message: Message): boolean {
  return CONVERSATION_ROLES.has(message.role);
}

/** How many messages precede the conversation. */
function beginningOf(messages: readonly Message[]): number {
  const first = messages.findIndex(beginsConversation);
  return first === -1 ? messages.length : first;
}

/**
 * Where JSON was cut, the last turn is lost, so there is no user input. A developer message doesn't count
 * either, since a system message might have followed it.
 */
function promptOfList({ messages, cutMessage, problem }: MessageList, rules: PromptRules): Prompt {
  if (problem !== "messages-truncated") return promptOfMessages(messages, rules, problem);
  const begins = hasSystemParameter(rules.api) ? beginningOf(messages) : messages.length;
  const cutSystem = begins === messages.length && cutMessage?.role === "system" ? saidInCut(cutMessage) : undefined;
  return { system: firstTextOf(messages.slice(0, begins), "system") ?? cutSystem, problem };
}

function firstTextOf(messages: readonly Message[], role: string): string | undefined {
  for (const message of messages) {
    const said = message.role === role ? saidIn(message) : undefined;
    if (said !== undefined) return said;
  }
  return undefined;
}

function lastUserTextOf(messages: readonly Message[], dropsContext: boolean | undefined): string | undefined {
  for (let at = messages.length - 1; at >= 0; at--) {
    const said = userTextOf(messages[at] as Message, dropsContext);
    if (said !== undefined) return said;
  }
  return undefined;
}

function userTextOf(message: Message, dropsContext: boolean | undefined): string | undefined {
  return message.role === "user" ? saidIn(message, dropsContext) : undefined;
}
