/** The kinds of API that differ in where a request's system prompt stands and in what an answer is made of. */
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

/** Routes that hand a provider's own request through: LiteLLM writes its whole body where the user's message would stand. */
const PASS_THROUGH_OPERATIONS: ReadonlySet<string | undefined> = new Set([
  "pass_through_endpoint",
  "llm_passthrough_route",
  "allm_passthrough_route",
]);

/** The API of an operation; `undefined` where the operation does not tell it. */
export function apiOf(operation: string | undefined): Api | undefined {
  return operation === undefined ? undefined : APIS.get(operation);
}

/** Whether requests of this API have a parameter for the system prompt: a system message amid the others is a note then. */
export function hasSystemParameter(api: Api | undefined): boolean {
  return api !== undefined && api !== "chat";
}

/** Whether the operation hands a provider's own request through. */
export function isPassThrough(operation: string | undefined): boolean {
  return PASS_THROUGH_OPERATIONS.has(operation);
}
