/** How it is measured; docs/performance.md says why. */
import { getHeapStatistics } from "node:v8";
import { Bench } from "tinybench";
import type { Contender } from "./contenders.js";
import type { Payload } from "./payloads.js";

export interface Figures {
  readonly payload: string;
  readonly contender: string;
  /** Microseconds per span: the median of the samples, and the quarters around it. */
  readonly median: number;
  readonly quartiles: readonly [number, number];
  readonly bytes: number;
}

interface Series {
  readonly payload: Payload;
  readonly contender: Contender;
  readonly bench: Bench;
  readonly microseconds: number[];
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
    if (round === warmup) for (const { microseconds, bytes } of all) microseconds.length = bytes.length = 0;
    for (const series of round % 2 === 0 ? all : all.toReversed()) sample(series);
  }
  return all.map(figuresOf);
}

function seriesOf(payload: Payload, contender: Contender): Series {
  const bytes: number[] = [];
  let copies: unknown[] = [];
  let before = 0;
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true });
  bench.add(
    contender.name,
    () => {
      for (const copy of copies) kept = contender.run(copy as never);
    },
    {
      // Copies that nobody has looked at yet: V8 remembers the hash of a string it has looked up, and a host maps a span once.
      beforeEach() {
        copies = Array.from({ length: payload.copies }, () => contender.prepare(payload.json));
        collectYoungGarbage();
        before = getHeapStatistics().used_heap_size;
      },
      afterEach() {
        bytes.push((getHeapStatistics().used_heap_size - before) / copies.length / payload.spans);
        copies = [];
      },
    },
  );
  return { payload, contender, bench, microseconds: [], bytes };
}

/** Keeps V8 from leaving out work whose result nobody takes. */
export let kept: unknown;

function sample({ bench, payload, microseconds }: Series): void {
  bench.reset();
  bench.runSync();
  const [task] = bench.tasks;
  const result = task?.result;
  if (result === undefined || !("latency" in result)) throw new Error(`${task?.name} did not run: ${JSON.stringify(result)}`);
  for (const milliseconds of result.latency.samples ?? []) {
    microseconds.push((milliseconds * 1000) / payload.copies / payload.spans);
  }
}

function figuresOf({ payload, contender, microseconds, bytes }: Series): Figures {
  return {
    payload: payload.name,
    contender: contender.name,
    median: quantile(microseconds, 0.5),
    quartiles: [quantile(microseconds, 0.25), quantile(microseconds, 0.75)],
    bytes: Math.round(quantile(bytes, 0.5)),
  };
}

export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

/**
 * Twice, which moves the copies out of the young generation. A full collection would also drop hidden classes that no object has
 * just then, and with them the optimized code that relies on them.
 */
export function collectYoungGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("Run with node --expose-gc: see npm run bench");
  globalThis.gc({ type: "minor" });
  globalThis.gc({ type: "minor" });
}
