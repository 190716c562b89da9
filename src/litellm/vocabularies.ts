/**
 * Attribute names of other observability vendors. LiteLLM writes them beside its own where it runs several
 * callbacks, and other instrumentations write them on spans of their own.
 */

/** What follows `llm.` in other vocabularies. On a raw request span, a provider's name does. */
const OTHER_FAMILIES: ReadonlySet<string> = new Set([
  // OpenInference (Arize, Phoenix)
  "token_count",
  "input_messages",
  "output_messages",
  "tools",
  "cost",
  "prompt_template",
  "prompts",
  "choices",
  // Langtrace
  "token",
  // OpenLLMetry (Traceloop)
  "request",
  "response",
  "usage",
  "chat",
  "completions",
  "headers",
  // Words that an application may use itself; no provider is called so
  "user",
  "session",
  "conversation",
  "model",
  "models",
  "prompt",
  "system",
  "messages",
  "input",
  "output",
  "tool",
  "function",
  "metadata",
  "params",
  "parameters",
  "config",
  "options",
  "cache",
]);

/** Names, and beginnings of names, under which another vendor's vocabulary holds the texts or counts of a call. */
const OTHER_VOCABULARY =
  /^(?:llm\.(?:token_count|token\.counts|input_messages|output_messages|prompts|completions|responses)(?:\.|$)|openinference\.|(?:input|output)\.(?:value|mime_type)$|langtrace\.|langfuse\.|traceloop\.|weave\.|mlflow\.)/;

/** Whether a name belongs to the vocabulary of another vendor that reports calls. */
export function isOfOtherVocabulary(key: string): boolean {
  return OTHER_VOCABULARY.test(key);
}

/** Fields of a provider's request or response: one of them makes `llm.<provider>.<field>` a raw request. */
const PROVIDER_FIELDS: ReadonlySet<string> = new Set([
  "candidates",
  "choices",
  "content",
  "contents",
  "created",
  "created_at",
  "extra_body",
  "generationConfig",
  "id",
  "input",
  "instructions",
  "max_output_tokens",
  "max_tokens",
  "messages",
  "model",
  "modelVersion",
  "object",
  "output",
  "prompt",
  "responseId",
  "stream",
  "stream_options",
  "system",
  "systemInstruction",
  "system_fingerprint",
  "system_instruction",
  "temperature",
  "tools",
  "usage",
  "usageMetadata",
]);

const RAW_KEY = /^llm\.([^.]*)\.([^.]+)$/;

/**
 * The field of a provider's request or response that `llm.<provider>.<field>` holds; `undefined` for any
 * other name.
 */
export function rawFieldOf(key: string): string | undefined {
  const [, provider, field] = RAW_KEY.exec(key) ?? [];
  return provider === undefined || OTHER_FAMILIES.has(provider) ? undefined : field;
}

/** Whether providers have such a field. Only then does it make its span a raw request. */
export function isProviderField(field: string): boolean {
  return PROVIDER_FIELDS.has(field);
}
