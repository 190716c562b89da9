import type { Report } from "../issues.js";
import { LITELLM } from "../litellm/attribute-names.js";
import { isEmptyString, textOf } from "../otlp/any-value.js";
import type { ResourceView } from "../reading/span-view.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Fiddler drops spans whose resource has no `application.id`, or one that is not a UUID: reported, and left
 * as it is.
 */
export function reportApplicationId(resource: ResourceView, report: Report): void {
  const value = resource.attribute(LITELLM.applicationId);
  const wayOut = `Fiddler drops the spans; where LiteLLM runs, set OTEL_RESOURCE_ATTRIBUTES=${LITELLM.applicationId}=<uuid>`;
  if (!value || isEmptyString(value)) {
    report("application-id-missing", `${LITELLM.applicationId} is missing: ${wayOut}`, LITELLM.applicationId);
  } else if (!UUID.test(textOf(value) ?? "")) {
    report("application-id-invalid", `${LITELLM.applicationId} is not a UUID: ${wayOut}`, LITELLM.applicationId);
  }
}
