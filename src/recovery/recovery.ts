import type { Report } from "../issues.js";
import { UNTOLD_PROVIDERS } from "../model.js";
import type { OtlpForm } from "../otlp/form.js";
import { isObject } from "../otlp/guards.js";
import { jsonIn } from "../otlp/json.js";
import type { KeyValue } from "../otlp/types.js";
import { type SpanReading, textAt } from "../span-reading.js";
import { rawAnswerOf } from "./raw-answer.js";
import { rawSystemOf, rawUserOf } from "./raw-prompt.js";
import { type RawRequest, rawRequestOn } from "./raw-request.js";
import { recoveredTokenAttributes } from "./recovered-tokens.js";

/** What a call's span lacks and its raw request span or another attribute holds; each is looked for when it is asked for. */
export interface Recovery {
  system(): string | undefined;
  user(dropsContext: boolean): string | undefined;
  output(): string | undefined;
  provider(): string | undefined;
  responseModel(): string | undefined;
  /** Cache and reasoning tokens. */
  tokenAttributes(form: OtlpForm): readonly KeyValue[];
}

/** Recovery of a call from its raw request span, where it has one. What can't be read is reported, as an issue of the call. */
export function recoveryOf(call: SpanReading, rawReading: SpanReading | undefined, report: Report): Recovery {
  const raw = rawReading && rawRequestOn(rawReading, report);
  return {
    system: () => raw && rawSystemOf(raw, call.operation),
    user: (dropsContext) => raw && rawUserOf(raw, dropsContext),
    output: () => raw && rawAnswerOf(raw),
    provider: () => providerOf(call, raw),
    responseModel: () => raw && responseModelOf(raw),
    tokenAttributes: (form) => recoveredTokenAttributes(call, form),
  };
}

/** `llm.None.*` is what LiteLLM writes where it does not know the provider (BerriAI/litellm#25240). */
function providerOf(call: SpanReading, raw: RawRequest | undefined): string | undefined {
  if (raw?.provider !== undefined && !UNTOLD_PROVIDERS.includes(raw.provider)) return raw.provider;
  const { providerModel, hiddenParams } = call.layout.sources;
  const inHiddenParams = jsonIn(textAt(call.attributes, hiddenParams) ?? "");
  const modelName = isObject(inHiddenParams) ? inHiddenParams.litellm_model_name : undefined;
  return providerIn(textAt(call.attributes, providerModel)) ?? providerIn(modelName);
}

/** `openai` of `openai/gpt-4o-mini`. */
function providerIn(model: unknown): string | undefined {
  const slash = typeof model === "string" ? model.indexOf("/") : -1;
  return slash > 0 ? (model as string).slice(0, slash) : undefined;
}

/** Fields that only a response has: without them, `model` is the request's. */
const RESPONSE_FIELDS = ["id", "choices", "output", "content", "candidates", "responseId"];

function responseModelOf(raw: RawRequest): string | undefined {
  if (!RESPONSE_FIELDS.some(raw.has)) return undefined;
  const model = raw.textOrStructure("modelVersion") ?? raw.textOrStructure("model");
  return typeof model === "string" ? model : undefined;
}
