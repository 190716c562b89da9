import { writeJson } from "../input/json-text.js";
import { csvOf } from "../output/csv.js";
import { costForJson, countForJson, SCHEMA_VERSION } from "../output/json-schema.js";
import type { Dimension } from "./dimensions.js";
import type { Groups, Sums } from "./groups.js";

/** The summary as one line of JSON. */
export function summaryAsJson(by: readonly Dimension[], groups: Groups): string {
  const names = by.map(({ name }) => name);
  const rows = groups.sorted().map(({ keys, ...sums }) => ({
    group: Object.fromEntries(names.map((name, at) => [name, keys[at] ?? null])),
    ...sumsForJson(sums),
  }));
  return `${writeJson({ schemaVersion: SCHEMA_VERSION, by: names, rows, totals: sumsForJson(groups.totals) })}\n`;
}

function sumsForJson({ calls, failed, input, output, total, cost }: Sums): object {
  return {
    calls,
    failed,
    tokens: { input: countForJson(input), output: countForJson(output), total: countForJson(total) },
    cost: costForJson(cost),
  };
}

/** The summary as a table without its sums, so that a spreadsheet's own are right. */
export function summaryAsCsv(by: readonly Dimension[], groups: Groups): string {
  const rows = groups
    .sorted()
    .map(({ keys, calls, failed, input, output, total, cost }) => [
      ...keys,
      calls,
      failed,
      input,
      output,
      total,
      costForJson(cost),
    ]);
  return csvOf([
    [...by.map(({ name }) => name), "calls", "failed", "inputTokens", "outputTokens", "totalTokens", "cost"],
    ...rows,
  ]);
}
