import { isObject } from "../otlp/guards.js";
import type { Message } from "./message-type.js";

/**
 * What a part of a message is to a reader of the conversation. A `provider-call` is one of a tool that the
 * provider runs itself.
 */
export type PartKind = "text" | "reasoning" | "tool-call" | "provider-call" | "tool-result" | "media" | "nothing";

/**
 * The parts of LiteLLM's messages by their `type`: OpenTelemetry's, OpenAI's, Anthropic's and Bedrock's
 * names. How another type begins and ends decides what it is.
 */
const KINDS: ReadonlyMap<string, PartKind> = new Map<string, PartKind>([
  ["text", "text"],
  ["input_text", "text"],
  ["output_text", "text"],
  ["refusal", "text"],
  ["guarded_text", "text"], // Bedrock's guardrails look only at it
  ["query", "text"],
  ["grounding_source", "text"],
  ["output_audio", "text"], // its transcript

  ["redacted_thinking", "reasoning"],
  ["summary_text", "reasoning"],
  ["compaction", "reasoning"],

  ["tool_call", "tool-call"],
  ["tool_use", "tool-call"],

  ["web_search_call", "provider-call"],
  ["file_search_call", "provider-call"],
  ["code_interpreter_call", "provider-call"],
  ["image_generation_call", "provider-call"],
  ["mcp_call", "provider-call"],
  ["mcp_list_tools", "provider-call"],
  ["mcp_approval_request", "provider-call"],

  ["tool_call_response", "tool-result"],
  ["tool_result", "tool-result"],
  ["mcp_approval_response", "tool-result"],

  ["item_reference", "nothing"], // Responses: names an item of an earlier answer
]);

/** Beginnings and endings of types, for tools that are not known yet. */
const BEGINNINGS: ReadonlyMap<string, PartKind> = new Map([
  ["reasoning", "reasoning"],
  ["thinking", "reasoning"],
]);

const ENDINGS: ReadonlyMap<string, PartKind> = new Map([
  ["_tool_result", "tool-result"],
  ["_call_output", "tool-result"],
  ["_tool_use", "tool-call"],
  ["_call", "tool-call"],
]);

/** Gemini's and Bedrock's parts have no `type`. The member that they have says what they are. */
const KINDS_BY_MEMBER: ReadonlyMap<string, PartKind> = new Map<string, PartKind>([
  ["functionCall", "tool-call"],
  ["function_call", "tool-call"],
  ["functionResponse", "tool-result"],
  ["function_response", "tool-result"],
  ["executableCode", "provider-call"],
  ["executable_code", "provider-call"],
  ["codeExecutionResult", "tool-result"],
  ["code_execution_result", "tool-result"],
  ["toolUse", "tool-call"],
  ["toolResult", "tool-result"],
  ["reasoningContent", "reasoning"],
  ["cachePoint", "nothing"],
]);

/** What LiteLLM writes in place of a text that it redacted. */
export const REDACTION_PLACEHOLDER = "redacted-by-litellm";

/** What it writes in place of a prompt that it did not have. */
const NO_PROMPT_PLACEHOLDER = "default-message-value";

export const PLACEHOLDERS: readonly string[] = [NO_PROMPT_PLACEHOLDER, REDACTION_PLACEHOLDER];

/** The kind of a part; an unknown one counts as media. */
export function kindOf(part: unknown): PartKind {
  if (typeof part === "string") return "text";
  if (!isObject(part)) return "nothing";
  if (part.type === "text") return "text";
  if (part.type !== undefined) return typeof part.type === "string" ? kindOfType(part.type) : "media";
  for (const [member, kind] of KINDS_BY_MEMBER) if ((part[member] ?? undefined) !== undefined) return kind;
  if (isObject(part.guardContent)) return isObject(part.guardContent.text) ? "text" : "media";
  if (part.thought === true) return "reasoning";
  if (typeof part.text === "string") return "text";
  return Object.keys(part).length > 0 ? "media" : "nothing";
}

/** The kind of an item of the Responses API; `undefined` for a message that has no type. */
export function kindOfItem({ type }: Message): PartKind | undefined {
  return typeof type === "string" ? kindOfType(type) : undefined;
}

/** The kind of a part or item, by its type. */
function kindOfType(type: string): PartKind {
  const known = KINDS.get(type);
  if (known !== undefined) return known;
  for (const [beginning, kind] of BEGINNINGS) if (type.startsWith(beginning)) return kind;
  for (const [ending, kind] of ENDINGS) if (type.endsWith(ending)) return kind;
  return "media";
}

/** The text of a part of the kind `text`; `undefined` for any other part, and where the text says nothing. */
export function textOfPart(part: unknown, cut?: "cut"): string | undefined {
  if (kindOf(part) !== "text") return undefined;
  if (!isObject(part)) return saying(part, cut);
  // Bedrock nests what its guardrails look at.
  if (isObject(part.guardContent) && isObject(part.guardContent.text)) return saying(part.guardContent.text.text, cut);
  return saying(part.content, cut) ?? saying(part.text, cut) ?? saying(part.refusal, cut) ?? saying(part.transcript, cut);
}

/**
 * A text that says something: not blank, not one of LiteLLM's placeholders, and where it was cut, not the
 * beginning of one.
 */
export function saying(text: unknown, cut?: "cut"): string | undefined {
  if (typeof text !== "string" || !/\S/.test(text)) return undefined;
  const isPlaceholder = cut ? PLACEHOLDERS.some((placeholder) => placeholder.startsWith(text)) : PLACEHOLDERS.includes(text);
  return isPlaceholder ? undefined : text;
}

const QUOTED_PLACEHOLDERS: readonly string[] = PLACEHOLDERS.map((placeholder) => JSON.stringify(placeholder));

/** Whether the text, or one of the strings in it as JSON, is a placeholder. */
export function holdsPlaceholder(json: string): boolean {
  return PLACEHOLDERS.includes(json) || QUOTED_PLACEHOLDERS.some((placeholder) => json.includes(placeholder));
}
