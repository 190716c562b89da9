import type { MapperRun, SpanPair } from "./mapper-run.js";

/** What holds of every run; a law that is broken says how. */
export type Law = (run: MapperRun) => string | undefined;

/** The pairs of spans that the mapper mapped. */
export function mappedPairs(run: MapperRun): readonly SpanPair[] {
  return run.pairs.filter(({ isMapped }) => isMapped);
}

/** Whether spans of this run may have lost their content. */
export function mayWithhold(run: MapperRun): boolean {
  return run.options.rawRequests === "withhold" || run.issues.some(({ code }) => code === "redacted-content-withheld");
}
