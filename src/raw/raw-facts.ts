import { stringOf, textOf } from "../otlp/any-value.js";
import type { SpanReading } from "../reading/span-reading.js";

/**
 * The value of a field of the provider's request or response, `llm.<provider>.<field>`: that of the first
 * field that is there.
 */
export function rawFieldOn(raw: SpanReading, ...fields: readonly string[]): unknown {
  const { rules } = raw.layout;
  for (const field of fields) {
    for (let at = rules.length - 1; at >= 0; at--) if (rules[at]?.rawField === field) return raw.view.valueAt(at);
  }
  return undefined;
}

/** The id the provider gave its response. */
export function providerIdOf(raw: SpanReading): string | undefined {
  return textOf(rawFieldOn(raw, "id", "responseId", "response_id"));
}

const ANSWER_FIELDS = ["choices", "output", "content", "candidates"];

/**
 * Fields of a request that only calls of a text-generating model have: never `input`, which embeddings and
 * moderation have too.
 */
const REQUEST_FIELDS = ["messages", "contents", "instructions"];

/**
 * Whether it holds the provider's answer. Of a stream it holds only the request, and maybe the call's own
 * attributes.
 */
export function hasAnswer(raw: SpanReading): boolean {
  const { outputMessages, outputTokens } = raw.layout.sources;
  return (outputMessages ?? outputTokens) !== undefined || answerFieldOn(raw) !== undefined;
}

/** The request's messages as they are written. */
export function rawMessagesOf(raw: SpanReading): string | undefined {
  return textOf(rawFieldOn(raw, "messages", "contents", "input"));
}

/** The answer as it is written. */
export function writtenAnswerOf(raw: SpanReading): string | undefined {
  return textOf(answerFieldOn(raw));
}

/**
 * Ollama and Cohere answer with a `message` that is a dict. Other providers' `message` is a text, such as
 * that of an error.
 */
function answerFieldOn(raw: SpanReading): unknown {
  const message = rawFieldOn(raw, "message");
  return rawFieldOn(raw, ...ANSWER_FIELDS) ?? (stringOf(message)?.startsWith("{") === true ? message : undefined);
}

/** Whether its call is one of a text-generating model. */
export function isOfTextCall(raw: SpanReading): boolean {
  // Speech has instructions, too: how to speak.
  const fields = rawFieldOn(raw, "voice") === undefined ? REQUEST_FIELDS : [];
  return (rawFieldOn(raw, ...fields) ?? answerFieldOn(raw)) !== undefined;
}
