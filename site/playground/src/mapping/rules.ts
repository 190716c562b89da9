/** A rule of the mapping by the page and heading that tell it, from the playground's folder. */
export interface Rule {
  readonly title: string;
  readonly href: string;
}

const rule = (title: string, page: string, anchor: string): Rule => ({ title, href: `../docs/${page}.html#${anchor}` });

/** A test follows each link. */
export const RULES = {
  spanType: rule("Span type", "mapping", "span-type"),
  whichSpans: rule("Which spans are mapped", "mapping", "which-spans-are-mapped"),
  messages: rule("Messages", "mapping", "messages"),
  tokens: rule("Tokens", "mapping", "tokens"),
  model: rule("Model and provider", "mapping", "model-and-provider"),
  costAndMetadata: rule("Cost and metadata", "mapping", "cost-and-metadata"),
  oneCall: rule("One call, several spans", "mapping", "one-call-several-spans"),
  rawRequest: rule("Whose raw request span it is", "mapping", "whose-raw-request-span-it-is"),
  others: rule("Other instrumentations", "mapping", "other-instrumentations"),
  redaction: rule("Redaction", "mapping", "redaction"),
  urls: rule("Credentials in URLs", "mapping", "credentials-in-urls"),
  everythingElse: rule("Everything else", "mapping", "everything-else"),
  recovery: rule("Recovery", "recovery", "recovery"),
  issues: rule("What is reported", "mapping", "what-is-reported"),
} as const satisfies Record<string, Rule>;
