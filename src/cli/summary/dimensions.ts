import type { FiddlerSpan } from "litellm-span-mapper";
import { factsOf } from "../records/record-facts.js";

/** Something to group calls by. */
export interface Dimension {
  readonly name: string;
  readonly keyOf: (record: FiddlerSpan) => string | undefined;
  /** Its groups come in the order of their names, not of their cost. */
  readonly isTime?: boolean;
}

const DIMENSIONS: readonly Dimension[] = [
  { name: "team", keyOf: (record) => factsOf(record).teamAlias ?? factsOf(record).teamId },
  { name: "team-id", keyOf: (record) => factsOf(record).teamId },
  { name: "key", keyOf: (record) => factsOf(record).keyAlias ?? factsOf(record).keyHash },
  { name: "user", keyOf: (record) => factsOf(record).userId },
  { name: "end-user", keyOf: (record) => factsOf(record).endUser },
  { name: "model", keyOf: ({ requestModel, responseModel }) => requestModel ?? responseModel },
  { name: "response-model", keyOf: ({ responseModel }) => responseModel },
  { name: "provider", keyOf: ({ provider }) => provider },
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
