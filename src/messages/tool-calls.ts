import { isObject } from "../otlp/guards.js";
import type { Message } from "./message-type.js";
import { holdsPlaceholder, kindOf, kindOfItem } from "./parts.js";

/**
 * A list of tool calls, with those of a message added, each as Fiddler shows it: JSON of `type`, `id`, `name`
 * and `arguments`, without the members that the call does not have. A message has them in `tool_calls` or
 * `function_call` beside its parts (OpenAI), or among its parts, or it is a call itself, like an item of the
 * Responses API. Throws for arguments that are nested too deep to be written.
 */
export function withToolCalls(list: string, message: Message, parts: string | readonly unknown[]): string {
  const beside: readonly unknown[] = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const calls = beside.length > 0 ? beside : kindOfItem(message) === "tool-call" ? [message] : partCallsOf(parts);
  if (calls.length === 0) return withToolCall(list, message.function_call);
  return calls.reduce<string>(withToolCall, list);
}

function withToolCall(list: string, call: unknown): string {
  const json = isObject(call) ? toolCall(call) : "";
  return list === "" || json === "" ? list + json : `${list},${json}`;
}

function partCallsOf(parts: string | readonly unknown[]): readonly unknown[] {
  return typeof parts === "string" ? [] : parts.filter((part) => kindOf(part) === "tool-call");
}

/** Types that say only that a tool is called; others (`local_shell_call`) name the tool. */
const NAMELESS_TYPES: ReadonlySet<unknown> = new Set(["tool_call", "tool_use", "function_call", "custom_tool_call"]);

/**
 * The arguments of a call: OpenAI's and OpenTelemetry's, Anthropic's and custom tools', Gemini's, and those
 * of what the client runs.
 */
function argumentsOf(call: Message): unknown {
  return call.arguments ?? call.input ?? call.args ?? call.action ?? call.operation ?? call.actions;
}

/**
 * The JSON of a call; `""` where it says nothing. OpenAI nests name and arguments in `function` or `custom`,
 * Gemini in `functionCall`, Bedrock in `toolUse`.
 */
function toolCall(call: Message): string {
  const inner =
    nestedIn(call.function) ??
    nestedIn(call.custom) ??
    nestedIn(call.functionCall) ??
    nestedIn(call.function_call) ??
    nestedIn(call.toolUse) ??
    call;
  const id = member("id", call.call_id ?? call.id ?? inner.id ?? inner.toolUseId);
  const name = member("name", inner.name ?? nameInType(call));
  const callArguments = argumentsOf(inner);
  const json = member("arguments", callArguments);
  const isWithheld = holdsPlaceholder(typeof callArguments === "string" ? callArguments : json);
  const members = `${id}${name}${isWithheld ? "" : json}`;
  return members === "" ? "" : `{"type":"tool_call"${members}}`;
}

function nestedIn(value: unknown): Message | undefined {
  return isObject(value) ? value : undefined;
}

function nameInType(call: Message): unknown {
  return NAMELESS_TYPES.has(call.type) || kindOfItem(call) !== "tool-call" ? undefined : call.type;
}

function member(name: string, value: unknown): string {
  return value === undefined || value === null || value === "" ? "" : `,"${name}":${JSON.stringify(value)}`;
}
