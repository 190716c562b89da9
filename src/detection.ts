import { LITELLM } from "./attribute-names.js";
import { stringOf } from "./otlp/any-value.js";
import { isObject } from "./otlp/guards.js";
import { attributeOf, listOf } from "./otlp/members.js";

/** `service.name` of LiteLLM's own resources, when `OTEL_SERVICE_NAME` is not overridden. */
export const LITELLM_SERVICE_NAMES: readonly string[] = ["litellm", "litellm-proxy"];

/** Which of a resource's scopes are LiteLLM's: all of them, or those whose instrumentation scope has one of the names. */
export type LiteLLMScopes = "all" | ReadonlySet<unknown>;

/**
 * Tells LiteLLM's `ResourceSpans` by `service.name`, or by the names of its instrumentation scopes where the host asked for that.
 * `undefined`: not LiteLLM's.
 */
export function litellmScopesOf(
  resourceSpans: object,
  serviceNames: ReadonlySet<unknown>,
  scopeNames: ReadonlySet<unknown>,
): LiteLLMScopes | undefined {
  if (serviceNames.has(stringOf(resourceAttributeOf(resourceSpans, LITELLM.serviceName)))) return "all";
  return listOf(resourceSpans, "scopeSpans").some((scopeSpans) => isScopeOf(scopeSpans, scopeNames)) ? scopeNames : undefined;
}

/** Whether spans of this scope are to be mapped. */
export function isScopeOf(scopeSpans: unknown, scopes: LiteLLMScopes): boolean {
  if (scopes === "all") return true;
  const scope = isObject(scopeSpans) ? scopeSpans.scope : undefined;
  return isObject(scope) && scopes.has(scope.name);
}

/** The value of an attribute of the resource. */
export function resourceAttributeOf(resourceSpans: object, key: string): unknown {
  return attributeOf(listOf((resourceSpans as { resource?: unknown }).resource, "attributes"), key);
}
