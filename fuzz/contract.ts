/**
 * What docs and contract say of detection, span types and attribute names, written down a second time, so that the laws do not
 * ask the code they judge.
 */
import type { MappingOptions } from "../src/index.js";
import { isObject, memberOf } from "./tree.js";

/** The operations of text-generating models; all others make a chain. */
const LLM_OPERATIONS: ReadonlySet<string> = new Set(
  `chat completion acompletion completion_with_retries acompletion_with_retries text_completion atext_completion responses
  aresponses anthropic_messages generate_content agenerate_content generate_content_stream agenerate_content_stream`.split(/\s+/),
);

export const SPAN_TYPE = "fiddler.span.type";

/** What the mapper may add to a span behind the span type, with recovery off and on. */
export const ADDED: ReadonlySet<string> = new Set([
  "gen_ai.llm.input.system",
  "gen_ai.llm.input.user",
  "gen_ai.llm.output",
  "gen_ai.usage.total_tokens",
  "gen_ai.system",
]);
export const RECOVERED: ReadonlySet<string> = new Set([
  "gen_ai.response.model",
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.cache_creation.input_tokens",
  "gen_ai.usage.reasoning.output_tokens",
]);

export const COUNTS: ReadonlySet<string> = new Set([
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.total_tokens",
]);
const OLDER_COUNTS: ReadonlySet<string> = new Set([
  "gen_ai.usage.prompt_tokens",
  "gen_ai.usage.completion_tokens",
  "llm.usage.total_tokens",
]);

const MOVED = /^(?:gen_ai\.cost|litellm\.cost|metadata|litellm\.metadata|litellm\.api_key|litellm\.team|litellm\.end_user)\./;
const USAGE_OR_COST = /^(?:gen_ai\.usage|gen_ai\.cost|litellm\.cost)\.|^llm\.usage\.total_tokens$/;
const OWNED =
  /^(?:fiddler\.span\.(?:type$|user\.)|gen_ai\.llm\.(?:input\.(?:system|user)|output)$|gen_ai\.(?:(?:request|response)\.model|system)$)/;

/** Names that are gone from a mapped span. */
export function isConsumed(key: string): boolean {
  return MOVED.test(key) || OLDER_COUNTS.has(key);
}

export function isUsageOrCost(key: string): boolean {
  return USAGE_OR_COST.test(key);
}

/** Names that the mapper answers for: a span has one attribute of them or none, and never `""`. */
export function isOwned(key: string): boolean {
  return OWNED.test(key) || COUNTS.has(key);
}

/** Names that pass whatever they hold. */
export function passes(key: string): boolean {
  return !isOwned(key) && !isConsumed(key);
}

export function listOf(message: unknown, member: string): readonly unknown[] {
  const list = memberOf(message, member);
  return Array.isArray(list) ? list : [];
}

export function keyOf(attribute: unknown): string | undefined {
  const key = memberOf(attribute, "key");
  return typeof key === "string" ? key : undefined;
}

/** The text of an attribute's value; protobuf-es keeps it as `value: {case, value}`. */
export function textOf(attribute: unknown): string | undefined {
  const value = memberOf(attribute, "value");
  const direct = memberOf(value, "stringValue");
  if (typeof direct === "string") return direct;
  const oneof = memberOf(value, "value");
  const text =
    (direct ?? undefined) === undefined && memberOf(oneof, "case") === "stringValue" ? memberOf(oneof, "value") : undefined;
  return typeof text === "string" ? text : undefined;
}

/** The text of a span's attribute, the last one where the key is repeated; `""` is absent. */
export function spanTextOf(span: unknown, key: string): string | undefined {
  return textOf(listOf(span, "attributes").findLast((attribute) => isObject(attribute) && attribute.key === key)) || undefined;
}

const RAW_KEY = /^llm\.(?!(?:request|usage|chat)\.)[^.]*\../s;

export function isRawRequest(span: unknown): boolean {
  if (memberOf(span, "name") === "raw_gen_ai_request") return true;
  return listOf(span, "attributes").some((attribute) => {
    const key = keyOf(attribute);
    return key?.startsWith("llm.") === true && RAW_KEY.test(key);
  });
}

/** The type by contract 3, duplicates left aside. */
export function typeByOperation(span: unknown): "llm" | "chain" {
  const operation = ["litellm.call_type", "llm.request.type", "gen_ai.operation.name"]
    .map((key) => spanTextOf(span, key))
    .find((text) => text !== undefined);
  return operation !== undefined && LLM_OPERATIONS.has(operation) && !isRawRequest(span) ? "llm" : "chain";
}

/** Every span of a request, with the scope it stands in, in order. */
export function spansIn(traces: unknown): readonly { readonly span: unknown; readonly scopeSpans: unknown }[] {
  return listOf(traces, "resourceSpans").flatMap((resourceSpans) =>
    listOf(resourceSpans, "scopeSpans").flatMap((scopeSpans) =>
      listOf(scopeSpans, "spans").map((span) => ({ span, scopeSpans })),
    ),
  );
}

/** Whether the mapper maps the spans of a scope of this request. */
export function litellmScopesIn(traces: unknown, options: MappingOptions): (scopeSpans: unknown) => boolean {
  const serviceNames = options.serviceNames ?? ["litellm", "litellm-proxy"];
  const scopes = new Set<unknown>();
  for (const resourceSpans of listOf(traces, "resourceSpans")) {
    const serviceName = spanTextOf(memberOf(resourceSpans, "resource"), "service.name");
    const matches = serviceName !== undefined && serviceNames.includes(serviceName);
    for (const scopeSpans of listOf(resourceSpans, "scopeSpans")) {
      const name = memberOf(memberOf(scopeSpans, "scope"), "name");
      if (matches || (typeof name === "string" && options.scopeNames?.includes(name))) scopes.add(scopeSpans);
    }
  }
  return (scopeSpans) => isObject(scopeSpans) && scopes.has(scopeSpans);
}
