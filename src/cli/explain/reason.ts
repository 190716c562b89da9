import { SPAN_TYPE } from "../otlp/attribute-names.js";
import { isRawRequest, operationKeyOf, type SpanPair, typeOf } from "../otlp/span-pair.js";
import { textOf } from "../otlp/values.js";
import type { Reason } from "./explained-span.js";
import type { CallFinder } from "./same-call.js";

/** Why a span has the type that it has. */
export function reasonOf(pair: SpanPair, isDuplicate: boolean, callOf: CallFinder): Reason {
  const type = typeOf(pair);
  // It came with one, which may not be one of Fiddler's.
  if (textOf(pair.before.get(SPAN_TYPE)) !== undefined) return decidedBy(SPAN_TYPE, pair);
  if (type === undefined) return { text: `not LiteLLM's: service.name = ${pair.service ?? "none"}` };
  if (!pair.isLiteLLMs) return { text: "not LiteLLM's" };
  if (type === "chain" && isRawRequest(pair)) return { text: "raw request" };
  // A call from which an earlier one's tokens were left out stays a call.
  if (isDuplicate && type === "chain") return echoOf(pair, callOf(pair));
  const operationKey = operationKeyOf(pair);
  if (operationKey !== undefined) return decidedBy(operationKey, pair);
  if (type === "chain") return { text: "no operation" };
  return { text: isRawRequest(pair) ? "raw request that alone reports the call" : "no operation, but an answer" };
}

function decidedBy(attribute: string, { before }: SpanPair): Reason {
  return { text: `${attribute} = ${textOf(before.get(attribute)) ?? ""}`, attribute };
}

function echoOf(pair: SpanPair, call: SpanPair | undefined): Reason {
  if (call === undefined) return { text: "same call as another span" };
  const { ids } = call;
  if (ids.trace === pair.ids.trace && ids.span === pair.ids.span) return { text: "same span as another" };
  const place = ids.trace === pair.ids.trace ? "" : ` in trace ${ids.trace.slice(0, 8)}`;
  return { text: `same call as ${String(call.span.name)}${place}`, sameCallAs: { traceId: ids.trace, spanId: ids.span } };
}
