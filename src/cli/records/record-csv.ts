import type { FiddlerSpan } from "litellm-span-mapper";
import type { ConditionalKeys } from "type-fest";
import { type Cell, csvOf } from "../output/csv.js";

type Column = readonly [name: string, cellOf: (record: FiddlerSpan) => Cell];

/** The columns of the table, in the order of a record's members. */
const COLUMNS: readonly Column[] = [
  ...membersNamed("traceId", "spanId", "parentSpanId", "applicationId", "serviceName", "environment", "scopeName"),
  ...membersNamed("name", "type", "kind", "status", "statusMessage"),
  ["startTime", ({ startTimeUnixNano }) => timeText(startTimeUnixNano)],
  ["durationMs", ({ durationNano }) => (durationNano === undefined ? undefined : Number(durationNano) / 1e6)],
  ...membersNamed("operation", "provider", "requestModel", "responseModel", "callId", "responseId"),
  ...membersNamed("teamId", "teamAlias", "keyAlias", "keyHash", "userId", "endUser"),
  ...membersNamed("inputTokens", "outputTokens", "totalTokens", "cacheReadTokens", "cacheCreationTokens", "reasoningTokens"),
  ["totalCost", ({ costs }) => costs.total_cost],
  ...membersNamed("systemPrompt", "userInput", "output"),
];

export function recordCsvHeading(): string {
  return csvOf([COLUMNS.map(([name]) => name)]);
}

export function recordAsCsv(record: FiddlerSpan): string {
  return csvOf([COLUMNS.map(([, cellOf]) => cellOf(record))]);
}

/** Members of a record that are cells as they are. */
type CellMember = ConditionalKeys<FiddlerSpan, Cell>;

function membersNamed(...names: readonly CellMember[]): readonly Column[] {
  return names.map((name) => [name, (record) => record[name]]);
}

/** ISO 8601 in UTC, to the nanosecond. */
function timeText(nanoseconds: bigint | undefined): string | undefined {
  if (nanoseconds === undefined) return undefined;
  const seconds = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, -5);
  return `${seconds}.${(nanoseconds % 1_000_000_000n).toString().padStart(9, "0")}Z`;
}
