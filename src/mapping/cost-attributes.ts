import { FIDDLER, LITELLM } from "../litellm/attribute-names.js";
import type { OtlpForm } from "../otlp/form.js";
import type { KeyValue } from "../otlp/types.js";
import type { Recovery } from "../recovery/recovery.js";

/** With recovery on, the total cost that the span holds elsewhere: it takes the place of one that is missing or 0. */
export function costAttributesOf(recovery: Recovery | undefined, form: OtlpForm): readonly KeyValue[] | undefined {
  const cost = recovery?.totalCost();
  return cost === undefined ? undefined : [form.doubleAttribute(FIDDLER.userPrefix + LITELLM.totalCost, cost)];
}
