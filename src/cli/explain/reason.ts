import { textOf } from "../otlp/values.js";
import { SPAN_TYPE } from "./attribute-names.js";
import type { Reason } from "./explained-span.js";
import type { CallFinder } from "./same-call.js";
import { isRawRequest, operationKeyOf, type SpanPair, typeOf } from "./span-pair.js";

/** Why a span has the type that it has. */
export function reasonOf(pair: SpanPair, isDuplicate: boolean, callOf: CallFinder): Reason {
  if (typeOf(pair) === undefined) return { text: `not LiteLLM's: service.name = ${pair.service ?? "none"}` };
  if (pair.before.has(SPAN_TYPE)) return decidedBy(SPAN_TYPE, pair);
  if (isRawRequest(pair)) return { text: "raw request" };
  if (isDuplicate) return { text: `tells the same call as ${nameOf(callOf(pair))}` };
  const operationKey = operationKeyOf(pair);
  return operationKey === undefined ? { text: "no operation" } : decidedBy(operationKey, pair);
}

function decidedBy(attribute: string, { before }: SpanPair): Reason {
  return { text: `${attribute} = ${textOf(before.get(attribute)) ?? ""}`, attribute };
}

function nameOf(call: SpanPair | undefined): string {
  return call === undefined ? "another span" : `${String(call.span.name)} ${call.ids.span.slice(0, 8)}`;
}
