import type { HeldSpan } from "./held-span.js";
import { type Link, LinkedList } from "./linked-list.js";

/** Traces that leave together: one, or several that report the same call. */
export class TraceGroup<Part> {
  readonly spans: HeldSpan<Part>[] = [];
  /** The keys under which the group is found: those of its traces and calls. */
  readonly keys: string[] = [];
  traces = 1;
  /** When its first span came, and its last. */
  firstAt: number;
  lastAt: number;
  age: Link<TraceGroup<Part>>;
  readonly activity: Link<TraceGroup<Part>>;

  constructor(at: number, byAge: LinkedList<TraceGroup<Part>>, byActivity: LinkedList<TraceGroup<Part>>) {
    this.firstAt = at;
    this.lastAt = at;
    this.age = byAge.append(this);
    this.activity = byActivity.append(this);
  }

  /** The spans in the order in which they came: where several report one call, the mapper may keep the first. */
  inOrder(): readonly HeldSpan<Part>[] {
    return this.traces === 1 ? this.spans : this.spans.sort((a, b) => a.position - b.position);
  }
}

/** The traces that are held, found by trace and call, in the order of their first spans and of their last. */
export class TraceGroups<Part> {
  traces = 0;
  readonly #byKey = new Map<string, TraceGroup<Part>>();
  readonly #byAge = new LinkedList<TraceGroup<Part>>();
  readonly #byActivity = new LinkedList<TraceGroup<Part>>();
  readonly #maxJoined: number;

  constructor(maxJoined: number) {
    this.#maxJoined = maxJoined;
  }

  /** The group whose first span came first. */
  get oldest(): TraceGroup<Part> | undefined {
    return this.#byAge.first;
  }

  /** The group to which nothing has been added for the longest time. */
  get quietest(): TraceGroup<Part> | undefined {
    return this.#byActivity.first;
  }

  add(span: HeldSpan<Part>, traceKey: string, at: number): void {
    let group = this.#byKey.get(traceKey) ?? this.#begin(traceKey, at);
    group.spans.push(span);
    for (const key of span.callKeys) group = this.#withCall(group, key);
    group.lastAt = at;
    this.#byActivity.moveToEnd(group.activity);
  }

  remove(group: TraceGroup<Part>): void {
    for (const key of group.keys) if (this.#byKey.get(key) === group) this.#byKey.delete(key);
    this.#byAge.remove(group.age);
    this.#byActivity.remove(group.activity);
    this.traces -= group.traces;
  }

  #begin(traceKey: string, at: number): TraceGroup<Part> {
    const group = new TraceGroup(at, this.#byAge, this.#byActivity);
    this.traces++;
    this.#find(traceKey, group);
    return group;
  }

  #find(key: string, group: TraceGroup<Part>): void {
    group.keys.push(key);
    this.#byKey.set(key, group);
  }

  /**
   * Joins groups that report the same call. A full group is left alone, and the call is then found in the
   * later one.
   */
  #withCall(group: TraceGroup<Part>, key: string): TraceGroup<Part> {
    const other = this.#byKey.get(key);
    if (other === group) return group;
    if (other !== undefined && other.traces + group.traces <= this.#maxJoined) return this.#joined(group, other);
    this.#find(key, group);
    return group;
  }

  /** The smaller goes into the larger, so that no span is moved often. The older one's place is kept. */
  #joined(one: TraceGroup<Part>, other: TraceGroup<Part>): TraceGroup<Part> {
    const [larger, smaller] = one.spans.length < other.spans.length ? [other, one] : [one, other];
    for (const span of smaller.spans) larger.spans.push(span);
    for (const key of smaller.keys) if (this.#byKey.get(key) === smaller) this.#find(key, larger);
    larger.traces += smaller.traces;
    const older = larger.firstAt <= smaller.firstAt ? larger : smaller;
    this.#byAge.remove(older === larger ? smaller.age : larger.age);
    larger.age = older.age;
    larger.age.value = larger;
    larger.firstAt = older.firstAt;
    this.#byActivity.remove(smaller.activity);
    return larger;
  }
}
