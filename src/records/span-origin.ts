import { LITELLM, RESOURCE } from "../litellm/attribute-names.js";
import { textOf } from "../otlp/any-value.js";
import { textIn } from "./span-values.js";

/** What a span's resource says about it. */
export interface ResourceOrigin {
  readonly applicationId: string | undefined;
  readonly serviceName: string | undefined;
  readonly environment: string | undefined;
}

/** What a span's resource and scope say about it. */
export interface SpanOrigin extends ResourceOrigin {
  readonly scopeName: string | undefined;
}

/** Reads a resource whose attributes `attribute` returns. */
export function resourceOriginOf(attribute: (key: string) => unknown): ResourceOrigin {
  const textFrom = (key: string) => textOf(attribute(key));
  const [environment, olderEnvironment] = RESOURCE.environment.map(textFrom);
  return {
    applicationId: textFrom(LITELLM.applicationId),
    serviceName: textFrom(RESOURCE.serviceName),
    environment: environment ?? olderEnvironment,
  };
}

/** Adds the name of the scope. */
export function originIn(resource: ResourceOrigin, scopeName: unknown): SpanOrigin {
  return { ...resource, scopeName: textIn(scopeName) };
}
