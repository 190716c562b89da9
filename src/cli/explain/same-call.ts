import { operationKeyOf, type SpanPair, typeOf } from "../otlp/span-pair.js";
import { integerOf, textOf } from "../otlp/values.js";

/** Finds the span that stayed the call, for a span that reports the same call. */
export type CallFinder = (echo: SpanPair) => SpanPair | undefined;

/** Looks among the spans that were mapped together. */
export function callFinderOf(pairs: readonly SpanPair[]): CallFinder {
  const calls = new Map<string, SpanPair>();
  for (const pair of pairs) if (typeOf(pair) === "llm") for (const key of keysOf(pair)) calls.set(key, pair);
  return (echo) => keysOf(echo).flatMap((key) => calls.get(key) ?? [])[0];
}

/**
 * What spans of one call share: operation and model, and one of call id, response id and start; or else only
 * an id.
 */
function keysOf(pair: SpanPair): readonly string[] {
  const { before, span } = pair;
  const shared = [textOf(before.get(operationKeyOf(pair) ?? "")), textOf(before.get("gen_ai.request.model"))];
  const ids = [textOf(before.get("litellm.call_id")), textOf(before.get("gen_ai.response.id"))];
  const own = [...ids, integerOf(span.startTimeUnixNano)?.toString()];
  const keysWith = (texts: readonly (string | undefined)[], more: readonly (string | undefined)[]) =>
    texts.flatMap((text, at) => (text === undefined ? [] : [JSON.stringify([at, text, ...more])]));
  return [...keysWith(own, shared), ...keysWith(ids, [])];
}
