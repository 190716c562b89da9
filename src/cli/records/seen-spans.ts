/**
 * A set holds at most 16 million entries. Each of these sets takes a sixteenth of the spans, by the last
 * digit of their ids.
 */
const PARTS = 16;

/**
 * Remembers which spans were counted, so that a span that is sent again, as after a lost response, counts
 * once. It takes about 100 bytes per span.
 */
export class SeenSpans {
  readonly #parts = Array.from({ length: PARTS }, () => new Set<string>());

  /** Whether a span with these ids comes for the first time. One without a span id always does. */
  isNew(traceId: string | undefined, spanId: string | undefined): boolean {
    if (spanId === undefined || spanId === "") return true;
    const key = `${traceId ?? ""}:${spanId}`;
    const part = this.#parts[key.charCodeAt(key.length - 1) % PARTS];
    if (part === undefined || part.has(key)) return false;
    part.add(key);
    return true;
  }
}

/** What distinguishes spans. */
interface Identified {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly type?: string | undefined;
}

/**
 * The spans that count among some that were read together: of several with the same ids, the `llm` span, or
 * else the first.
 */
export function countedAmong<T extends Identified>(spans: readonly T[]): ReadonlySet<T> {
  const counted = new Map<unknown, T>();
  for (const span of spans) {
    const key = span.spanId ? `${span.traceId ?? ""}:${span.spanId}` : span;
    const before = counted.get(key);
    if (before === undefined || (before.type !== "llm" && span.type === "llm")) counted.set(key, span);
  }
  return new Set(counted.values());
}
