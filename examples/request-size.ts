/** How many spans a request has, and how many a program that takes requests from others lets it have. */
import type { ResourceSpans, ScopeSpans } from "litellm-span-mapper";

/** LiteLLM's exporter sends 512 unless it is told otherwise. Empty spans take a hundred times the memory of their three bytes. */
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
