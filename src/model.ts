import { LITELLM } from "./attribute-names.js";
import type { SourceName } from "./attribute-rules.js";
import { stringOf } from "./otlp/any-value.js";
import type { OtlpForm } from "./otlp/form.js";
import type { AnyValue, KeyValue } from "./otlp/types.js";
import type { Recovery } from "./recovery/recovery.js";
import type { SpanReading } from "./span-reading.js";

/** What LiteLLM writes as `gen_ai.system` where it does not know the provider. */
const UNTOLD_PROVIDERS: ReadonlySet<string | undefined> = new Set(["", "Unknown", "None"]);

/** Whether an attribute of model or provider tells anything: `""` doesn't, nor does a provider that LiteLLM doesn't know. */
export function isTold(key: string, value: unknown): boolean {
  const text = stringOf(value);
  return key === LITELLM.system ? !UNTOLD_PROVIDERS.has(text) : text !== "";
}

/**
 * `gen_ai.system` where only its newer name, `gen_ai.provider.name`, is there: the same `AnyValue` under the older key, and the
 * newer one stays. With recovery on, also what else tells the provider, and a missing `gen_ai.response.model`.
 */
export function modelAttributes(reading: SpanReading, recovery: Recovery, form: OtlpForm): readonly KeyValue[] {
  const added: KeyValue[] = [];
  if (!tells(reading, "responseModel", LITELLM.responseModel)) {
    const model = recovery.responseModel();
    if (model !== undefined) added.push(form.stringAttribute(LITELLM.responseModel, model));
  }
  if (!tells(reading, "system", LITELLM.system)) added.push(...providerAttribute(reading, recovery, form));
  return added;
}

function providerAttribute(reading: SpanReading, recovery: Recovery, form: OtlpForm): readonly KeyValue[] {
  const value = tells(reading, "providerName", LITELLM.system) ? anyValueOf(reading, "providerName") : undefined;
  if (value) return [form.attribute(LITELLM.system, value)];
  const provider = recovery.provider();
  return provider === undefined ? [] : [form.stringAttribute(LITELLM.system, provider)];
}

/** Whether the attribute is there and stays. */
function tells(reading: SpanReading, source: SourceName, key: string): boolean {
  return reading.sources[source] !== undefined && isTold(key, anyValueOf(reading, source));
}

function anyValueOf(reading: SpanReading, source: SourceName): AnyValue | null | undefined {
  const at = reading.sources[source];
  return at === undefined ? undefined : reading.attributes[at]?.value;
}
