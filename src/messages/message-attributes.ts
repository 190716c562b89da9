import { FIDDLER, LITELLM } from "../attribute-names.js";
import type { Report } from "../issues.js";
import type { OtlpForm } from "../otlp/form.js";
import type { KeyValue } from "../otlp/types.js";
import type { Recovery } from "../recovery/recovery.js";
import { type SpanReading, textAt } from "../span-reading.js";
import { type Answer, answerOf, answerOfMessages, type Prompt, promptOf, promptOfMessages } from "./conversation.js";
import { indexedMessagesOf } from "./indexed-messages.js";
import { callsIn } from "./message.js";
import { systemInstructionsOf } from "./system-instructions.js";

/** Adds system prompt, user input and output of a call, each absent where nothing was said. */
export function addMessageAttributes(
  attributes: KeyValue[],
  reading: SpanReading,
  recovery: Recovery | undefined,
  form: OtlpForm,
  report: Report,
): void {
  const prompt = promptOn(reading);
  reportProblem(prompt.problem, LITELLM.inputMessages, report);
  const answer = answerOn(reading);
  reportProblem(answer.problem, LITELLM.outputMessages, report);
  const add = (key: string, text: string | undefined) => text !== undefined && attributes.push(form.stringAttribute(key, text));
  add(FIDDLER.systemPrompt, prompt.system ?? systemInstructionsOn(reading) ?? recovery?.system());
  add(FIDDLER.userInput, prompt.user ?? recovery?.user());
  add(FIDDLER.output, answer.output ?? recovery?.output());
}

function promptOn(reading: SpanReading): Prompt {
  const json = textAt(reading.attributes, reading.layout.sources.inputMessages);
  return json === undefined ? promptOfMessages(indexedMessagesOf(reading, "prompts")) : promptOf(json);
}

/** Where the message has neither text nor calls, LiteLLM has written the calls as indexed attributes alone. */
function answerOn(reading: SpanReading): Answer {
  const json = textAt(reading.attributes, reading.layout.sources.outputMessages);
  const answer: Answer = json === undefined ? {} : answerOf(json);
  if (answer.output !== undefined || reading.layout.indexed.length === 0) return answer;
  const completions = indexedMessagesOf(reading, "completions");
  const [first] = completions;
  const said = first && answerOfMessages([{ role: "assistant", content: first.content }]);
  return { output: said ?? callsIn(completions), problem: answer.problem };
}

function systemInstructionsOn(reading: SpanReading): string | undefined {
  const instructions = textAt(reading.attributes, reading.layout.sources.systemInstructions);
  return instructions && systemInstructionsOf(instructions);
}

const PROBLEMS = {
  "messages-invalid": "is no JSON of messages",
  "messages-truncated": "was cut short; its last message is lost",
};

function reportProblem(problem: keyof typeof PROBLEMS | undefined, key: string, report: Report): void {
  if (problem !== undefined) report(problem, `${key} ${PROBLEMS[problem]}`, key);
}
