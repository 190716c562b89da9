/**
 * Holds spans back until nothing more has come of their trace for a while, so that the rules that look at several spans see whole
 * traces. See docs/recipes.md.
 */
import type { ResourceSpans, ScopeSpans, Span, TracesData } from "litellm-span-mapper";

interface HeldSpan {
  readonly resourceSpans: ResourceSpans;
  readonly scopeSpans: ScopeSpans;
  readonly span: Span;
}

export class WholeTraces {
  readonly #quietMilliseconds: number;
  readonly #maxSpans: number;
  #spans = 0;
  /** In the order in which something last came. */
  readonly #traces = new Map<string, { readonly lastAt: number; readonly spans: HeldSpan[] }>();

  /** `maxSpans` bounds the memory: above it, the traces that have waited longest are due. */
  constructor(quietMilliseconds = 10_000, maxSpans = 100_000) {
    this.#quietMilliseconds = quietMilliseconds;
    this.#maxSpans = maxSpans;
  }

  /** Takes a request as it came. */
  add(traces: TracesData, now = Date.now()): void {
    for (const resourceSpans of traces.resourceSpans ?? []) {
      for (const scopeSpans of resourceSpans.scopeSpans ?? []) {
        for (const span of scopeSpans.spans ?? []) this.#hold({ resourceSpans, scopeSpans, span }, now);
      }
    }
  }

  /** The traces that are whole, all in one request: a call that LiteLLM tells under two traces is then seen as one. */
  takeDue(now = Date.now()): TracesData {
    const due: HeldSpan[] = [];
    for (const [traceId, { lastAt, spans }] of this.#traces) {
      if (now - lastAt < this.#quietMilliseconds && this.#spans <= this.#maxSpans) break;
      for (const held of spans) due.push(held);
      this.#spans -= spans.length;
      this.#traces.delete(traceId);
    }
    return requestOf(due);
  }

  #hold(held: HeldSpan, now: number): void {
    const traceId = textOf(held.span.traceId);
    const spans = this.#traces.get(traceId)?.spans ?? [];
    spans.push(held);
    this.#traces.delete(traceId);
    this.#traces.set(traceId, { lastAt: now, spans });
    this.#spans++;
  }
}

function textOf(id: Span["traceId"]): string {
  return typeof id === "string" ? id : Buffer.from(id ?? []).toString("hex");
}

/** The spans under the resources and scopes they came with. */
function requestOf(held: readonly HeldSpan[]): TracesData {
  const resources = new Map<ResourceSpans, Map<ScopeSpans, Span[]>>();
  for (const { resourceSpans, scopeSpans, span } of held) {
    const scopes = resources.get(resourceSpans) ?? new Map<ScopeSpans, Span[]>();
    const spans = scopes.get(scopeSpans) ?? [];
    spans.push(span);
    resources.set(resourceSpans, scopes.set(scopeSpans, spans));
  }
  return {
    resourceSpans: [...resources].map(([resourceSpans, scopes]) => ({
      ...resourceSpans,
      scopeSpans: [...scopes].map(([scopeSpans, spans]) => ({ ...scopeSpans, spans })),
    })),
  };
}
