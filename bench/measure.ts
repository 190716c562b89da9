/** How it is measured; docs/performance.md says why. */
import { getHeapStatistics } from "node:v8";
import { Bench } from "tinybench";
import type { Contender } from "./contenders.js";
import type { Payload } from "./payloads.js";

export interface Figures {
  readonly payload: string;
  readonly contender: string;
  /** Microseconds per span, of copies just parsed: the median of the samples, and the quarters around it. */
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** The median of a second time over the same copies. */
  readonly again: number;
  /** Allocated per span. */
  readonly bytes: number;
}

interface Series {
  readonly payload: Payload;
  readonly contender: Contender;
  readonly bench: Bench;
  readonly first: number[];
  readonly again: number[];
  readonly bytes: number[];
}

/** Every contender on every payload in turn, round after round, so that a slow moment of the machine hits all alike. */
export function measure(
  payloads: readonly Payload[],
  contenders: readonly Contender[],
  warmup: number,
  rounds: number,
): Figures[] {
  const all = payloads.flatMap((payload) => contenders.map((contender) => seriesOf(payload, contender)));
  for (let round = 0; round < warmup + rounds; round++) {
    if (round === warmup) for (const { first, again, bytes } of all) first.length = again.length = bytes.length = 0;
    for (const series of round % 2 === 0 ? all : all.toReversed()) sample(series);
  }
  return all.map(figuresOf);
}

function seriesOf(payload: Payload, contender: Contender): Series {
  const bytes: number[] = [];
  let copies: unknown[] = [];
  let before = 0;
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true });
  const runAll = () => {
    for (const copy of copies) kept = contender.run(copy as never);
  };
  bench.add("first", runAll, {
    beforeEach() {
      collectYoungGarbage();
      copies = Array.from({ length: payload.copies }, () => contender.prepare(payload.json));
      before = getHeapStatistics().used_heap_size;
    },
    afterEach() {
      bytes.push((getHeapStatistics().used_heap_size - before) / copies.length / payload.spans);
    },
  });
  bench.add("again", runAll);
  return { payload, contender, bench, first: [], again: [], bytes };
}

/** Keeps V8 from leaving out work whose result nobody takes. */
export let kept: unknown;

function sample({ bench, payload, first, again }: Series): void {
  bench.reset();
  bench.runSync();
  for (const { name, result } of bench.tasks) {
    if (result === undefined || !("latency" in result)) throw new Error(`${name} did not run`, { cause: result });
    const microseconds = (result.latency.mean * 1000) / payload.copies / payload.spans;
    (name === "first" ? first : again).push(microseconds);
  }
}

function figuresOf({ payload, contender, first, again, bytes }: Series): Figures {
  return {
    payload: payload.name,
    contender: contender.name,
    median: quantile(first, 0.5),
    quartiles: [quantile(first, 0.25), quantile(first, 0.75)],
    again: quantile(again, 0.5),
    bytes: Math.round(quantile(bytes, 0.5)),
  };
}

export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

/**
 * What the sample before has left. A full collection would also drop hidden classes that no object has just then, and with them the
 * optimized code that relies on them.
 */
function collectYoungGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("Run with node --expose-gc: see npm run bench");
  globalThis.gc({ type: "minor" });
}
