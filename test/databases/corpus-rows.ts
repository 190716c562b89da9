import { corpusNames, corpusRequests } from "../../fixtures/report/corpus.js";
import { type FiddlerSpan, fiddlerSpansFrom } from "../../src/index.js";
import { rowOf, type SpanRow } from "../../src/tables/index.js";

/** What a team spent, and on how much. A team that has no name is null. */
export interface TeamCost {
  readonly team: string | null;
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
}

/** The question that every database is asked; ClickHouse wants FINAL behind the table. */
export const costByTeam = (table: string) => `
  SELECT team_alias AS team, count(*) AS calls, sum(total_tokens) AS tokens, sum(total_cost) AS cost
  FROM ${table} WHERE total_cost IS NOT NULL GROUP BY team_alias`;

/** Texts that databases are known to refuse, to cut or to take for something else. */
const AWKWARD = 'NUL \0, half \ud83d, quote \' " \\ \\u0000, \n\t, \u2028, 😀, {"a": 1}, \\N, $1';

/** A span whose every text is awkward, and whose times and counts are the greatest there are. */
const AWKWARD_SPAN: FiddlerSpan = {
  traceId: "ffffffffffffffffffffffffffffffff",
  spanId: "ffffffffffffffff",
  name: AWKWARD,
  type: "llm",
  status: "ok",
  startTimeUnixNano: 2n ** 63n - 1n,
  endTimeUnixNano: 1n,
  durationNano: 2n - 2n ** 63n,
  teamAlias: AWKWARD,
  output: AWKWARD,
  totalTokens: Number.MAX_SAFE_INTEGER,
  costs: { total_cost: 1.25e-12, [AWKWARD]: 1 },
  user: { [AWKWARD]: AWKWARD, nothing: null, list: [1n, Number.NaN, [AWKWARD]] },
  attributes: JSON.parse('{"__proto__": 1}'),
};

/** A span with what is always there and nothing else. */
const BARE_SPAN: FiddlerSpan = { type: "chain", status: "unset", costs: {}, user: {}, attributes: {} };

/** Every record of the corpus, and some that no corpus holds. */
export function corpusSpans(): readonly FiddlerSpan[] {
  const recorded = corpusNames().flatMap((name) => corpusRequests(name).flatMap(({ input }) => fiddlerSpansFrom(input)));
  return [...recorded, AWKWARD_SPAN, BARE_SPAN];
}

/** All rows twice, as an exporter sends them again when an answer got lost. */
export function corpusRows(spans: readonly FiddlerSpan[]): readonly SpanRow[] {
  const rows = spans.map(rowOf);
  return [...rows, ...rows];
}

/** The answer, from the records alone. */
export function expectedCosts(spans: readonly FiddlerSpan[]): readonly TeamCost[] {
  const teams = new Map<string | null, TeamCost>();
  const once = new Map(spans.map((span) => [`${span.traceId} ${span.spanId}`, span] as const));
  for (const { teamAlias, totalTokens = 0, costs } of once.values()) {
    if (costs.total_cost === undefined) continue;
    const team = teamAlias?.replaceAll("\0", "\ufffd").replaceAll("\ud83d,", "\ufffd,") ?? null;
    const { calls, tokens, cost } = teams.get(team) ?? { calls: 0, tokens: 0, cost: 0 };
    teams.set(team, { team, calls: calls + 1, tokens: tokens + totalTokens, cost: cost + costs.total_cost });
  }
  return sorted([...teams.values()]);
}

/** Rows of an answer as numbers, in the order of `expectedCosts`; costs to 12 digits, for databases add in an order of their own. */
export function sorted(answers: readonly object[]): readonly TeamCost[] {
  return answers
    .map((answer) => {
      const { team, calls, tokens, cost } = Object.fromEntries(Object.entries(answer));
      return { team, calls: Number(calls), tokens: Number(tokens), cost: Number(Number(cost).toPrecision(12)) };
    })
    .sort((one, other) => String(one.team).localeCompare(String(other.team), "en"));
}

/** How many rows there are to be, and what the awkward one is to hold. */
export const awkwardRow = rowOf(AWKWARD_SPAN);
