import { isObject } from "../otlp/guards.js";
import { kindOf } from "./parts.js";

/** A tool call as Fiddler shows it; members that the call does not have are left out. */
export interface ToolCall {
  readonly type: "tool_call";
  readonly id?: unknown;
  readonly name?: unknown;
  readonly arguments?: unknown;
}

/** The tools a message calls: from `tool_calls` or `function_call` beside its parts (OpenAI), else from its parts. */
export function toolCallsOf(message: Readonly<Record<string, unknown>>, parts: string | readonly unknown[]): readonly ToolCall[] {
  const beside = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const calls = beside.length > 0 ? beside : partCallsOf(parts);
  if (calls.length > 0) return calls.filter(isObject).map(toolCall);
  return isObject(message.function_call) ? [toolCall(message.function_call)] : [];
}

function partCallsOf(parts: string | readonly unknown[]): readonly unknown[] {
  return typeof parts === "string" ? [] : parts.filter((part) => kindOf(part) === "tool-call");
}

/** OpenAI nests name and arguments in `function`, Gemini in `functionCall`; Anthropic has `input`, Gemini `args`. */
export function toolCall(call: Readonly<Record<string, unknown>>): ToolCall {
  const inner = nestedIn(call.function) ?? nestedIn(call.functionCall) ?? nestedIn(call.function_call) ?? call;
  // JSON leaves undefined members out.
  return {
    type: "tool_call",
    id: told(call.call_id ?? call.id ?? inner.id),
    name: told(inner.name),
    arguments: told(inner.arguments ?? inner.input ?? inner.args),
  };
}

function nestedIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) ? value : undefined;
}

function told(value: unknown): unknown {
  return value === null || value === "" ? undefined : value;
}
