import type { ExplainedSpan } from "./explained-span.js";

/** A span and its place in the tree of its trace. */
export interface TreeRow {
  readonly span: ExplainedSpan;
  /** For each level from the second root on down: whether the span or ancestor there is the last of its siblings. */
  readonly lastAt: readonly boolean[];
  readonly hasChildren: boolean;
  /** Why a span with a parent stands at the root. */
  readonly rootNote: string | undefined;
  /** It was sent before, and does not count again. */
  readonly isRepeat: boolean;
}

/** One trace, its spans in the order in which a tree shows them. */
export interface TraceTree {
  readonly traceId: string;
  readonly rows: readonly TreeRow[];
}

/** A span's place alone. */
type Placed = Omit<TreeRow, "isRepeat">;

/** The spans of each trace as a tree; traces come in the order of their first span, siblings by start time. */
export function treesOf(spans: readonly ExplainedSpan[], isRepeat: (span: ExplainedSpan) => boolean): readonly TraceTree[] {
  const traces = grouped(spans, ({ traceId }) => traceId);
  return [...traces].map(([traceId, ofTrace]) => ({
    traceId,
    rows: placesOf(ofTrace).map((place) => ({ ...place, isRepeat: isRepeat(place.span) })),
  }));
}

function placesOf(unsorted: readonly ExplainedSpan[]): readonly Placed[] {
  const spans = unsorted.toSorted(byStart);
  const byId = new Map(spans.toReversed().map((span) => [span.spanId, span]));
  byId.delete("");
  const childrenOf = grouped(spans, ({ parentSpanId }) => byId.get(parentSpanId));
  const rows: Placed[] = [];
  const placed = new Set<ExplainedSpan>();
  for (const root of childrenOf.get(undefined) ?? []) placeTree(root, missingParentNote(root), childrenOf, placed, rows);
  // A span below no root has parents that form a circle.
  for (const span of spans) if (!placed.has(span)) placeTree(span, "parents in a circle", childrenOf, placed, rows);
  return rows;
}

type Children = ReadonlyMap<ExplainedSpan | undefined, readonly ExplainedSpan[]>;

/** It is not recursive, because a trace may be deeper than the call stack. */
function placeTree(
  root: ExplainedSpan,
  rootNote: string | undefined,
  childrenOf: Children,
  placed: Set<ExplainedSpan>,
  rows: Placed[],
): void {
  const open: { readonly span: ExplainedSpan; readonly lastAt: readonly boolean[] }[] = [{ span: root, lastAt: [] }];
  placed.add(root);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { span, lastAt } = next;
    const children = (childrenOf.get(span) ?? []).filter((child) => !placed.has(child));
    rows.push({ span, lastAt, hasChildren: children.length > 0, rootNote: span === root ? rootNote : undefined });
    for (const child of children) placed.add(child);
    const below = children.map((child, at) => ({ span: child, lastAt: levelBelow(lastAt, at === children.length - 1) }));
    // One by one, because a span may have more children than a call may have arguments.
    for (const child of below.reverse()) open.push(child);
  }
}

/** Deeper than this, a tree is shown flat. */
const DEEPEST = 8;

function levelBelow(lastAt: readonly boolean[], isLast: boolean): readonly boolean[] {
  return lastAt.length < DEEPEST ? [...lastAt, isLast] : [...lastAt.slice(0, -1), isLast];
}

function missingParentNote({ parentSpanId }: ExplainedSpan): string | undefined {
  return parentSpanId === "" ? undefined : `orphan of ${parentSpanId.slice(0, 8)}`;
}

function byStart(a: ExplainedSpan, b: ExplainedSpan): number {
  const difference = (a.start ?? 0n) - (b.start ?? 0n);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function grouped<K, V>(values: readonly V[], keyOf: (value: V) => K): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
