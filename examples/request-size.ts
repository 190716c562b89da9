/** How many spans a request has, and how many a receiver accepts. */
import type { ResourceSpans, ScopeSpans } from "litellm-span-mapper";

/**
 * LiteLLM's exporter sends 512 by default. An empty span has three bytes, and takes a hundred times as much
 * memory.
 */
export const MAX_SPANS = 50_000;

export function spansIn(all: readonly (ResourceSpans | null)[]): number {
  let count = 0;
  for (const scope of scopesIn(all)) count += scope?.spans?.length ?? 0;
  return count;
}

/** What is mapped one by one. Resources and scopes count, too: empty ones take as much memory as empty spans. */
export function partsIn(all: readonly (ResourceSpans | null)[]): number {
  let scopes = 0;
  for (const _ of scopesIn(all)) scopes++;
  return all.length + scopes + spansIn(all);
}

function* scopesIn(all: readonly (ResourceSpans | null)[]): Generator<ScopeSpans | null> {
  for (const each of all) if (Array.isArray(each?.scopeSpans)) yield* each.scopeSpans;
}
