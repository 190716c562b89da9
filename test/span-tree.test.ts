import { expect, test } from "vitest";
import { spanIndexOf } from "../src/calls/span-index.js";
import { spanTreeOf } from "../src/calls/span-tree.js";
import type { SpanReading } from "../src/reading/span-reading.js";

/** The spans of `child>parent`, in that order: `c>b b>a a`. */
function treeOf(written: string) {
  const readings = written.split(" ").map((each) => {
    const [spanId, parentId] = each.split(">");
    return { view: { traceId: "t", spanId, parentId } } as SpanReading;
  });
  const tree = spanTreeOf(readings, spanIndexOf(readings));
  const named = new Map(readings.map((reading) => [reading.view.spanId as string, reading]));
  const of = (name: string) => named.get(name) as SpanReading;
  return {
    isAbove: (one: string, other: string) => tree.isAbove(of(one), of(other)),
    leavesAmong: (...names: readonly string[]) => tree.leavesAmong(names.map(of)).map(({ view }) => view.spanId),
  };
}

const FAMILY = "leaf>child child>root root uncle>root cousin>uncle other below>other";

test.each([
  ["a parent", "root", "child", true],
  ["a grandparent", "root", "leaf", true],
  ["a child is not", "leaf", "root", false],
  ["a span itself is not", "child", "child", false],
  ["a sibling is not", "child", "uncle", false],
  ["a parent's sibling is not", "uncle", "leaf", false],
  ["a cousin is not", "cousin", "leaf", false],
  ["the later of two cousins is not", "leaf", "cousin", false],
  ["the root of another tree is not", "root", "below", false],
  ["a span of another tree is not", "below", "leaf", false],
])("above: %s", (_what, one, other, isAbove) => {
  const shuffled = FAMILY.split(" ").reverse().join(" ");
  for (const written of [FAMILY, shuffled]) expect(treeOf(written).isAbove(one, other)).toBe(isAbove);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["one alone", ["root"], ["root"]],
  ["none", [], []],
  ["of two the lower", ["root", "leaf"], ["leaf"]],
  ["of two the lower, in either order", ["leaf", "root"], ["leaf"]],
  ["two side by side", ["leaf", "cousin"], ["leaf", "cousin"]],
  ["of a line the last", ["child", "leaf", "root"], ["leaf"]],
  ["of two branches both, in the order they are given", ["cousin", "root", "leaf"], ["cousin", "leaf"]],
  ["of two trees both", ["root", "below", "leaf", "other"], ["below", "leaf"]],
  ["of three side by side all", ["below", "leaf", "cousin"], ["below", "leaf", "cousin"]],
])("leaves: %s", (_what, given, leaves) => {
  expect(treeOf(FAMILY).leavesAmong(...given)).toEqual(leaves);
});

test.each([
  ["a span that is its own parent", "a>a"],
  ["two that are each other's parents", "a>b b>a"],
  ["a circle with a branch", "a>c b>a c>b d>a"],
])("%s ends, and is not above itself", (_what, written) => {
  const { isAbove, leavesAmong } = treeOf(written);
  expect(isAbove("a", "a")).toBe(false);
  expect(leavesAmong("a")).toEqual(["a"]);
});
