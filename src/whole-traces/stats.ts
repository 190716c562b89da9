/** How much a `WholeTraces` holds, and what has left it since it was made. */
export interface WholeTracesStats {
  readonly held: HeldStats;
  /** What left because nothing more had come for `quietMillis`. */
  readonly whole: TraceCount;
  /** What left earlier, and why. The rest of such a trace leaves later, as another trace. */
  readonly incomplete: Readonly<Record<IncompleteReason, TraceCount>>;
  /** Spans that left at once, because their trace id is not valid or their resource or scope is too large. */
  readonly unheldSpans: number;
}

/**
 * Why a trace left before it was whole: it was held for `maxAgeMillis`, it was the oldest when more than
 * `maxSpans` or `maxBytes` were held, or `flush` was called.
 */
export type IncompleteReason = "age" | "bound" | "flush";

export interface HeldStats {
  readonly spans: number;
  /** Bytes of encoded spans, or an estimate of the memory that objects take; resources and scopes with them. */
  readonly bytes: number;
  readonly traces: number;
  /**
   * Milliseconds since the first span of the oldest trace came, by the last time that was passed in; 0 where
   * none is held.
   */
  readonly oldestAgeMillis: number;
}

export interface TraceCount {
  readonly traces: number;
  readonly spans: number;
}

/** Counts what leaves, by reason. */
export class TraceCounts {
  unheldSpans = 0;
  readonly #counts = new Map<IncompleteReason | "quiet", TraceCount>();

  add(reason: IncompleteReason | "quiet", traces: number, spans: number): void {
    const before = this.#of(reason);
    this.#counts.set(reason, { traces: before.traces + traces, spans: before.spans + spans });
  }

  stats(held: HeldStats): WholeTracesStats {
    const incomplete = { age: this.#of("age"), bound: this.#of("bound"), flush: this.#of("flush") };
    return { held, whole: this.#of("quiet"), incomplete, unheldSpans: this.unheldSpans };
  }

  #of(reason: IncompleteReason | "quiet"): TraceCount {
    return this.#counts.get(reason) ?? { traces: 0, spans: 0 };
  }
}
