import { isObject } from "../otlp/guards.js";
import { withoutAgentContext } from "./agent-context.js";
import { mediaJsonOf } from "./media.js";
import type { Message } from "./message-type.js";
import { kindOf, kindOfItem, type PartKind, saying, textOfPart } from "./parts.js";
import { withToolCalls } from "./tool-calls.js";

/** The role of a message, by OpenAI's names; Gemini calls the assistant `model`. */
export function roleOf(message: Message): unknown {
  return message.role === "model" ? "assistant" : message.role;
}

/**
 * The parts of a message, or its text where it has no parts: `parts`, and where those are missing or empty,
 * `content`.
 */
export function partsOf(message: Message): string | readonly unknown[] {
  const parts = listed(message.parts);
  return parts.length > 0 ? parts : listed(message.content);
}

/**
 * What a message says: its text parts, joined by a blank line; or the JSON of its parts where one is neither
 * text nor tool traffic (an image, audio, a file); or else what is beside the parts. Nobody says reasoning
 * and tool results, and media beside a tool result belong to it. `undefined` where nothing is left. With
 * `dropsContext`, without what a coding agent put in.
 */
export function saidIn(message: Message, dropsContext = false): string | undefined {
  if (isUnsaidItem(message)) return undefined;
  const parts = partsOf(message);
  if (typeof parts === "string") return saying(dropsContext ? withoutAgentContext(parts) : parts) ?? saidBeside(message);
  const [only] = parts;
  if (parts.length === 1 && !dropsContext && kindOf(only) === "text") return textOfPart(only) ?? saidBeside(message);
  const said = saidAmong(dropsContext ? parts.map(partWithoutContext) : parts);
  if (said.some(isMedia)) return mediaJsonOf(said);
  return joined(said.map((part) => textOfPart(part))) ?? saidBeside(message);
}

/**
 * What a message says in which a length limit cut the JSON. Its last part counts only where its type is
 * known: the lost rest might have shown that it is reasoning. What is only shown whole (media, tool calls) is
 * left out.
 */
export function saidInCut(message: Message): string | undefined {
  if (isUnsaidItem(message)) return undefined;
  const parts = partsOf(message);
  if (typeof parts === "string") return saying(parts, "cut");
  const cutPart = parts.at(-1);
  const whole = saidAmong(parts.slice(0, -1));
  if (whole.some(isMedia)) return undefined;
  const isText = kindOf(cutPart) === "text" && (typeof cutPart === "string" || (isObject(cutPart) && cutPart.type !== undefined));
  return joined([...whole.map((part) => textOfPart(part)), isText ? textOfPart(cutPart, "cut") : undefined]);
}

/** The JSON list of the tools that messages call, `undefined` where they call none. */
export function callsIn(messages: readonly Message[]): string | undefined {
  let calls = "";
  try {
    for (const message of messages) calls = withToolCalls(calls, message, partsOf(message));
  } catch {
    return undefined; // arguments nested too deep to be written
  }
  return calls === "" ? undefined : `[${calls}]`;
}

/** Texts that follow each other, with a blank line between them. */
export function joined(texts: readonly (string | undefined)[]): string | undefined {
  const said = texts.filter((text) => text !== undefined);
  return said.length === 0 ? undefined : said.join("\n\n");
}

const UNSAID: ReadonlySet<PartKind> = new Set<PartKind>(["reasoning", "provider-call", "tool-result", "nothing"]);

/** The parts that somebody says, calls among them. */
function saidAmong(parts: readonly unknown[]): readonly unknown[] {
  const kinds = parts.map(kindOf);
  const hasResult = kinds.includes("tool-result");
  return parts.filter((_, at) => {
    const kind = kinds[at] as PartKind;
    return !UNSAID.has(kind) && !(hasResult && kind === "media");
  });
}

/**
 * An item of the Responses API that is not a message, although it has a role: replayed reasoning, or a tool's
 * result.
 */
function isUnsaidItem(message: Message): boolean {
  const kind = kindOfItem(message);
  return kind !== undefined && UNSAID.has(kind);
}

/** What a message says that has no text of its own: a refusal, the transcript of an audio answer, pictures. */
function saidBeside({ refusal, audio, images }: Message): string | undefined {
  const said = saying(refusal) ?? saying(isObject(audio) ? audio.transcript : undefined);
  return said ?? (Array.isArray(images) && images.some(isObject) ? mediaJsonOf(images) : undefined);
}

/** A part as the person wrote it; one that an agent wrote whole says nothing. */
function partWithoutContext(part: unknown): unknown {
  const text = textOfPart(part);
  const own = text === undefined ? text : withoutAgentContext(text);
  if (own === text) return part;
  if (own === "") return undefined;
  return isObject(part) ? { type: "text", content: own } : own;
}

function isMedia(part: unknown): boolean {
  return kindOf(part) === "media";
}

function listed(parts: unknown): string | readonly unknown[] {
  if (typeof parts === "string" || Array.isArray(parts)) return parts;
  return isObject(parts) ? [parts] : [];
}
