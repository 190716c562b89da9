import type { FiddlerSpan } from "litellm-span-mapper";

/** Something to group calls by. */
export interface Dimension {
  readonly name: string;
  readonly keyOf: (record: FiddlerSpan) => string | undefined;
  /** Its groups come in the order of their names, not of their cost. */
  readonly isTime?: boolean;
}

const DIMENSIONS: readonly Dimension[] = [
  { name: "team", keyOf: ({ teamAlias, teamId }) => teamAlias ?? teamId },
  { name: "team-id", keyOf: ({ teamId }) => teamId },
  { name: "key", keyOf: ({ keyAlias, keyHash }) => keyAlias ?? keyHash },
  { name: "user", keyOf: ({ userId }) => userId },
  { name: "end-user", keyOf: ({ endUser }) => endUser },
  { name: "model", keyOf: ({ requestModel, responseModel }) => requestModel ?? responseModel },
  { name: "response-model", keyOf: ({ responseModel }) => responseModel },
  { name: "provider", keyOf: ({ provider }) => provider },
  { name: "service", keyOf: ({ serviceName }) => serviceName },
  { name: "environment", keyOf: ({ environment }) => environment },
  { name: "operation", keyOf: ({ operation }) => operation },
  { name: "type", keyOf: ({ type }) => type },
  { name: "status", keyOf: ({ status }) => status },
  { name: "month", keyOf: (record) => timeOf(record)?.slice(0, 7), isTime: true },
  { name: "day", keyOf: (record) => timeOf(record)?.slice(0, 10), isTime: true },
  { name: "hour", keyOf: (record) => timeOf(record)?.slice(0, 13).concat(":00"), isTime: true },
  { name: "trace", keyOf: ({ traceId }) => traceId },
];

const BY_NAME: ReadonlyMap<string, Dimension> = new Map(DIMENSIONS.map((dimension) => [dimension.name, dimension]));

export function dimensionNamed(name: string): Dimension | undefined {
  return BY_NAME.get(name);
}

export function dimensionNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

/** When a span began, in UTC. The times of records fit 64 bits, and so a `Date`. */
function timeOf({ startTimeUnixNano }: FiddlerSpan): string | undefined {
  return startTimeUnixNano === undefined ? undefined : new Date(Number(startTimeUnixNano / 1_000_000n)).toISOString();
}
