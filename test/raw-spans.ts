/** Spans of calls and of the provider's requests and responses beside them. */
import type { AnyValue, MappingOptions, Span } from "../src/index.js";
import { saying, span } from "./spans.js";

export type Attributes = Readonly<Record<string, string | number | AnyValue>>;

export const RECOVER: MappingOptions = { recoverFromRawRequest: true };
export const USAGE = { "gen_ai.usage.input_tokens": 23, "gen_ai.usage.output_tokens": 11 };

/** The call's own span. */
export const call = (attributes: Attributes = {}, members: Span = {}) =>
  span(
    {
      "llm.request.type": "acompletion",
      "gen_ai.request.model": "m",
      "gen_ai.input.messages": saying("user", "U"),
      ...attributes,
    },
    members,
  );

/** A raw request span with the provider's fields. */
export const raw = (fields: Readonly<Record<string, string>> = {}, members: Span = {}) => {
  const told = { messages: "[{'role': 'user', 'content': 'U'}]", choices: "[{'message': {'content': 'A'}}]", ...fields };
  return span(Object.fromEntries(Object.entries(told).map(([field, text]) => [`llm.openai.${field}`, text])), {
    name: "raw_gen_ai_request",
    ...members,
  });
};

/** The raw request span of 1.81.9-1.82.2, which has the call's own attributes beside the provider's. */
export const rawWithCall = (attributes: Attributes = {}, members: Span = {}) => {
  const both = [...(call({ ...USAGE, ...attributes }).attributes ?? []), ...(raw().attributes ?? [])];
  return span(both, { name: "raw_gen_ai_request", ...members });
};
