import { isObject } from "../otlp/guards.js";
import type { Message } from "./message.js";
import { kindOf } from "./parts.js";

/**
 * A list of tool calls with those of a message behind them, each as Fiddler shows it: JSON of `type`, `id`, `name` and `arguments`,
 * without the members that the call does not have. They are in `tool_calls` or `function_call` beside the message's parts (OpenAI),
 * else among its parts. Throws for arguments that are nested too deep to be written.
 */
export function withToolCalls(list: string, message: Message, parts: string | readonly unknown[]): string {
  const beside: readonly unknown[] = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const calls = beside.length > 0 ? beside : partCallsOf(parts);
  if (calls.length === 0) return withToolCall(list, message.function_call);
  return calls.reduce<string>(withToolCall, list);
}

function withToolCall(list: string, call: unknown): string {
  if (!isObject(call)) return list;
  return list === "" ? toolCall(call) : `${list},${toolCall(call)}`;
}

function partCallsOf(parts: string | readonly unknown[]): readonly unknown[] {
  return typeof parts === "string" ? [] : parts.filter((part) => kindOf(part) === "tool-call");
}

/** OpenAI nests name and arguments in `function`, Gemini in `functionCall`; Anthropic has `input`, Gemini `args`. */
function toolCall(call: Message): string {
  const inner = nestedIn(call.function) ?? nestedIn(call.functionCall) ?? nestedIn(call.function_call) ?? call;
  const id = member("id", call.call_id ?? call.id ?? inner.id);
  const callArguments = member("arguments", inner.arguments ?? inner.input ?? inner.args);
  return `{"type":"tool_call"${id}${member("name", inner.name)}${callArguments}}`;
}

function nestedIn(value: unknown): Message | undefined {
  return isObject(value) ? value : undefined;
}

function member(name: string, value: unknown): string {
  return value === undefined || value === null || value === "" ? "" : `,"${name}":${JSON.stringify(value)}`;
}
