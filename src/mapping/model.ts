import { LITELLM } from "../litellm/attribute-names.js";
import { isKnown } from "../litellm/unknown-values.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { SpanEdit } from "../reading/span-view.js";
import type { Recovery } from "../recovery/recovery.js";

/**
 * Adds `gen_ai.system` where only its newer name, `gen_ai.provider.name`, is there: the same value under the
 * older key. The newer one stays. With recovery on, it also adds models that are missing, and the provider
 * from what else names it.
 */
export function addModelAttributes(edit: SpanEdit, reading: SpanReading, recovery: Recovery | undefined): void {
  const { requestModel, responseModel, system, providerName } = reading.layout.sources;
  const add = (key: string, text: string | undefined) => text !== undefined && edit.addText(key, text);
  if (recovery !== undefined) {
    if (!isKnownAt(reading, requestModel, LITELLM.requestModel)) add(LITELLM.requestModel, recovery.requestModel());
    if (!isKnownAt(reading, responseModel, LITELLM.responseModel)) add(LITELLM.responseModel, recovery.responseModel());
  }
  if (isKnownAt(reading, system, LITELLM.system)) return;
  const hasProvider = isKnownAt(reading, providerName, LITELLM.system) && reading.view.valueAt(providerName as number);
  if (hasProvider) edit.addCopy(providerName as number, LITELLM.system);
  else add(LITELLM.system, recovery?.provider());
}

/** Whether the attribute is there and names a model or provider. */
function isKnownAt({ view }: SpanReading, at: number | undefined, key: string): boolean {
  return at !== undefined && !view.isEmptyAt(at) && isKnown(key, view.textAt(at));
}
