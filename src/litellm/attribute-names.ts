/** Attribute names as LiteLLM writes them. Where a value has had several, the newest comes first. */
export const LITELLM = {
  serviceName: "service.name",
  applicationId: "application.id",

  operationName: "gen_ai.operation.name",
  callType: "litellm.call_type",
  requestType: "llm.request.type",

  inputMessages: "gen_ai.input.messages",
  outputMessages: "gen_ai.output.messages",
  systemInstructions: "gen_ai.system_instructions",

  inputTokens: "gen_ai.usage.input_tokens",
  promptTokens: "gen_ai.usage.prompt_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  completionTokens: "gen_ai.usage.completion_tokens",
  totalTokens: "gen_ai.usage.total_tokens",
  llmTotalTokens: "llm.usage.total_tokens",
  cacheReadTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheCreationTokens: "gen_ai.usage.cache_creation.input_tokens",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
  inputAudioTokens: "gen_ai.usage.input_audio_tokens",
  outputAudioTokens: "gen_ai.usage.output_audio_tokens",

  requestModel: "gen_ai.request.model",
  responseModel: "gen_ai.response.model",
  system: "gen_ai.system",
  providerName: "gen_ai.provider.name",

  callId: "litellm.call_id",
  responseId: "gen_ai.response.id",
  /** As Langtrace writes it. */
  langtraceResponseId: "gen_ai.response_id",

  providerModel: "litellm.provider.model",
  hiddenParams: "hidden_params",
  usageObject: "metadata.usage_object",

  totalCost: "gen_ai.cost.total_cost",
  v2TotalCost: "litellm.cost.total",

  keyHash: "metadata.user_api_key_hash",
  v2KeyHash: "litellm.api_key.hash",
  teamId: "metadata.user_api_key_team_id",
  v2TeamId: "litellm.team.id",
  endUserId: "metadata.user_api_key_end_user_id",
  v2EndUserId: "litellm.end_user.id",
  teamAlias: "metadata.user_api_key_team_alias",
  v2TeamAlias: "litellm.team.alias",
  keyAlias: "metadata.user_api_key_alias",
  /** What V2 promotes of the request's metadata. */
  promotedKeyHash: "litellm.metadata.user_api_key_hash",
  promotedTeamId: "litellm.metadata.user_api_key_team_id",
  promotedTeamAlias: "litellm.metadata.user_api_key_team_alias",
  promotedKeyAlias: "litellm.metadata.user_api_key_alias",
  promotedEndUserId: "litellm.metadata.user_api_key_end_user_id",
  requestUser: "llm.user",

  requesterHeaders: "metadata.requester_custom_headers",
  v2RequesterHeaders: "litellm.metadata.requester_custom_headers",
  requesterMetadata: "metadata.requester_metadata",
  v2RequesterMetadata: "litellm.metadata.requester_metadata",
} as const;

/** Attribute names that Fiddler reads and only the mapper writes. */
export const FIDDLER = {
  spanType: "fiddler.span.type",
  systemPrompt: "gen_ai.llm.input.system",
  userInput: "gen_ai.llm.input.user",
  output: "gen_ai.llm.output",
  userPrefix: "fiddler.span.user.",
} as const;

/** The instrumentation scope LiteLLM's own spans have, unless `OTEL_TRACER_NAME` is overridden. */
export const LITELLM_SCOPE_NAME = "litellm";

/** The name LiteLLM gives the span that holds the provider's request and response as they were. */
export const RAW_REQUEST_SPAN_NAME = "raw_gen_ai_request";

/** Attributes of the resource that say where a span comes from. */
export const RESOURCE = {
  serviceName: "service.name",
  /**
   * What the conventions call it since 1.27, then what LiteLLM writes: `production` unless
   * `OTEL_ENVIRONMENT_NAME` says otherwise.
   */
  environment: ["deployment.environment.name", "deployment.environment"],
} as const;

/**
 * Who made a call, by the names that releases have used for it: LiteLLM's default mode, `LITELLM_OTEL_V2`,
 * and what V2 promotes of the request's metadata. The first one that holds a text counts.
 */
export const IDENTITY = {
  teamId: ["metadata.user_api_key_team_id", "litellm.team.id", "litellm.metadata.user_api_key_team_id"],
  teamAlias: ["metadata.user_api_key_team_alias", "litellm.team.alias", "litellm.metadata.user_api_key_team_alias"],
  keyAlias: ["metadata.user_api_key_alias", "litellm.metadata.user_api_key_alias"],
  keyHash: ["metadata.user_api_key_hash", "litellm.api_key.hash", "litellm.metadata.user_api_key_hash"],
  userId: ["metadata.user_api_key_user_id", "litellm.metadata.user_api_key_user_id"],
  // The last one is the request's own `user`: all there is of the end user where an application calls LiteLLM's SDK.
  endUser: ["metadata.user_api_key_end_user_id", "litellm.end_user.id", "litellm.metadata.user_api_key_end_user_id", "llm.user"],
} as const;

/** `service.name` of LiteLLM's own resources, when `OTEL_SERVICE_NAME` is not overridden. */
export const LITELLM_SERVICE_NAMES: readonly string[] = ["litellm", "litellm-proxy"];
