import fc from "fast-check";
import { sayings, texts } from "./values.js";

export interface GeneratedMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly parts?: unknown;
}

/** A part as LiteLLM's modes write them, of any kind. */
const parts: fc.Arbitrary<unknown> = fc.oneof(
  texts,
  texts.map((content) => ({ type: "text", content })),
  texts.map((text) => ({ type: "input_text", text })),
  texts.map((text) => ({ text })),
  texts.map((thinking) => ({ type: "thinking", thinking })),
  texts.map((content) => ({ type: "tool_result", tool_use_id: "t", content })),
  texts.map((url) => ({ type: "image_url", image_url: { url } })),
  fc.record({ type: fc.constant("tool_use"), id: texts, name: texts, input: fc.jsonValue({ maxDepth: 2 }) }),
  fc.jsonValue({ maxDepth: 3 }),
);

const roles = fc.constantFrom("system", "developer", "user", "assistant", "model", "tool", "");

/** Any message, in any of the forms. */
const anyMessages: fc.Arbitrary<GeneratedMessage> = fc.oneof(
  fc.record({ role: roles, content: fc.oneof(texts, fc.array(parts, { maxLength: 3 }), parts) }),
  fc.record({ role: roles, parts: fc.array(parts, { maxLength: 3 }) }),
);

export const conversations: fc.Arbitrary<readonly GeneratedMessage[]> = fc.array(anyMessages, { maxLength: 6 });

/** Conversations of which every message is a text that says something. */
export const plainConversations: fc.Arbitrary<readonly { readonly role: string; readonly content: string }[]> = fc.array(
  fc.record({ role: fc.constantFrom("system", "developer", "user", "assistant", "tool"), content: sayings }),
  { minLength: 1, maxLength: 8 },
);

/** The JSON of messages, now and then cut, doubled or not of messages at all. */
export const messageTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: conversations.map((messages) => JSON.stringify(messages)) },
  {
    weight: 2,
    arbitrary: fc.tuple(conversations, fc.nat(200)).map(([messages, length]) => JSON.stringify(messages).slice(0, length)),
  },
  { weight: 1, arbitrary: texts },
);
