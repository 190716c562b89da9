import { type AttributeRule, ruleFor } from "../litellm/attribute-rules.js";
import type { KeyValue } from "../otlp/types.js";
import { nameIn } from "../otlp/wire-keys.js";
import { type Layout, layoutFrom, type NamedRule } from "./span-layout.js";

/** The names from a span's first attribute up to one of the others: a node in the tree of all known orders. */
interface Path extends NamedRule {
  readonly before: Path | undefined;
  /** The name that followed this one last time: a guess, which is checked before it is followed. */
  next: Path | undefined;
  /** All names that have followed this one, where there were several. */
  branches: Map<string | undefined, Path> | undefined;
  layout: Layout | undefined;
}

/**
 * Spans of a kind have their attributes in the same order, so what an order says is worked out once.
 * Following it takes one comparison of names per attribute. That is cheaper than a look-up, for which V8 must
 * first compute a hash. The tree cannot be seen from outside. Its size is bounded, roughly in bytes, because
 * names come from the wire. It is cleared between spans, never within one.
 */
const MAX_SIZE = 8_000_000;
/**
 * What they take in the heap, estimated rather too high: a name has a rule, and often a target that is a text
 * of its own.
 */
const PATH_SIZE = 400;
const LAYOUT_SIZE = 1500;
const PLACE_SIZE = 200;
let size = 0;
/** The rule of each name is worked out once, however many orders have the name. */
const knownRules = new Map<string | undefined, AttributeRule | undefined>();
let root = pathOf(undefined, undefined);

/** What the names of these attributes say. An entry without a name says nothing. */
export function layoutOf(attributes: readonly KeyValue[]): Layout {
  let path = rootOf();
  for (let at = 0; at < attributes.length; at++) path = pathBehind(path, attributes[at]?.key);
  return (path.layout ??= layoutAt(path, attributes.length));
}

/** What the names of `count` attributes say; `nameAt` gives each. */
export function layoutOfNames(count: number, nameAt: (at: number) => string): Layout {
  let path = rootOf();
  for (let at = 0; at < count; at++) path = pathBehind(path, nameAt(at));
  return (path.layout ??= layoutAt(path, count));
}

function rootOf(): Path {
  if (size > MAX_SIZE) {
    knownRules.clear();
    root = pathOf(undefined, undefined);
    size = 0;
  }
  return root;
}

function pathBehind(path: Path, name: string | undefined): Path {
  const { next } = path;
  return next !== undefined && next.name === name ? next : branchOf(path, name);
}

function pathOf(name: string | undefined, before: Path | undefined): Path {
  let rule = knownRules.get(name);
  if (rule === undefined && name !== undefined) knownRules.set(name, (rule = ruleFor(name)));
  return { name, rule, before, next: undefined, branches: undefined, layout: undefined };
}

function branchOf(path: Path, key: unknown): Path {
  const name = nameIn(key);
  const { next } = path;
  if (next !== undefined) path.branches ??= new Map([[next.name, next]]);
  let branch = path.branches?.get(name);
  if (branch === undefined) {
    branch = pathOf(name, path);
    path.branches?.set(name, branch);
    size += PATH_SIZE + 4 * (name?.length ?? 0);
  }
  return (path.next = branch);
}

function layoutAt(end: Path, length: number): Layout {
  size += LAYOUT_SIZE + PLACE_SIZE * length;
  const names = new Array<NamedRule>(length);
  let path: Path | undefined = end;
  for (let at = length - 1; at >= 0; at--) {
    names[at] = path as Path;
    path = path?.before;
  }
  return layoutFrom(names);
}
