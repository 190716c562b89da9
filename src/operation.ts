/** What Fiddler makes of a span: a call of a text-generating model, or anything else. */
export type SpanType = "llm" | "chain";

const LLM_OPERATIONS = [
  "chat",
  "completion",
  "acompletion",
  "completion_with_retries",
  "acompletion_with_retries",
  "text_completion",
  "atext_completion",
  "responses",
  "aresponses",
  "anthropic_messages",
  "generate_content",
  "agenerate_content",
  "generate_content_stream",
  "agenerate_content_stream",
];

const CHAIN_OPERATIONS = [
  "embedding",
  "aembedding",
  "embeddings",
  "image_generation",
  "aimage_generation",
  "image_edit",
  "aimage_edit",
  "moderation",
  "amoderation",
  "transcription",
  "atranscription",
  "speech",
  "aspeech",
  "rerank",
  "arerank",
  "ocr",
  "aocr",
];

/** Every operation Fiddler's LiteLLM page names, under its verdict, and the ones LiteLLM has beside them. */
const VERDICTS: ReadonlyMap<string, SpanType> = new Map([
  ...LLM_OPERATIONS.map((operation) => [operation, "llm"] as const),
  ...CHAIN_OPERATIONS.map((operation) => [operation, "chain"] as const),
]);

/**
 * The span type of an operation: `gen_ai.operation.name` or LiteLLM's call type.
 * A span without an operation, or with one that is in neither table, is a `chain`.
 */
export function spanTypeOf(operation: string | undefined): SpanType {
  return (operation && VERDICTS.get(operation)) || "chain";
}

/** Whether Fiddler's tables name the operation. */
export function isKnownOperation(operation: string): boolean {
  return VERDICTS.has(operation);
}
