import { isObject } from "../otlp/guards.js";
import { attributeOf, listOf } from "../otlp/members.js";
import type { Span } from "../otlp/types.js";
import type { ResourceView, ScopeView } from "../reading/span-view.js";
import { ObjectSpan } from "./object-span.js";

/** A `ResourceSpans` that is a decoded object. Its spans are only looked at when asked for. */
export class ObjectResource implements ResourceView {
  readonly resourceSpans: object;
  #scopes: readonly ScopeView[] | undefined;

  constructor(resourceSpans: object) {
    this.resourceSpans = resourceSpans;
  }

  attribute(key: string): unknown {
    return attributeOf(listOf((this.resourceSpans as { resource?: unknown }).resource, "attributes"), key);
  }

  get scopes(): readonly ScopeView[] {
    return (this.#scopes ??= listOf(this.resourceSpans, "scopeSpans").map(scopeViewOf));
  }
}

function scopeViewOf(scopeSpans: unknown): ScopeView {
  const scope = isObject(scopeSpans) ? scopeSpans.scope : undefined;
  return {
    name: isObject(scope) ? scope.name : undefined,
    spans: listOf(scopeSpans, "spans").map((span) => (isObject(span) ? new ObjectSpan(span as Span) : undefined)),
  };
}
