import type { Report } from "../issues.js";
import type { Settings } from "../options.js";
import { stringOf } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { attributeOf, listOf } from "../otlp/members.js";
import type { Span } from "../otlp/types.js";
import { readSpan } from "../reading/span-reading.js";
import { LITELLM, LITELLM_SCOPE_NAME } from "./attribute-names.js";

/**
 * How a resource may hold LiteLLM's spans: `all` of it is LiteLLM's, by `service.name`; or an application's, where spans are told by
 * their scope or by the marks of a call, as the host asked for with `scopeNames`. `undefined`: not LiteLLM's.
 */
export function recognitionOf(resourceSpans: object, settings: Settings): "all" | "by-scope" | undefined {
  if (settings.serviceNames.has(serviceNameOf(resourceSpans) as string)) return "all";
  if (settings.scopeNames.size === 0) return undefined;
  const isOurs = (scopeSpans: unknown) => settings.scopeNames.has(scopeNameOf(scopeSpans) as string) || hasMarkedSpan(scopeSpans);
  return listOf(resourceSpans, "scopeSpans").some(isOurs) ? "by-scope" : undefined;
}

/** Whether a scope is one of LiteLLM's own; one without a name is not known to be another's. */
export function isOwnScope(scopeSpans: unknown, settings: Settings): boolean {
  const name = scopeNameOf(scopeSpans);
  return name === undefined || name === "" || name === LITELLM_SCOPE_NAME || settings.scopeNames.has(name as string);
}

/** The name of an instrumentation scope. */
export function scopeNameOf(scopeSpans: unknown): unknown {
  const scope = isObject(scopeSpans) ? scopeSpans.scope : undefined;
  return isObject(scope) ? scope.name : undefined;
}

/** Reports a resource that is not mapped although LiteLLM's spans are in it, with the options that would recognise it. */
export function reportNotRecognised(resourceSpans: object, report: Report): void {
  const scopes = listOf(resourceSpans, "scopeSpans");
  const hasScope = scopes.some((scopeSpans) => scopeNameOf(scopeSpans) === LITELLM_SCOPE_NAME);
  if (!hasScope && !scopes.some(hasMarkedSpan)) return;
  const service = JSON.stringify(serviceNameOf(resourceSpans)?.slice(0, 100) ?? null);
  report(
    "litellm-not-recognised",
    `Spans of LiteLLM are in the resource of service ${service} and were not mapped: for a proxy of that name add it to serviceNames, ` +
      'for an application that calls LiteLLM set scopeNames to ["litellm"]',
    LITELLM.serviceName,
  );
}

/** The value of an attribute of the resource. */
export function resourceAttributeOf(resourceSpans: object, key: string): unknown {
  return attributeOf(listOf((resourceSpans as { resource?: unknown }).resource, "attributes"), key);
}

function serviceNameOf(resourceSpans: object): string | undefined {
  return stringOf(resourceAttributeOf(resourceSpans, LITELLM.serviceName));
}

function hasMarkedSpan(scopeSpans: unknown): boolean {
  return listOf(scopeSpans, "spans").some((span) => isObject(span) && readSpan(span as Span).layout.hasCallMarks);
}
