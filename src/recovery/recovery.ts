import type { Report } from "../issues.js";
import { UNKNOWN_PROVIDERS } from "../litellm/unknown-values.js";
import { fieldOf, stringOf } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { jsonIn } from "../otlp/json.js";
import { rawAnswerOf } from "../raw/raw-answer.js";
import { rawSystemOf, rawUserOf } from "../raw/raw-prompt.js";
import { type RawRequest, rawRequestOn } from "../raw/raw-request.js";
import { rawUsageOf } from "../raw/raw-usage.js";
import { type SpanReading, textAt } from "../reading/span-reading.js";
import { type SpanUsage, usageOn } from "../reading/span-usage.js";
import { type RecoveredCount, recoveredTokenCounts } from "./recovered-tokens.js";

/**
 * What a call's span lacks, and its raw request span or another attribute holds. Each is only looked for when
 * asked for.
 */
export interface Recovery {
  system(): string | undefined;
  user(dropsContext: boolean): string | undefined;
  output(): string | undefined;
  provider(): string | undefined;
  requestModel(): string | undefined;
  responseModel(): string | undefined;
  /** Tokens as the provider counted them. */
  usage(): SpanUsage | undefined;
  /** US dollars, above 0. */
  totalCost(): number | undefined;
  /** Cache, reasoning and audio tokens. */
  tokenCounts(): readonly RecoveredCount[];
}

/**
 * Recovers a call from its raw request span, where it has one, and from the span above that has its usage or
 * cost. What can't be read is reported as an issue of the call.
 */
export function recoveryOf(
  call: SpanReading,
  rawReading: SpanReading | undefined,
  report: Report,
  above?: SpanReading,
): Recovery {
  const raw = rawReading && rawRequestOn(rawReading, report);
  let hiddenParams: HiddenParams | undefined;
  const hidden = () => (hiddenParams ??= hiddenParamsOf(call));
  return {
    system: () => raw && rawSystemOf(raw, call.operation),
    user: (dropsContext) => raw && rawUserOf(raw, dropsContext),
    output: () => raw && rawAnswerOf(raw),
    provider: () => providerOf(call, raw, hidden),
    requestModel: () => raw && requestModelOf(raw),
    responseModel: () => raw && responseModelOf(raw),
    usage: () => (rawReading && rawUsageOf(rawReading)) ?? (above && usageOn(above)),
    totalCost: () => totalCostOf(call, hidden) ?? (above && leftCostOn(above)),
    tokenCounts: () => recoveredTokenCounts(call),
  };
}

/** `llm.None.*` is what LiteLLM writes where it does not know the provider (BerriAI/litellm#25240). */
function providerOf(call: SpanReading, raw: RawRequest | undefined, hidden: () => HiddenParams): string | undefined {
  if (raw?.provider && !UNKNOWN_PROVIDERS.includes(raw.provider)) return raw.provider;
  const providerModel = textAt(call, call.layout.sources.providerModel);
  return providerIn(providerModel) ?? providerIn(hidden().litellm_model_name);
}

type HiddenParams = Readonly<Record<string, unknown>>;

/** `hidden_params`: what LiteLLM knows of the call's deployment and cost, as JSON. */
function hiddenParamsOf(call: SpanReading): HiddenParams {
  const hiddenParams = jsonIn(textAt(call, call.layout.sources.hiddenParams) ?? "");
  return isObject(hiddenParams) ? hiddenParams : {};
}

/** The cost in `hidden_params`, where the span's own is missing or 0, as on Gemini's streams (1.109, 1.110). */
function totalCostOf(call: SpanReading, hidden: () => HiddenParams): number | undefined {
  const { totalCost, v2TotalCost, hiddenParams } = call.layout.sources;
  if (hiddenParams === undefined) return undefined;
  for (const at of [totalCost, v2TotalCost]) {
    if (at !== undefined && costAt(call, at) !== undefined) return undefined;
  }
  return costIn(hidden().response_cost);
}

/** The cost that an earlier call has left on a span of an application. */
function leftCostOn(reading: SpanReading): number | undefined {
  const { totalCost = Number.POSITIVE_INFINITY } = reading.layout.sources;
  return totalCost < reading.callFrom ? costAt(reading, totalCost) : undefined;
}

function costAt({ view }: SpanReading, at: number): number | undefined {
  const value = view.valueAt(at);
  return costIn(fieldOf(value, "doubleValue") ?? fieldOf(value, "intValue") ?? stringOf(value));
}

function costIn(value: unknown): number | undefined {
  const cost = typeof value === "boolean" ? 0 : Number(value ?? 0);
  return cost > 0 && Number.isFinite(cost) ? cost : undefined;
}

/** `openai` of `openai/gpt-4o-mini`. */
function providerIn(model: unknown): string | undefined {
  const slash = typeof model === "string" ? model.indexOf("/") : -1;
  return slash > 0 ? (model as string).slice(0, slash) : undefined;
}

/** Fields that only a response has: without them, `model` is the request's. */
const RESPONSE_FIELDS = ["id", "choices", "output", "content", "candidates", "responseId"];

/** The requested model. Where a response is there too, `model` is the one that answered: the closest there is. */
function requestModelOf(raw: RawRequest): string | undefined {
  const model = raw.textOrStructure("model");
  return typeof model === "string" ? model : undefined;
}

function responseModelOf(raw: RawRequest): string | undefined {
  if (!RESPONSE_FIELDS.some(raw.has)) return undefined;
  const model = raw.textOrStructure("modelVersion") ?? raw.textOrStructure("model");
  return typeof model === "string" ? model : undefined;
}
