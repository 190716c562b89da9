import type { MappingIssue } from "litellm-span-mapper";
import { type SpanPair, typeOf } from "../otlp/span-pair.js";

/**
 * Assigns each issue to the span it is about. Issues name a span by its ids, which a span that was sent twice
 * has twice. Then the first issue of a kind is the first span's, and so on, and `duplicate-call` belongs to
 * the span that did not stay the call.
 */
export function issuesBySpan(
  pairs: readonly SpanPair[],
  issues: readonly MappingIssue[],
): ReadonlyMap<SpanPair, readonly MappingIssue[]> {
  const byIds = new Map<string, SpanPair[]>();
  for (const pair of pairs) add(byIds, `${pair.ids.trace}:${pair.ids.span}`, pair);
  const given = new Map<SpanPair, MappingIssue[]>();
  const counts = new Map<string, number>();
  for (const issue of issues) {
    const ids = `${issue.traceId}:${issue.spanId}`;
    const kind = JSON.stringify([ids, issue.code, issue.key]);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    const pair = recipientOf(issue, byIds.get(ids) ?? [], count);
    if (pair !== undefined) add(given, pair, issue);
  }
  return given;
}

function recipientOf({ code }: MappingIssue, pairs: readonly SpanPair[], count: number): SpanPair | undefined {
  const echoes = code === "duplicate-call" && pairs.length > 1 ? pairs.filter((pair) => typeOf(pair) !== "llm") : [];
  const candidates = echoes.length > 0 ? echoes : pairs;
  return candidates[count % candidates.length];
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
