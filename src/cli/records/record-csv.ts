import type { FiddlerSpan } from "litellm-span-mapper";
import { type Cell, csvOf } from "../output/csv.js";
import { factsOf } from "./record-facts.js";

/** The columns of the table, in their order. */
const COLUMNS: readonly (readonly [name: string, cellOf: (record: FiddlerSpan) => Cell])[] = [
  ["traceId", ({ traceId }) => traceId],
  ["spanId", ({ spanId }) => spanId],
  ["parentSpanId", ({ parentSpanId }) => parentSpanId],
  ["applicationId", ({ applicationId }) => applicationId],
  ["name", ({ name }) => name],
  ["type", ({ type }) => type],
  ["status", ({ status }) => status],
  ["statusMessage", ({ statusMessage }) => statusMessage],
  ["startTime", ({ startTimeUnixNano }) => timeText(startTimeUnixNano)],
  ["durationMs", ({ durationNano }) => (durationNano === undefined ? undefined : Number(durationNano) / 1e6)],
  ["operation", ({ operation }) => operation],
  ["provider", ({ provider }) => provider],
  ["requestModel", ({ requestModel }) => requestModel],
  ["responseModel", ({ responseModel }) => responseModel],
  ["teamId", (record) => factsOf(record).teamId],
  ["teamAlias", (record) => factsOf(record).teamAlias],
  ["keyAlias", (record) => factsOf(record).keyAlias],
  ["keyHash", (record) => factsOf(record).keyHash],
  ["userId", (record) => factsOf(record).userId],
  ["endUser", (record) => factsOf(record).endUser],
  ["inputTokens", ({ inputTokens }) => inputTokens],
  ["outputTokens", ({ outputTokens }) => outputTokens],
  ["totalTokens", ({ totalTokens }) => totalTokens],
  ["totalCost", ({ costs }) => costs.total_cost],
  ["systemPrompt", ({ systemPrompt }) => systemPrompt],
  ["userInput", ({ userInput }) => userInput],
  ["output", ({ output }) => output],
];

export function recordCsvHeading(): string {
  return csvOf([COLUMNS.map(([name]) => name)]);
}

export function recordAsCsv(record: FiddlerSpan): string {
  return csvOf([COLUMNS.map(([, cellOf]) => cellOf(record))]);
}

/** ISO 8601 in UTC, to the nanosecond. */
function timeText(nanoseconds: bigint | undefined): string | undefined {
  if (nanoseconds === undefined) return undefined;
  const seconds = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, -5);
  return `${seconds}.${(nanoseconds % 1_000_000_000n).toString().padStart(9, "0")}Z`;
}
