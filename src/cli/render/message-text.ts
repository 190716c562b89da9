import { isObject } from "../otlp/guards.js";

/**
 * What a mapped message says, for a person. The JSON of tool calls becomes calls as in code. The JSON of
 * parts becomes their texts, and the kind of those that are not text. Other text is shown as it is.
 */
export function readableMessage(text: string): string {
  if (!text.startsWith("[{")) return text;
  const parts = listIn(text);
  if (parts === undefined || !parts.every(isPart)) return text;
  return parts.map(readablePart).join(" ");
}

type Part = Readonly<Record<string, unknown>> & { readonly type: string };

function readablePart(part: Part): string {
  if (part.type === "tool_call" && typeof part.name === "string") return `${part.name}(${argumentsOf(part)})`;
  const said = part.text ?? part.content;
  return typeof said === "string" ? said : `[${part.type}]`;
}

function argumentsOf(part: Part): string {
  const given = part.arguments ?? "";
  return typeof given === "string" ? given : JSON.stringify(given);
}

function isPart(part: unknown): part is Part {
  return isObject(part) && typeof part.type === "string";
}

function listIn(json: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
