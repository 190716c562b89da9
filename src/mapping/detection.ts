import type { Report } from "../issues.js";
import { LITELLM, LITELLM_SCOPE_NAME } from "../litellm/attribute-names.js";
import type { Settings } from "../options.js";
import { stringOf } from "../otlp/any-value.js";
import type { ResourceView, ScopeView } from "../reading/span-view.js";

/**
 * How a resource may hold LiteLLM's spans: `all` of it is LiteLLM's, by `service.name`; or it is an
 * application's, in which LiteLLM's spans are recognised by their scope or by the marks of a call, as the
 * host asked for with `scopeNames`. `undefined`: not LiteLLM's.
 */
export function recognitionOf(resource: ResourceView, settings: Settings): "all" | "by-scope" | undefined {
  if (settings.serviceNames.has(serviceNameOf(resource) as string)) return "all";
  if (settings.scopeNames.size === 0) return undefined;
  const isOurs = (scope: ScopeView) => settings.scopeNames.has(scope.name as string) || hasMarkedSpan(scope);
  return resource.scopes.some(isOurs) ? "by-scope" : undefined;
}

/** Whether a scope is LiteLLM's own. A scope without a name may be. */
export function isOwnScope({ name }: ScopeView, settings: Settings): boolean {
  return name === undefined || name === "" || name === LITELLM_SCOPE_NAME || settings.scopeNames.has(name as string);
}

/**
 * Reports a resource that is not mapped although LiteLLM's spans are in it, with the options that would
 * recognise it.
 */
export function reportNotRecognised(resource: ResourceView, report: Report): void {
  const { scopes } = resource;
  if (!scopes.some(({ name }) => name === LITELLM_SCOPE_NAME) && !scopes.some(hasMarkedSpan)) return;
  const service = serviceNameOf(resource)?.slice(0, 100);
  const advice = 'an application that calls LiteLLM set scopeNames to ["litellm"]';
  report(
    "litellm-not-recognised",
    service === undefined
      ? `Spans of LiteLLM are in a resource without service.name and were not mapped: for ${advice}`
      : `Spans of LiteLLM are in the resource of service ${JSON.stringify(service)} and were not mapped: ` +
          `for a proxy of that name add it to serviceNames, for ${advice}`,
    LITELLM.serviceName,
  );
}

function serviceNameOf(resource: ResourceView): string | undefined {
  return stringOf(resource.attribute(LITELLM.serviceName));
}

function hasMarkedSpan({ spans }: ScopeView): boolean {
  return spans.some((span) => span?.layout.hasCallMarks);
}
