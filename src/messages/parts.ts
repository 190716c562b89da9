import { isObject } from "../otlp/guards.js";

/** What a part of a message is to a reader of the conversation. */
export type PartKind = "text" | "reasoning" | "tool-call" | "tool-result" | "media" | "nothing";

/** The parts LiteLLM's messages are made of, by their `type`: OpenTelemetry's, OpenAI's and Anthropic's names. */
const KINDS: ReadonlyMap<unknown, PartKind> = new Map<unknown, PartKind>([
  ["text", "text"],
  ["input_text", "text"],
  ["output_text", "text"],
  ["refusal", "text"],

  ["reasoning", "reasoning"],
  ["thinking", "reasoning"],
  ["redacted_thinking", "reasoning"],

  ["tool_call", "tool-call"],
  ["tool_use", "tool-call"],
  ["server_tool_use", "tool-call"],
  ["mcp_tool_use", "tool-call"],
  ["function_call", "tool-call"],

  ["tool_call_response", "tool-result"],
  ["tool_result", "tool-result"],
  ["mcp_tool_result", "tool-result"],
  ["web_search_tool_result", "tool-result"],
  ["web_fetch_tool_result", "tool-result"],
  ["code_execution_tool_result", "tool-result"],
  ["function_call_output", "tool-result"],
]);

/** What LiteLLM writes in place of a text that it redacted. */
export const REDACTION_PLACEHOLDER = "redacted-by-litellm";

/** ... and of a prompt that it did not have. */
const NO_PROMPT_PLACEHOLDER = "default-message-value";

const PLACEHOLDERS: readonly string[] = [NO_PROMPT_PLACEHOLDER, REDACTION_PLACEHOLDER];

/** The kind of a part. Gemini's parts have no `type`, their members tell; a type that is not known is taken for media. */
export function kindOf(part: unknown): PartKind {
  if (typeof part === "string") return "text";
  if (!isObject(part)) return "nothing";
  if (part.type !== undefined) return KINDS.get(part.type) ?? "media";
  if (part.functionCall !== undefined || part.function_call !== undefined) return "tool-call";
  if (part.functionResponse !== undefined || part.function_response !== undefined) return "tool-result";
  if (part.thought === true) return "reasoning";
  if (typeof part.text === "string") return "text";
  return Object.keys(part).length > 0 ? "media" : "nothing";
}

/** The text of a part of kind `text`; `undefined` for another part, and where it says nothing. */
export function textOfPart(part: unknown, cut?: "cut"): string | undefined {
  if (kindOf(part) !== "text") return undefined;
  if (!isObject(part)) return saying(part, cut);
  return saying(part.content, cut) ?? saying(part.text, cut) ?? saying(part.refusal, cut);
}

/** A text that says something: not blank, and none of LiteLLM's placeholders, nor the beginning of one where it was cut. */
export function saying(text: unknown, cut?: "cut"): string | undefined {
  if (typeof text !== "string" || !/\S/.test(text)) return undefined;
  const isPlaceholder = cut ? PLACEHOLDERS.some((placeholder) => placeholder.startsWith(text)) : PLACEHOLDERS.includes(text);
  return isPlaceholder ? undefined : text;
}
