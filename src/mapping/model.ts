import { LITELLM } from "../litellm/attribute-names.js";
import { isTold } from "../litellm/unknown-values.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { SpanEdit } from "../reading/span-view.js";
import type { Recovery } from "../recovery/recovery.js";

/**
 * Adds `gen_ai.system` where only its newer name, `gen_ai.provider.name`, is there: the same value under the older key, and the newer one
 * stays. With recovery on, also what else tells the provider, and a missing `gen_ai.response.model`.
 */
export function addModelAttributes(edit: SpanEdit, reading: SpanReading, recovery: Recovery | undefined): void {
  const { requestModel, responseModel, system, providerName } = reading.layout.sources;
  const add = (key: string, text: string | undefined) => text !== undefined && edit.addText(key, text);
  if (recovery !== undefined) {
    if (!isToldAt(reading, requestModel, LITELLM.requestModel)) add(LITELLM.requestModel, recovery.requestModel());
    if (!isToldAt(reading, responseModel, LITELLM.responseModel)) add(LITELLM.responseModel, recovery.responseModel());
  }
  if (isToldAt(reading, system, LITELLM.system)) return;
  const hasProvider = isToldAt(reading, providerName, LITELLM.system) && reading.view.valueAt(providerName as number);
  if (hasProvider) edit.addCopy(providerName as number, LITELLM.system);
  else add(LITELLM.system, recovery?.provider());
}

/** Whether the attribute is there and tells what an attribute of that name would. */
function isToldAt({ view }: SpanReading, at: number | undefined, key: string): boolean {
  return at !== undefined && !view.isEmptyAt(at) && isTold(key, view.textAt(at));
}
