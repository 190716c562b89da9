/** Spans of redacted calls, and what is left of the hidden texts after mapping. */
import type { AnyValue, MappingOptions, Span, TracesData } from "../src/index.js";
import { litellmTraces, mapped, span, under } from "./spans.js";

export type Attributes = Readonly<Record<string, string | number | AnyValue>>;

/** How LiteLLM writes the messages of a redacted request, in the default mode and in V2. */
export const PLACEHOLDERS = [
  '[{"role": "user", "parts": [{"type": "text", "content": "redacted-by-litellm"}]}]',
  '[{"role": "user", "content": "redacted-by-litellm"}]',
] as const;
export const [PLACEHOLDER] = PLACEHOLDERS;

export const SECRET = "HIDDEN";
export const EVERY_OPTION: readonly MappingOptions[] = [
  {},
  { recoverFromRawRequest: true },
  { rawRequests: "withhold", recoverFromRawRequest: true },
  { duplicates: "keep", recoverFromRawRequest: true, agentContext: "drop" },
];

export const call = (attributes: Attributes, members: Span = {}) =>
  span({ "llm.request.type": "acompletion", "gen_ai.request.model": "gpt-4o-mini", ...attributes }, members);
export const redacted = (attributes: Attributes = {}, members: Span = {}) =>
  call({ "gen_ai.input.messages": PLACEHOLDER, ...attributes }, members);
export const rawUnder = (parent: Span, members: Span = {}) =>
  span(
    { "llm.openai.id": "chatcmpl-1", "llm.openai.messages": `[{'role': 'user', 'content': '${SECRET} question'}]` },
    { name: "raw_gen_ai_request", ...under(parent), ...members },
  );

/** The spans on which something of the hidden text is left, by name, with any of the options, and whether an issue quotes it. */
export function leaks(...spans: readonly Span[]): readonly string[] {
  return leaksIn(litellmTraces(...spans));
}

/** As `leaks`, of a whole request. */
export function leaksIn(traces: TracesData): readonly string[] {
  return EVERY_OPTION.flatMap((options) => {
    const { spans: after, issues } = mapped(traces, options);
    const left = after.filter((each) => JSON.stringify(each).includes(SECRET)).map(({ name }) => String(name));
    return JSON.stringify(issues).includes(SECRET) ? [...left, "an issue"] : left;
  });
}
