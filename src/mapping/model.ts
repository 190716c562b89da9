import { LITELLM } from "../litellm/attribute-names.js";
import { isTold } from "../litellm/unknown-values.js";
import type { OtlpForm } from "../otlp/form.js";
import type { KeyValue } from "../otlp/types.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { Recovery } from "../recovery/recovery.js";

/**
 * Adds `gen_ai.system` where only its newer name, `gen_ai.provider.name`, is there: the same value under the older key, and the newer one
 * stays. With recovery on, also what else tells the provider, and a missing `gen_ai.response.model`.
 */
export function addModelAttributes(
  attributes: KeyValue[],
  reading: SpanReading,
  recovery: Recovery | undefined,
  form: OtlpForm,
): void {
  const { sources } = reading.layout;
  const add = (key: string, text: string | undefined) => text !== undefined && attributes.push(form.stringAttribute(key, text));
  if (told(reading, sources.requestModel, LITELLM.requestModel) === undefined)
    add(LITELLM.requestModel, recovery?.requestModel());
  if (told(reading, sources.responseModel, LITELLM.responseModel) === undefined)
    add(LITELLM.responseModel, recovery?.responseModel());
  if (told(reading, sources.system, LITELLM.system) !== undefined) return;
  const provider = told(reading, sources.providerName, LITELLM.system);
  if (provider?.value) attributes.push(form.renamed(provider, LITELLM.system));
  else add(LITELLM.system, recovery?.provider());
}

/** The attribute, where it is there and tells what an attribute of that name would. */
function told(reading: SpanReading, at: number | undefined, key: string): KeyValue | undefined {
  const attribute = at === undefined ? undefined : reading.attributes[at];
  return attribute && isTold(key, attribute.value) ? attribute : undefined;
}
