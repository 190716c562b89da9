import type { KeyValue } from "../src/index.js";

/** Reading the messages the plain way: parse all, take the first system and the last user message, and the first answer. */
export function promptByFullParse(attributes: readonly KeyValue[]): readonly (string | undefined)[] {
  const input = messagesAt(attributes, "gen_ai.input.messages");
  const output = messagesAt(attributes, "gen_ai.output.messages");
  return [
    textOf(input.find(({ role }) => role === "system")),
    textOf(input.findLast(({ role }) => role === "user")),
    textOf(output.find(({ role }) => role === "assistant")),
  ];
}

interface PlainMessage {
  readonly role?: string;
  readonly parts?: readonly { readonly type?: string; readonly content?: string }[];
}

function messagesAt(attributes: readonly KeyValue[], key: string): readonly PlainMessage[] {
  const json = attributes.find((attribute) => attribute.key === key)?.value?.stringValue;
  try {
    return json ? JSON.parse(json) : [];
  } catch {
    return []; // cut at a length limit
  }
}

function textOf(message: PlainMessage | undefined): string | undefined {
  const texts = message?.parts?.filter(({ type }) => type === "text").map(({ content }) => content);
  return texts?.join("\n\n");
}
