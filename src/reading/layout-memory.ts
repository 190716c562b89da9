import { type AttributeRule, ruleFor } from "../litellm/attribute-rules.js";
import type { KeyValue } from "../otlp/types.js";
import { nameIn } from "../otlp/wire-keys.js";
import { type Layout, layoutFrom, type NamedRule } from "./span-layout.js";

/** The names from a span's first attribute to one of its others: a node of the tree of all orders that were seen. */
interface Path extends NamedRule {
  readonly before: Path | undefined;
  /** The name that came behind this one last: a guess, checked before it is followed. */
  next: Path | undefined;
  /** All names that came behind this one, where there were several. */
  branches: Map<string | undefined, Path> | undefined;
  layout: Layout | undefined;
}

/**
 * Spans of a kind have their attributes in the same order, so what the order says is found out once. To follow it costs a comparison
 * of two names per attribute, which is cheaper than a look-up: for that V8 must first compute a hash. The tree is invisible from
 * outside and bounded, in bytes or so, for names come from the wire; it is felled between spans, never within one.
 */
const MAX_SIZE = 8_000_000;
/** What they keep in the heap, rather more than less: a name has a rule, and often a target that is a text of its own. */
const PATH_SIZE = 400;
const LAYOUT_SIZE = 1500;
const PLACE_SIZE = 200;
let size = 0;
/** Names are taken apart once, also where their orders differ. */
const knownRules = new Map<string | undefined, AttributeRule | undefined>();
let root = pathOf(undefined, undefined);

/** What the names of these attributes say. An entry that has no name says nothing. */
export function layoutOf(attributes: readonly KeyValue[]): Layout {
  let path = rootOf();
  for (let at = 0; at < attributes.length; at++) path = pathBehind(path, attributes[at]?.key);
  return (path.layout ??= layoutAt(path, attributes.length));
}

/** ... of so many attributes whose names are asked for. */
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
