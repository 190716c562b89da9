/** A rule of the mapping by the page and heading that tell it, from the playground's folder. */
export interface Rule {
  readonly title: string;
  readonly href: string;
}

/** What stands between the heading and the text of a line in a link. */
export const LINE_MARK = ":~:text=";

/** With a text, the link leads to the line where that stands, in browsers that know such links; in others to the heading. */
function rule(title: string, page: string, anchor: string, text?: string): Rule {
  const line = text === undefined ? "" : `${LINE_MARK}${encodeURIComponent(text).replaceAll("-", "%2D")}`;
  return { title, href: `../docs/${page}.html#${anchor}${line}` };
}

/** A test follows each link. */
export const RULES = {
  spanType: rule("Span type", "mapping", "span-type"),
  whichSpans: rule("Which spans are mapped", "mapping", "which-spans-are-mapped"),
  system: rule("Messages", "mapping", "messages", "gen_ai.llm.input.system"),
  user: rule("Messages", "mapping", "messages", "gen_ai.llm.input.user"),
  output: rule("Messages", "mapping", "messages", "gen_ai.llm.output"),
  agentContext: rule(
    "What coding agents put into the user's message",
    "mapping",
    "what-coding-agents-put-into-the-users-message",
  ),
  inputTokens: rule("Tokens", "mapping", "tokens", "gen_ai.usage.input_tokens"),
  outputTokens: rule("Tokens", "mapping", "tokens", "gen_ai.usage.output_tokens"),
  totalTokens: rule("Tokens", "mapping", "tokens", "gen_ai.usage.total_tokens"),
  model: rule("Model and provider", "mapping", "model-and-provider", "gen_ai.request.model"),
  costAndMetadata: rule("Cost and metadata", "mapping", "cost-and-metadata", "cost and metadata: gen_ai.cost"),
  teamsAndKeys: rule("Cost and metadata", "mapping", "cost-and-metadata", "V2: litellm.metadata"),
  costOfV2: rule("Cost and metadata", "mapping", "cost-and-metadata", "V2: litellm.cost"),
  routing: rule("Cost and metadata", "mapping", "cost-and-metadata", "routing and caching:"),
  guardrails: rule("Cost and metadata", "mapping", "cost-and-metadata", "guardrails: litellm.guardrail"),
  endUser: rule("Cost and metadata", "mapping", "cost-and-metadata", "the request's user"),
  oneCall: rule("One call, several spans", "mapping", "one-call-several-spans"),
  rawRequest: rule("Whose raw request span it is", "mapping", "whose-raw-request-span-it-is"),
  rawCall: rule("Calls that only a raw request span reports", "mapping", "calls-that-only-a-raw-request-span-reports"),
  redaction: rule("Redaction", "mapping", "redaction"),
  urls: rule("Credentials in URLs", "mapping", "credentials-in-urls"),
  everythingElse: rule("Everything else", "mapping", "everything-else"),
  recovery: rule("Recovery", "recovery", "recovery"),
  issues: rule("What is reported", "mapping", "what-is-reported"),
} as const satisfies Record<string, Rule>;
