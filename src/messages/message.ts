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

/** The parts of a message, or its text where it has no parts: `parts`, and where those are missing or empty, `content`. */
export function partsOf(message: Message): string | readonly unknown[] {
  const parts = listed(message.parts);
  return parts.length > 0 ? parts : listed(message.content);
}

/**
 * What a message says: its text parts, joined by a blank line; the JSON of its parts where one is neither text nor tool traffic
 * (an image, audio, a file); else what stands beside the parts. Reasoning and tool results are not said by anybody, and media beside
 * a tool result are part of it. `undefined` where nothing is left. With `dropsContext`, without what a coding agent put in.
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
 * What a message says that the cut of a length limit goes through. Its last part counts only where its type is known: the rest of
 * it might have told that it is reasoning. What is only shown whole (media, tool calls) is absent.
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
  const told = texts.filter((text) => text !== undefined);
  return told.length === 0 ? undefined : told.join("\n\n");
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

/** An item of the Responses API that is no message, although it has a role: reasoning that is sent again, a result of a tool. */
function isUnsaidItem(message: Message): boolean {
  const kind = kindOfItem(message);
  return kind !== undefined && UNSAID.has(kind);
}

/** What a message without a text of its own says: a refusal, the transcript of an audio answer, pictures. */
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
