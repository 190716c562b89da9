import type { FiddlerSpan } from "litellm-span-mapper";
import type { Flag, GivenFlags } from "./flag.js";
import { MOMENTS, momentOf } from "./moments.js";
import { UsageError } from "./usage-error.js";

export const FILTER_FLAGS: readonly Flag[] = [
  { name: "trace", takes: "ID", help: "only this trace, by its id or the beginning of it; may be repeated" },
  {
    name: "since",
    takes: "TIME",
    help: "only spans that began then or later: 2026-05-01, 2026-05-01T12:00Z,\nnow, today, yesterday, or an age: 90s, 30m, 24h, 7d, 2w; without a\ntime zone it is UTC",
  },
  { name: "until", takes: "TIME", help: "only spans that began before then" },
  { name: "team", takes: "NAME", help: "only spans of the team of this alias or id; may be repeated" },
  { name: "type", takes: "TYPE", help: "only spans of this type: llm or chain; may be repeated" },
  { name: "model", takes: "NAME", help: "only spans that asked for this model or got it; may be repeated" },
];

/** The parts of a span that the filter looks at. */
export interface Filterable {
  readonly traceId: string | undefined;
  readonly start: bigint | undefined;
  readonly type: string | undefined;
  readonly teams: readonly string[];
  readonly models: readonly string[];
}

/** What the filter looks at in a record. */
export function filterableOf(record: FiddlerSpan): Filterable {
  const { traceId, startTimeUnixNano, type, teamAlias, teamId, requestModel, responseModel } = record;
  const teams = [teamAlias, teamId].filter((team) => team !== undefined);
  const models = [requestModel, responseModel].filter((model) => model !== undefined);
  return { traceId, start: startTimeUnixNano, type, teams, models };
}

export type Filter = (span: Filterable) => boolean;

/** The filter of a command line; `undefined` where everything passes. Throws a `UsageError` for invalid values. */
export function filterIn(given: GivenFlags, nowMs: number): Filter | undefined {
  const traces = given.all("trace").map(traceIn);
  const since = timeIn(given, "since", nowMs);
  const until = timeIn(given, "until", nowMs);
  if (since !== undefined && until !== undefined && since >= until) throw new UsageError("--since must be before --until.");
  const [teams, types, models] = [
    new Set(given.all("team")),
    new Set(given.all("type").map(typeIn)),
    new Set(given.all("model")),
  ];
  const tests: Filter[] = [];
  if (traces.length > 0) tests.push(({ traceId = "" }) => traces.some((trace) => traceId.startsWith(trace)));
  if (since !== undefined) tests.push(({ start }) => start !== undefined && start >= since);
  if (until !== undefined) tests.push(({ start }) => start !== undefined && start < until);
  if (teams.size > 0) tests.push((span) => span.teams.some((team) => teams.has(team)));
  if (types.size > 0) tests.push(({ type = "" }) => types.has(type));
  if (models.size > 0) tests.push((span) => span.models.some((model) => models.has(model)));
  return tests.length === 0 ? undefined : (span) => tests.every((test) => test(span));
}

function traceIn(text: string): string {
  if (/^[0-9a-fA-F]{1,32}$/.test(text)) return text.toLowerCase();
  throw new UsageError(`--trace must be a trace's id in hex or the beginning of it, not ${JSON.stringify(text)}.`);
}

function typeIn(text: string): string {
  if (text === "llm" || text === "chain") return text;
  throw new UsageError(`--type must be llm or chain, not ${JSON.stringify(text)}.`);
}

function timeIn(given: GivenFlags, name: string, nowMs: number): bigint | undefined {
  const text = given.last(name);
  if (text === undefined) return undefined;
  const moment = momentOf(text, nowMs);
  if (moment === undefined) throw new UsageError(`--${name} must be ${MOMENTS}, not ${JSON.stringify(text)}.`);
  return moment;
}
