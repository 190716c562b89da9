import type { MappingOptions } from "litellm-span-mapper";

/** A recorded trace to start from: a folder of `fixtures/cases`, from where the build copies it. */
export interface Sample {
  readonly name: string;
  readonly title: string;
  /** What there is to see in it. */
  readonly about: string;
  /** Options that change what is seen. */
  readonly suggests?: MappingOptions;
}

export const SAMPLES: readonly Sample[] = [
  {
    name: "1.81.14-flag-chat-tools",
    title: "One call, reported twice",
    about: "A proxy's root span and its litellm_request carry the same call. One of them stays the call, so that sums are right.",
    suggests: { duplicates: "keep" },
  },
  {
    name: "1.83.10-tenant-chat-team-key",
    title: "A call that is billed to a team",
    about: "Team, key and cost move to where Fiddler reads them.",
  },
  {
    name: "1.106.10-v2-content-chat-tools",
    title: "Tool calls, in LiteLLM's V2 mode",
    about: "V2 has other attribute names. The answer is two tool calls and no text.",
  },
  {
    name: "1.109.1-limit-256-chat-multiturn",
    title: "Messages that were cut",
    about: "A length limit cut the question off. Recovery takes it from the raw request span.",
    suggests: { recoverFromRawRequest: true },
  },
  {
    name: "1.83.10-chat-redacted-by-header",
    title: "A redacted call",
    about: "The caller asked that nothing be logged. LiteLLM still wrote the raw request, and the mapper withholds it.",
  },
  {
    name: "1.110.2-app-request-span-app-tool-loop",
    title: "LiteLLM inside an application",
    about: "The spans carry the application's name. Nothing is mapped until scopeNames says whose they are.",
    suggests: { scopeNames: ["litellm"] },
  },
  {
    name: "1.110.2-messages-reminder",
    title: "What a coding agent puts into the question",
    about: "A reminder in tags precedes the user's text. agentContext leaves it out.",
    suggests: { agentContext: "drop" },
  },
  {
    name: "1.110.2-tenant-chat-equal-ids-tenants",
    title: "A call that only a raw request reports",
    about: "With custom authentication LiteLLM exports no other span. Recovery maps the raw request as the call.",
    suggests: { recoverFromRawRequest: true },
  },
  {
    name: "1.80.5-responses-list",
    title: "One call under two traces",
    about: "LiteLLM 1.80 reports a call of /v1/responses again in a second trace. Some spans lost their parents, too.",
  },
  {
    name: "1.83.10-chat-error-429",
    title: "A call that failed",
    about: "The provider answered 429. There is no output, and no cost.",
  },
  {
    name: "1.61.20-messages-conversation",
    title: "The oldest release",
    about: "LiteLLM 1.61 writes the names of Python constants, and no application.id was set.",
  },
  {
    name: "1.83.10-generate-content-stream",
    title: "Gemini's generateContent, streamed",
    about: "LiteLLM does not report the system prompt of this route. Recovery finds it.",
    suggests: { recoverFromRawRequest: true },
  },
  {
    name: "1.83.10-embeddings",
    title: "Embeddings",
    about: "Not a conversation, so it is a chain. Tokens and cost still count.",
  },
  {
    name: "1.83.10-chat-multimodal",
    title: "A question with a picture",
    about: "The parts of the message stay together, and the picture is shown by its kind.",
  },
];
