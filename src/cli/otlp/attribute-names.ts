/** Attributes that decide what a span is, in the order in which the mapping looks at them. */
export const OPERATION_KEYS = ["litellm.call_type", "llm.request.type", "gen_ai.operation.name"] as const;

export const SPAN_TYPE = "fiddler.span.type";

/** The fields that `explain` shows, and where a mapped span has them; the first attribute that is there counts. */
export const FIELD_KEYS = {
  model: ["gen_ai.request.model"],
  answeringModel: ["gen_ai.response.model"],
  provider: ["gen_ai.system"],
  system: ["gen_ai.llm.input.system"],
  user: ["gen_ai.llm.input.user"],
  output: ["gen_ai.llm.output"],
  inputTokens: ["gen_ai.usage.input_tokens"],
  outputTokens: ["gen_ai.usage.output_tokens"],
  totalTokens: ["gen_ai.usage.total_tokens"],
  cost: ["fiddler.span.user.gen_ai.cost.total_cost"],
  team: [
    "fiddler.span.user.metadata.user_api_key_team_alias",
    "fiddler.span.user.litellm.team.alias",
    "fiddler.span.user.litellm.metadata.user_api_key_team_alias",
    "fiddler.span.user.metadata.user_api_key_team_id",
    "fiddler.span.user.litellm.team.id",
    "fiddler.span.user.litellm.metadata.user_api_key_team_id",
  ],
} as const satisfies Record<string, readonly string[]>;

export type FieldName = keyof typeof FIELD_KEYS;

/** What a call said and got as an answer. */
export const TEXT_FIELDS = ["system", "user", "output"] as const satisfies readonly FieldName[];

/**
 * Second parts of `llm.*` names that are not providers: OpenLLMetry's, OpenInference's and Langtrace's, which
 * a call's span may have.
 */
const VOCABULARIES = [
  ...["request", "response", "usage", "chat"],
  ...["token_count", "input_messages", "output_messages", "tools", "cost", "prompt_template"],
  ...["token", "prompts", "completions"],
];

/** `llm.<provider>.<field>`, the fields of a provider's request and response. */
export const RAW_KEY = new RegExp(`^llm\\.(?!(?:${VOCABULARIES.join("|")})\\.)[^.]*\\..`);

/** LiteLLM's name for the span that holds them. */
export const RAW_REQUEST_SPAN_NAME = "raw_gen_ai_request";
