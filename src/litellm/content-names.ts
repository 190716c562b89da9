import type { AttributeRule, SourceName } from "./attribute-rules.js";
import { isOfOtherVocabulary } from "./vocabularies.js";

/** Fields of a provider's request and response that hold no content, by the name behind `llm.<provider>.`. */
const CONTENT_FREE_FIELDS: ReadonlySet<string> = new Set([
  "created",
  "created_at",
  "frequency_penalty",
  "id",
  "max_completion_tokens",
  "max_output_tokens",
  "max_tokens",
  "model",
  "modelVersion",
  "n",
  "object",
  "presence_penalty",
  "responseId",
  "role",
  "seed",
  "service_tier",
  "status",
  "stop_reason",
  "stream",
  "system_fingerprint",
  "temperature",
  "top_k",
  "top_p",
  "type",
  "usage",
  "usageMetadata",
]);

/** Attributes, other than the messages, that hold or may hold what was said. */
const CONTENT: readonly RegExp[] = [
  // OpenTelemetry's conventions, and LiteLLM's
  /^gen_ai\.(?:prompt|completion|content\.|system_instructions|tool\.call\.(?:arguments|result)|retrieval\.(?:query|documents))/,
  /^SpanAttributes\.LLM_(?:PROMPTS|COMPLETIONS)/,
  // Tools, vector stores, prompt management, guardrails
  /^(?:litellm\.)?metadata\.(?:mcp_tool_call_metadata|vector_store_request_metadata|prompt_management_metadata|guardrail_information)/,
  /^(?:litellm\.guardrail\.(?:request|response|input|output|match_details)|guardrail_(?:request|response|input|output))|\.evidence$/,
  // Errors quote the request
  /^(?:exception(?:\.|$)|error$)|(?:^|\.)error\.(?:message|stack_trace)$/,
  // OpenInference: of embeddings, reranking, images and speech too; its `metadata` is the JSON of LiteLLM's
  // whole metadata
  /^(?:(?:in|out)put|metadata|llm\.(?:invocation_parameters|function_call))$/,
  /^llm\.(?:prompt_template|choices)(?:\.|$)/,
  // ADK, Pydantic AI, tools of OpenInference
  /^(?:gcp\.vertex\.agent\.(?:llm_re|tool_(?:call_args|response)|data)|pydantic_ai\.all_messages|(?:all_messages_events|final_result|tool_arguments|tool_response|tool\.parameters)$)/,
  /^(?:embedding\.(?:text|vector|embeddings)|reranker\.(?:query|(?:in|out)put_documents)|retrieval\.|document\.content|image\.|audio\.(?:url|transcript))/,
];

/** Fields of an indexed message that hold no content. */
const HARMLESS: ReadonlySet<string> = new Set(["role", "finish_reason"]);

/** Whether an attribute of a span that is not a raw request may hold content, by its name. */
export function mayHoldContent(name: string | undefined, rule: AttributeRule | undefined): boolean {
  if (isMessageSource(rule?.source)) return true;
  if (rule?.indexed !== undefined) return !HARMLESS.has(rule.indexed.field);
  return name !== undefined && (CONTENT.some((names) => names.test(name)) || isOfOtherVocabulary(name));
}

/** Names under which conventions of old had the messages as they are. */
const OLD_MESSAGES = /^gen_ai\.(?:prompt|completion|content\.(?:prompt|completion))$/;

/** Whether an attribute may be a copy of the call's messages that LiteLLM's other callbacks write. */
export function isCopy(name: string | undefined): boolean {
  return name !== undefined && (isOfOtherVocabulary(name) || OLD_MESSAGES.test(name)) && !name.endsWith(".arguments");
}

/** Whether an attribute of an event may be such a copy. */
export function isCopyInEvent(name: unknown): boolean {
  return typeof name === "string" && (IN_EVENT.test(name) || isCopy(name));
}

const IN_EVENT = /^(?:content|message|gen_ai\.(?:input\.messages|output\.messages|system_instructions))$/;

/** Whether an attribute holds the messages of a call, as JSON. */
export function isMessageSource(source: SourceName | undefined): boolean {
  return source === "inputMessages" || source === "outputMessages" || source === "systemInstructions";
}

/** Whether an attribute of a raw request span certainly holds no content. */
export function isContentFree(name: string, rule: AttributeRule | undefined): boolean {
  if (rule?.rawField !== undefined) return CONTENT_FREE_FIELDS.has(rule.rawField);
  if (rule?.isUsageOrCost === true) return true;
  // The identity of the key, team and user, on raw requests that carry it (1.81.9-1.82.2, custom authentication).
  return rule?.fate === "move" && IDENTITY.test(name);
}

const IDENTITY = /^(?:litellm\.)?(?:metadata\.user_api_key_|api_key\.|team\.|end_user\.)/;
