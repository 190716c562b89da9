import { type MappingOptions, mapLiteLLMTraces, type TracesDataLike } from "litellm-span-mapper";
import { RAW_KEY } from "../otlp/attribute-names.js";
import { isObject, listOf } from "../otlp/guards.js";
import { attributesOf, textOf } from "../otlp/values.js";

/** Attributes from which a mapped value may be computed, where it is not one that came as it is. */
const MAY_BE_SOURCE =
  /^(?:gen_ai\.(?:input\.messages|output\.messages|system_instructions|prompt\.|completion\.|usage\.)|SpanAttributes\.LLM_|llm\.usage\.|litellm\.provider\.model$|hidden_params$|metadata\.usage_object$)/;

const INDEXED = /^(gen_ai\.prompt|gen_ai\.completion|SpanAttributes\.LLM_PROMPTS|SpanAttributes\.LLM_COMPLETIONS)\..*/s;

const OPTIONS: MappingOptions = { serviceNames: ["litellm"], duplicates: "keep" };

/** Keeps a raw request span connected to the call when everything else that connects them is taken away. */
const ONE_CALL = { key: "litellm.call_id", value: { stringValue: "one call" } };

/** A call's span, and where values are recovered, its raw request span. */
export type CallSpans = readonly (object | undefined)[];

/** The mapped attributes of a call whose spans are mapped by themselves. */
export function mappedAlone(spans: CallSpans, recover: boolean): ReadonlyMap<string, unknown> {
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "litellm" } }] };
  const ofOneCall = spans.map((span, at) => {
    const attributes = [...listOf(span, "attributes"), ONE_CALL];
    // Without its parent, which is not there: a raw request span that is the call would be taken for the parent's.
    return span && { ...span, ...(at === 0 ? { parentSpanId: "" } : {}), attributes };
  });
  const traces: TracesDataLike = { resourceSpans: [{ resource, scopeSpans: [{ spans: ofOneCall }] }] };
  const mapped = mapLiteLLMTraces(traces, { ...OPTIONS, recoverFromRawRequest: recover });
  const [resourceSpans] = listOf(mapped, "resourceSpans");
  const [scopeSpans] = listOf(resourceSpans, "scopeSpans");
  return attributesOf(listOf(scopeSpans, "spans")[0]);
}

/**
 * The attributes that computed values came from, found by trial: a value came from an attribute if it changes
 * without it. So the answer is the mapping's own, and stays true when the rules change.
 */
export function sourcesOf(
  targets: readonly string[],
  spans: CallSpans,
  recover: boolean,
): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>(targets.map((target) => [target, []]));
  if (targets.length === 0) return sources;
  const whole = mappedAlone(spans, recover);
  for (const source of sourcesAmong(spans, targets, recover)) {
    const rest = mappedAlone(
      spans.map((span) => without(span, source)),
      recover,
    );
    for (const [target, found] of sources) if (textOf(whole.get(target)) !== textOf(rest.get(target))) found.push(source);
  }
  return sources;
}

/** With recovery, fields of a raw request span are sources: one beside the call, or the call itself. */
function sourcesAmong([call, raw]: CallSpans, targets: readonly string[], recover: boolean): ReadonlySet<string> {
  const hasTokens = targets.some((target) => target.startsWith("gen_ai.usage."));
  const onCall = [...attributesOf(call).keys()].filter(
    (key) => MAY_BE_SOURCE.test(key) && (hasTokens || !key.includes(".usage.")),
  );
  const fields = recover ? [call, raw].flatMap((span) => [...attributesOf(span).keys()]) : [];
  const onRaw = fields.filter((key) => RAW_KEY.test(key));
  return new Set([...new Set([...onCall, ...onRaw].map(familyOf))].slice(0, MOST_TRIED));
}

/**
 * Each attribute takes one mapping of the span. LiteLLM's spans have a few dozen; only an attacker sends
 * thousands.
 */
const MOST_TRIED = 100;

/** The entries of an indexed list are one source. */
function familyOf(key: string): string {
  return key.replace(INDEXED, "$1.*");
}

function without(span: object | undefined, source: string): object | undefined {
  if (span === undefined) return undefined;
  const attributes = listOf(span, "attributes");
  return { ...span, attributes: attributes.filter((one) => !(isObject(one) && familyOf(String(one.key)) === source)) };
}
