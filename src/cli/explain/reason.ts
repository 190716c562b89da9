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
  if (isDuplicate) return echoOf(pair, callOf(pair));
  const operationKey = operationKeyOf(pair);
  return operationKey === undefined ? { text: "no operation" } : decidedBy(operationKey, pair);
}

function decidedBy(attribute: string, { before }: SpanPair): Reason {
  return { text: `${attribute} = ${textOf(before.get(attribute)) ?? ""}`, attribute };
}

function echoOf(pair: SpanPair, call: SpanPair | undefined): Reason {
  if (call === undefined) return { text: "same call as another span" };
  const { ids } = call;
  const place = ids.trace === pair.ids.trace ? "" : ` in trace ${ids.trace.slice(0, 8)}`;
  return { text: `same call as ${String(call.span.name)}${place}`, sameCallAs: { traceId: ids.trace, spanId: ids.span } };
}
