import { type Api, isPassThrough } from "../litellm/api.js";
import { messageJsonAt } from "../reading/message-json.js";
import { ofLastCall, type SpanReading, textAt } from "../reading/span-reading.js";
import { type Answer, answerOf, callsBeside } from "./answer.js";
import { type Prompt, type PromptRules, promptOf, promptOfLong, promptOfMessages } from "./conversation.js";
import { indexedMessagesOf, isCutMessage } from "./indexed-messages.js";
import { saidIn } from "./message.js";
import type { Message } from "./message-type.js";
import { isCutBody, promptOfBody } from "./request-prompt.js";
import { systemInstructionsIn, systemInstructionsOf } from "./system-instructions.js";

/** The prompt in the messages of a span, by the rules of its API. */
export function promptOn(reading: SpanReading, rules: PromptRules): Prompt {
  return promptOfEndsOn(reading, rules) ?? promptOfAllOn(reading, rules);
}

/** The prompt where the ends of a long text hold it. */
function promptOfEndsOn({ view, layout, operation }: SpanReading, rules: PromptRules): Prompt | undefined {
  const at = layout.sources.inputMessages;
  const ends = at === undefined || isPassThrough(operation) ? undefined : view.longTextAt(at);
  return ends && promptOfLong(ends, rules);
}

function promptOfAllOn(reading: SpanReading, rules: PromptRules): Prompt {
  const json = messageJsonAt(reading.view, reading.layout.sources.inputMessages);
  const body = isPassThrough(reading.operation) ? promptBy(json, reading, {}).user : undefined;
  if (body !== undefined && isCutBody(body)) return { problem: "messages-truncated" };
  return (body && promptOfBody(body, rules.dropsContext)) || promptBy(json, reading, rules);
}

function promptBy(json: string | undefined, reading: SpanReading, rules: PromptRules): Prompt {
  if (json !== undefined) return promptOf(json, rules);
  const prompt = promptOfIndexed(indexedMessagesOf(reading, "prompts"), rules);
  return hasLostPrompts(reading) ? { ...prompt, system: undefined } : prompt;
}

/** The attribute limit drops the oldest messages first: a system message that is left may be a later note. */
function hasLostPrompts({ view, layout }: SpanReading): boolean {
  return view.hasDroppedAttributes && (layout.indexed.find(({ list }) => list === "prompts")?.index ?? 0) > 0;
}

/**
 * Each message is cut separately: what follows a cut user message is shown, and what precedes another message
 * that was cut.
 */
function promptOfIndexed(messages: readonly Message[], rules: PromptRules): Prompt {
  if (!messages.some(isCutMessage)) return promptOfMessages(messages, rules);
  const cutUser = messages.findLastIndex((message) => isCutMessage(message) && message.role === "user");
  const cutOther = messages.findIndex((message) => isCutMessage(message) && message.role !== "user");
  const { system } = promptOfMessages(cutOther === -1 ? messages : messages.slice(0, cutOther), rules);
  return { system, user: promptOfMessages(messages.slice(cutUser + 1), rules).user, problem: "messages-truncated" };
}

/**
 * The answer of a span. Where its message has neither text nor calls, LiteLLM has only written the calls as
 * indexed attributes.
 */
export function answerOn(reading: SpanReading, api: Api | undefined): Answer {
  const json = messageJsonAt(reading.view, ofLastCall(reading, reading.layout.sources.outputMessages));
  const answer = json === undefined ? undefined : answerOf(json, api);
  if (answer?.output !== undefined || reading.layout.indexed.length === 0) return answer ?? { choices: [] };
  const completions = indexedMessagesOf(reading, "completions");
  const choices = answer?.choices.length ? answer.choices : completions.filter(isChoice);
  const [first] = answer?.choices.length ? [] : choices;
  const said = first && saidIn({ content: first.content });
  const problem = answer?.problem;
  return { output: said ?? callsBeside({ choices, problem }, completions, api), choices, problem };
}

/** Releases before 1.80.17 write the fields of a choice beside the calls, which have numbers of their own. */
function isChoice({ role, content, finish_reason }: Message): boolean {
  return (role ?? content ?? finish_reason) !== undefined;
}

/** The system prompt of a span that has it in an attribute of its own. */
export function systemInstructionsOn(reading: SpanReading): string | undefined {
  const at = ofLastCall(reading, reading.layout.sources.systemInstructions);
  if (at === undefined) return undefined;
  const text = textAt(reading, at);
  if (text !== undefined) return systemInstructionsOf(text);
  const json = messageJsonAt(reading.view, at);
  return json && systemInstructionsIn(json);
}
