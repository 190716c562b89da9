/**
 * What docs and contract say of detection, span types and attribute names, written down a second time, so
 * that the laws do not rely on the code that they check.
 */
import type { MappingOptions } from "../src/index.js";
import { isObject, memberOf } from "./tree.js";

/** The operations of text-generating models; all others make a chain, except those for which the span decides. */
const LLM_OPERATIONS: ReadonlySet<string> = new Set(
  `chat completion acompletion completion_with_retries acompletion_with_retries text_completion atext_completion responses
  aresponses _aresponses_websocket anthropic_messages aanthropic_messages generate_content agenerate_content
  generate_content_stream agenerate_content_stream`.split(/\s+/),
);
const AS_SHOWN = /^(?:pass_through_endpoint|a?llm_passthrough_route|a?create_interaction|a?run_thread(?:_stream)?)$/;

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
  "gen_ai.request.model",
  "gen_ai.response.model",
  "gen_ai.usage.input_tokens",
  "gen_ai.usage.output_tokens",
  "gen_ai.usage.input_audio_tokens",
  "gen_ai.usage.output_audio_tokens",
  "fiddler.span.user.gen_ai.cost.total_cost",
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

const MOVED = new RegExp(
  [
    "^(?:(?:gen_ai\\.cost|metadata|litellm\\.(?:cost|metadata|api_key|team|end_user|routing|guardrail))\\.|guardrail_",
    "|litellm\\.(?:model_group|request\\.route|request\\.purpose|cache_hit|saved_cache_cost)$|llm\\.user$)",
  ].join(""),
);
const URLS: ReadonlySet<string> = new Set(["url.query", "url.full", "http.url", "http.target"]);
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
  return !isOwned(key) && !isConsumed(key) && !isUrl(key);
}

/** Names whose values lose their credentials. */
export function isUrl(key: string): boolean {
  return URLS.has(key);
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

const OTHER_FAMILIES = `request response usage chat completions headers token token_count input_messages output_messages tools
  cost prompt_template prompts choices`.split(/\s+/);

/** A span with a key of a provider's request or response; which fields are one is the mapper's to know. */
export function isRawRequest(span: unknown): boolean {
  if (memberOf(span, "name") === "raw_gen_ai_request") return true;
  return listOf(span, "attributes").some((attribute) => {
    const [llm, provider, field, ...more] = (keyOf(attribute) ?? "").split(".");
    return llm === "llm" && !!field && more.length === 0 && !OTHER_FAMILIES.includes(provider ?? "");
  });
}

const OTHER_VOCABULARY =
  /^(?:llm\.(?:token_count|token|input_messages|output_messages|prompts|completions|responses)(?:\.|$)|(?:openinference|input|output|langtrace|langfuse|traceloop|weave|mlflow)\.)/;
const ANSWER = /^(?:gen_ai\.completion|SpanAttributes\.LLM_COMPLETIONS)\.\d{1,6}\.(?:role|content)$/;

/** The types a span may have by contract 3, duplicates left aside. */
export function typesByOperation(span: unknown): ReadonlySet<string> {
  const operation = ["litellm.call_type", "llm.request.type", "gen_ai.operation.name"]
    .map((key) => spanTextOf(span, key))
    .find((text) => text !== undefined);
  const keys = listOf(span, "attributes").map((attribute) => keyOf(attribute) ?? "");
  const isOpen =
    isRawRequest(span) ||
    keys.some((key) => OTHER_VOCABULARY.test(key)) ||
    (operation !== undefined && AS_SHOWN.test(operation)) ||
    (operation === undefined && keys.some((key) => ANSWER.test(key)));
  if (isOpen) return new Set(["llm", "chain"]);
  return new Set([operation !== undefined && LLM_OPERATIONS.has(operation) ? "llm" : "chain"]);
}

/** Every span of a request, with the scope it stands in, in order. */
export function spansIn(traces: unknown): readonly { readonly span: unknown; readonly scopeSpans: unknown }[] {
  return listOf(traces, "resourceSpans").flatMap((resourceSpans) =>
    listOf(resourceSpans, "scopeSpans").flatMap((scopeSpans) =>
      listOf(scopeSpans, "spans").map((span) => ({ span, scopeSpans })),
    ),
  );
}

/** What a mapper may do to a span of this request: map it, give it a type and nothing else, or leave it. */
export function handlingIn(traces: unknown, options: MappingOptions): (span: unknown, scopeSpans: unknown) => Handling {
  const serviceNames = options.serviceNames ?? ["litellm", "litellm-proxy"];
  const whole = new Set<unknown>();
  const named = new Set<unknown>();
  const beside = new Set<unknown>();
  const isNamed = (scopeSpans: unknown) => {
    const name = memberOf(memberOf(scopeSpans, "scope"), "name");
    return typeof name === "string" && options.scopeNames?.includes(name) === true;
  };
  for (const resourceSpans of listOf(traces, "resourceSpans")) {
    const serviceName = spanTextOf(memberOf(resourceSpans, "resource"), "service.name");
    const scopes = listOf(resourceSpans, "scopeSpans");
    const matches = serviceName !== undefined && serviceNames.includes(serviceName);
    const hasOurs =
      (options.scopeNames?.length ?? 0) > 0 && scopes.some((each) => isNamed(each) || listOf(each, "spans").some(isMarked));
    for (const scopeSpans of scopes)
      (matches ? whole : isNamed(scopeSpans) ? named : hasOurs ? beside : new Set()).add(scopeSpans);
  }
  return (span, scopeSpans) => {
    if (!isObject(scopeSpans) || !isObject(span)) return "pass";
    if (whole.has(scopeSpans) || named.has(scopeSpans)) return "map";
    if (!beside.has(scopeSpans)) return "pass";
    if (isMarked(span)) return "map";
    return options.otherScopes === "chain" ? "type" : "pass";
  };
}

export type Handling = "map" | "type" | "pass";

/** LiteLLM's marks of a call on a span of another scope. */
function isMarked(span: unknown): boolean {
  const keys = listOf(span, "attributes").map((attribute) => keyOf(attribute) ?? "");
  if (!keys.includes("llm.request.type") && !keys.includes("litellm.call_type")) return false;
  return keys.some((key) => key === "hidden_params" || (key.startsWith("litellm.") && key !== "litellm.call_type"));
}
