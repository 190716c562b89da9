import { Batch } from "./batch.js";
import { type HeldSpan, type RequestForm, release, retain, sizeBeside, sizeOfWrappers, type Wrapper } from "./held-span.js";
import { HostTime } from "./host-time.js";
import { LinkedList } from "./linked-list.js";
import { type Limits, limitsFrom, type WholeTracesOptions } from "./options.js";
import { type IncompleteReason, TraceCounts, type WholeTracesStats } from "./stats.js";
import type { WholeTraces } from "./trace-buffer.js";
import { type TraceGroup, TraceGroups } from "./trace-groups.js";

/**
 * A resource and scope larger than this are not repeated in the requests of all their traces, since that
 * could make a small request grow large. LiteLLM's have about 500 bytes.
 */
const MAX_WRAPPER_BYTES = 64 * 1024;

interface Leaving<Part> {
  readonly group: TraceGroup<Part>;
  readonly reason: IncompleteReason | "quiet";
}

/** Holds spans of requests in any form. */
export class TraceHolder<Request, Part, Token> implements WholeTraces<Request, Token> {
  readonly #form: RequestForm<Request, Part>;
  readonly #limits: Limits;
  readonly #groups: TraceGroups<Part>;
  /** Spans of no trace, by the request they came in. */
  readonly #unheld = new LinkedList<HeldSpan<Part>[]>();
  readonly #batches = new LinkedList<Batch<Token | undefined>>();
  readonly #counts = new TraceCounts();
  readonly #time = new HostTime();
  #spans = 0;
  #bytes = 0;
  #position = 0;

  constructor(formWithin: (limits: Limits) => RequestForm<Request, Part>, options: WholeTracesOptions) {
    this.#limits = limitsFrom(options);
    this.#form = formWithin(this.#limits);
    this.#groups = new TraceGroups(this.#limits.maxJoinedTraces);
  }

  add(request: Request, now: number, token?: Token): void {
    this.#time.pass(now);
    const unheld: HeldSpan<Part>[] = [];
    for (const span of this.#form.spansOf(request, new Batch(token, this.#batches))) {
      this.#spans++;
      this.#bytes += span.bytes + retain(span.scope);
      span.origin.hold();
      span.position = this.#position++;
      if (span.traceKey === undefined || sizeOfWrappers(span.scope) > MAX_WRAPPER_BYTES) unheld.push(span);
      else this.#groups.add(span, span.traceKey, this.#time.elapsed);
    }
    if (unheld.length > 0) this.#unheld.append(unheld);
  }

  takeReady(now: number): IterableIterator<Request> {
    this.#time.pass(now);
    return this.#requests(() => this.#ready());
  }

  flush(): IterableIterator<Request> {
    return this.#requests(() => this.#ready() ?? (this.#groups.oldest && { group: this.#groups.oldest, reason: "flush" }));
  }

  oldestToken(): Token | undefined {
    return this.#batches.first?.token;
  }

  stats(): WholeTracesStats {
    const { oldest, traces } = this.#groups;
    const oldestAgeMillis = oldest === undefined ? 0 : this.#time.elapsed - oldest.firstAt;
    return this.#counts.stats({ spans: this.#spans, bytes: this.#bytes, traces, oldestAgeMillis });
  }

  /** Whole traces leave first, so that they are not counted as incomplete, and make room for the others. */
  #ready(): Leaving<Part> | undefined {
    const { quietMillis, maxAgeMillis, maxSpans, maxBytes } = this.#limits;
    const { quietest, oldest } = this.#groups;
    if (quietest === undefined || oldest === undefined) return undefined;
    if (this.#time.elapsed - quietest.lastAt >= quietMillis) return { group: quietest, reason: "quiet" };
    if (this.#time.elapsed - oldest.firstAt >= maxAgeMillis) return { group: oldest, reason: "age" };
    return this.#spans > maxSpans || this.#bytes > maxBytes ? { group: oldest, reason: "bound" } : undefined;
  }

  *#requests(next: () => Leaving<Part> | undefined): Generator<Request, void> {
    for (let spans = this.#unheld.takeFirst(); spans !== undefined; spans = this.#unheld.takeFirst()) {
      this.#counts.unheldSpans += spans.length;
      for (const span of spans) this.#release(span);
      yield this.#form.requestOf(spans);
    }
    for (let spans = this.#take(next); spans.length > 0; spans = this.#take(next)) yield this.#form.requestOf(spans);
  }

  /** The spans of as many groups as fit into one request. */
  #take(next: () => Leaving<Part> | undefined): readonly HeldSpan<Part>[] {
    const taken: HeldSpan<Part>[] = [];
    const wrappers = new Set<Wrapper<Part>>();
    let bytes = 0;
    for (let leaving = next(); leaving !== undefined; leaving = next()) {
      const { group, reason } = leaving;
      bytes += sizeBeside(wrappers, group.spans);
      if (taken.length > 0 && bytes > this.#limits.maxRequestBytes) break;
      this.#groups.remove(group);
      this.#counts.add(reason, group.traces, group.spans.length);
      for (const span of group.inOrder()) {
        taken.push(span);
        this.#release(span);
      }
    }
    return taken;
  }

  #release(span: HeldSpan<Part>): void {
    this.#spans--;
    this.#bytes -= span.bytes + release(span.scope);
    span.origin.release();
  }
}
