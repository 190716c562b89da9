/** The kinds of API. They differ in where a request holds its system prompt, and in what an answer consists of. */
export type Api = "chat" | "responses" | "anthropic" | "gemini";

/** The API of each operation whose spans are `llm`. */
const APIS: ReadonlyMap<string, Api> = new Map([
  ["chat", "chat"],
  ["completion", "chat"],
  ["acompletion", "chat"],
  ["completion_with_retries", "chat"],
  ["acompletion_with_retries", "chat"],
  ["text_completion", "chat"],
  ["atext_completion", "chat"],

  ["responses", "responses"],
  ["aresponses", "responses"],
  ["_aresponses_websocket", "responses"],

  ["anthropic_messages", "anthropic"],
  ["aanthropic_messages", "anthropic"],

  ["generate_content", "gemini"],
  ["agenerate_content", "gemini"],
  ["generate_content_stream", "gemini"],
  ["agenerate_content_stream", "gemini"],
]);

/** Routes that pass a provider's own request through. LiteLLM writes its whole body in place of the user's message. */
const PASS_THROUGH_OPERATIONS: ReadonlySet<string | undefined> = new Set([
  "pass_through_endpoint",
  "llm_passthrough_route",
  "allm_passthrough_route",
]);

/** The API of an operation; `undefined` where the operation does not determine it. */
export function apiOf(operation: string | undefined): Api | undefined {
  return operation === undefined ? undefined : APIS.get(operation);
}

/** Whether this API has a parameter for the system prompt. If so, a system message amid the others is only a note. */
export function hasSystemParameter(api: Api | undefined): boolean {
  return api !== undefined && api !== "chat";
}

/** Whether the operation passes a provider's own request through. */
export function isPassThrough(operation: string | undefined): boolean {
  return PASS_THROUGH_OPERATIONS.has(operation);
}
