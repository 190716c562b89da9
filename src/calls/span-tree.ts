import type { SpanReading } from "../reading/span-reading.js";
import { parentOf, type SpanIndex } from "./span-index.js";

/** Which spans lie above which, of all that were given. */
export interface SpanTree {
  /** Whether one span is an ancestor of the other. */
  isAbove(ancestor: SpanReading, descendant: SpanReading): boolean;
  /** Those of the spans that lie above none of the others, in the order they were given. */
  leavesAmong(spans: readonly SpanReading[]): readonly SpanReading[];
}

/** When a walk through the tree enters each span, and when it leaves it. */
interface Walk {
  readonly entered: ReadonlyMap<SpanReading, number>;
  readonly left: ReadonlyMap<SpanReading, number>;
}

/**
 * The tree of these spans. Parents, children and siblings are recognised by their ids. The tree is only
 * walked when any other two are compared.
 */
export function spanTreeOf(readings: readonly SpanReading[], index: SpanIndex): SpanTree {
  let walk: Walk | undefined;
  const isAbove = (ancestor: SpanReading, descendant: SpanReading) => {
    const parent = parentOf(descendant, index);
    if (parent === ancestor) return ancestor !== descendant;
    if (parent === undefined || parent === parentOf(ancestor, index)) return false;
    const { entered, left } = (walk ??= walkThrough(readings, index));
    const at = entered.get(descendant) ?? -1;
    return at > (entered.get(ancestor) ?? 0) && at < (left.get(ancestor) ?? -1);
  };
  const leavesAmong = (spans: readonly SpanReading[]) => {
    const [first, second] = spans;
    if (first !== undefined && second !== undefined && spans.length === 2) {
      return isAbove(first, second) ? [second] : isAbove(second, first) ? [first] : spans;
    }
    const { entered } = (walk ??= walkThrough(readings, index));
    const inOrder = spans.toSorted((a, b) => (entered.get(a) ?? 0) - (entered.get(b) ?? 0));
    // What lies below a span directly follows it.
    const ancestors = new Set(
      inOrder.filter((one, at) => at + 1 < inOrder.length && isAbove(one, inOrder[at + 1] as SpanReading)),
    );
    return spans.filter((one) => !ancestors.has(one));
  };
  return { isAbove, leavesAmong };
}

/**
 * Numbers the spans in the order of a walk through the tree, so that one comparison decides whether a span
 * lies above another. No chain, however deep, is climbed again for each pair. A circle of parents is opened
 * where the walk enters it.
 */
function walkThrough(readings: readonly SpanReading[], index: SpanIndex): Walk {
  const children = new Map<SpanReading, SpanReading[]>();
  const roots: SpanReading[] = [];
  for (const reading of readings) {
    const parent = parentOf(reading, index);
    if (parent === undefined || parent === reading) roots.push(reading);
    else {
      const siblings = children.get(parent);
      if (siblings === undefined) children.set(parent, [reading]);
      else siblings.push(reading);
    }
  }
  const entered = new Map<SpanReading, number>();
  const left = new Map<SpanReading, number>();
  let clock = 0;
  const walk = (root: SpanReading) => {
    const open = [{ reading: root, next: 0 }];
    if (entered.has(root)) return;
    entered.set(root, clock++);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const child = children.get(top.reading)?.[top.next++];
      if (child === undefined) {
        left.set(top.reading, clock++);
        open.pop();
      } else if (!entered.has(child)) {
        entered.set(child, clock++);
        open.push({ reading: child, next: 0 });
      }
    }
  };
  for (const root of roots) walk(root);
  for (const reading of readings) walk(reading);
  return { entered, left };
}
