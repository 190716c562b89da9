/**
 * The cases in the package, oldest release first: a small one for each mode, route and kind of answer. Each
 * is a folder in `fixtures/cases`, from which the build takes its content.
 */
export const CASE_NAMES = [
  "1.61.20-messages-conversation",
  "1.61.20-sdk-completion-tools",
  "1.80.5-chat-multimodal",
  "1.83.10-tenant-chat-team-key",
  "1.83.10-chat-redacted-by-header",
  "1.83.10-generate-content-stream",
  "1.83.10-sdk-aresponses",
  "1.83.10-sdk-completion-error",
  "1.83.10-embeddings",
  "1.86.2-semconv-chat-tools-stream",
  "1.106.10-messages-system-blocks",
  "1.106.10-v2-content-chat-tools",
  "1.106.10-v2-content-responses-chain",
] as const;
