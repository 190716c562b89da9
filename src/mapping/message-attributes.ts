import type { Report } from "../issues.js";
import { apiOf, hasSystemParameter } from "../litellm/api.js";
import { FIDDLER, LITELLM } from "../litellm/attribute-names.js";
import { answerOn, promptOn, systemInstructionsOn } from "../messages/span-messages.js";
import type { Settings } from "../options.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { SpanEdit } from "../reading/span-view.js";
import type { Recovery } from "../recovery/recovery.js";

/** Adds system prompt, user input and output of a call, each left out where nothing was said. */
export function addMessageAttributes(
  edit: SpanEdit,
  reading: SpanReading,
  recovery: Recovery | undefined,
  settings: Settings,
  report: Report,
): void {
  const api = apiOf(reading.operation);
  const dropsContext = settings.dropAgentContext;
  const prompt = promptOn(reading, { api, dropsContext });
  reportProblem(
    prompt.problem,
    reading.layout.sources.inputMessages === undefined ? INDEXED_PROMPTS : LITELLM.inputMessages,
    report,
  );
  const answer = answerOn(reading, api);
  reportProblem(answer.problem, LITELLM.outputMessages, report);
  const instructions = () => systemInstructionsOn(reading);
  const system = hasSystemParameter(api) ? (instructions() ?? prompt.system) : (prompt.system ?? instructions());
  const add = (key: string, text: string | undefined) => text !== undefined && edit.addText(key, text);
  add(FIDDLER.systemPrompt, system ?? recovery?.system());
  add(FIDDLER.userInput, prompt.user ?? recovery?.user(dropsContext));
  add(FIDDLER.output, answer.output ?? recovery?.output());
}

/** Before 1.80.17 each message has attributes of its own. */
const INDEXED_PROMPTS = "gen_ai.prompt";

const PROBLEMS = {
  "messages-invalid": "does not hold messages as valid JSON",
  "messages-truncated": "was cut short; its last message is lost",
};

function reportProblem(problem: keyof typeof PROBLEMS | undefined, key: string, report: Report): void {
  if (problem !== undefined) report(problem, `${key} ${PROBLEMS[problem]}`, key);
}
