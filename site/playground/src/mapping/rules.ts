import type { IssueCode } from "litellm-span-mapper";

/** A rule of the mapping: the page and heading that explain it, as a link from the playground's folder. */
export interface Rule {
  readonly title: string;
  readonly href: string;
}

/**
 * With a name, the link leads to the line under the heading that begins with it: `.vitepress/lines.ts` gives
 * it an id.
 */
function rule(title: string, page: string, anchor: string, name?: string): Rule {
  return { title, href: `../docs/${page}.html#${anchor}${name === undefined ? "" : `-${name}`}` };
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
  model: rule("Model and provider", "mapping", "model-and-provider"),
  costAndMetadata: rule("Cost and metadata", "mapping", "cost-and-metadata", "gen_ai.cost"),
  teamsAndKeys: rule("Cost and metadata", "mapping", "cost-and-metadata", "litellm.metadata"),
  costOfV2: rule("Cost and metadata", "mapping", "cost-and-metadata", "litellm.cost.x"),
  routing: rule("Cost and metadata", "mapping", "cost-and-metadata", "litellm.model_group"),
  guardrails: rule("Cost and metadata", "mapping", "cost-and-metadata", "litellm.guardrail"),
  endUser: rule("Cost and metadata", "mapping", "cost-and-metadata", "user"),
  oneCall: rule("One call, several spans", "mapping", "one-call-several-spans"),
  rawRequest: rule("Whose raw request span it is", "mapping", "whose-raw-request-span-it-is"),
  rawCall: rule("Calls that only a raw request span reports", "mapping", "calls-that-only-a-raw-request-span-reports"),
  redaction: rule("Redaction", "mapping", "redaction"),
  urls: rule("Credentials in URLs", "mapping", "credentials-in-urls"),
  everythingElse: rule("Everything else", "mapping", "everything-else"),
  recovery: rule("Recovery", "recovery", "recovery"),
  options: { title: "Options", href: "../index.html#options" },
} as const satisfies Record<string, Rule>;

/** The line that says when an issue is reported. */
export function ruleOfIssue(code: IssueCode): Rule {
  return rule(code, "mapping", "what-is-reported", code);
}
