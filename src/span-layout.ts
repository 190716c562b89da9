import { type AttributeRule, type IndexedKey, ruleFor, SOURCE_NAMES, type SourceName } from "./attribute-rules.js";
import type { KeyValue } from "./otlp/types.js";

/** Where on the span each attribute stands that a rule reads: its index, the last one where a key is repeated. */
export type Sources = { readonly [name in SourceName]: number | undefined };

/** An attribute of an indexed list, and where it stands. */
export interface IndexedSource extends IndexedKey {
  readonly at: number;
}

/** All that the names of a span's attributes say, in the order they have. */
export interface Layout {
  /** No attribute has a rule: so it is with most of what frameworks beside LiteLLM write. */
  readonly saysNothing: boolean;
  /** The rule of each attribute that has one, by index. */
  readonly rules: readonly (AttributeRule | undefined)[];
  readonly sources: Sources;
  /** In the order of their indices. */
  readonly indexed: readonly IndexedSource[];
  readonly hasRawField: boolean;
  /** Usage or cost, see `AttributeRule`. */
  readonly hasUsageOrCost: boolean;
  /** Several attributes lead to one target. */
  readonly hasRepetitions: boolean;
}

/** The names from a span's first attribute to one of its others: a node of the tree of all orders that were seen. */
interface Path {
  readonly name: string | undefined;
  readonly rule: AttributeRule | undefined;
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
const PATH_SIZE = 100;
let size = 0;
/** Names are taken apart once, also where their orders differ. */
const knownRules = new Map<string | undefined, AttributeRule | undefined>();
let root = pathOf(undefined, undefined);

/** What the names of these attributes say. An entry that has no name says nothing. */
export function layoutOf(attributes: readonly KeyValue[]): Layout {
  if (size > MAX_SIZE) {
    knownRules.clear();
    root = pathOf(undefined, undefined);
    size = 0;
  }
  let path = root;
  for (let at = 0; at < attributes.length; at++) {
    const name = attributes[at]?.key;
    const { next } = path;
    path = next !== undefined && next.name === name ? next : branchOf(path, name);
  }
  return (path.layout ??= newLayout(path, attributes.length));
}

function pathOf(name: string | undefined, before: Path | undefined): Path {
  let rule = knownRules.get(name);
  if (rule === undefined && name !== undefined) knownRules.set(name, (rule = ruleFor(name)));
  return { name, rule, before, next: undefined, branches: undefined, layout: undefined };
}

function branchOf(path: Path, key: unknown): Path {
  const name = typeof key === "string" ? key : undefined;
  const { next } = path;
  if (next !== undefined) path.branches ??= new Map([[next.name, next]]);
  let branch = path.branches?.get(name);
  if (branch === undefined) {
    branch = pathOf(name, path);
    path.branches?.set(name, branch);
    size += PATH_SIZE + (name?.length ?? 0);
  }
  return (path.next = branch);
}

/** Copied, not built name by name, so that the places of all spans have one shape. */
const NO_SOURCES = Object.fromEntries(SOURCE_NAMES.map((name) => [name, undefined])) as Sources;

function newLayout(end: Path, length: number): Layout {
  size += PATH_SIZE + 8 * length;
  const rules = new Array<AttributeRule | undefined>(length);
  let path: Path | undefined = end;
  for (let at = length - 1; at >= 0; at--) {
    rules[at] = path?.rule;
    path = path?.before;
  }
  const sources: { [name in SourceName]: number | undefined } = { ...NO_SOURCES };
  const indexed: IndexedSource[] = [];
  const targets = new Set<string>();
  let hasRawField = false;
  let hasUsageOrCost = false;
  let targetCount = 0;
  for (const [at, rule] of rules.entries()) {
    if (rule === undefined) continue;
    hasUsageOrCost ||= rule.isUsageOrCost;
    if (rule.target !== undefined) {
      targets.add(rule.target);
      targetCount++;
    }
    if (rule.source !== undefined) sources[rule.source] = at;
    else if (rule.rawField !== undefined) hasRawField = true;
    else if (rule.indexed !== undefined) indexed.push({ ...rule.indexed, at });
  }
  indexed.sort((a, b) => a.index - b.index);
  return {
    saysNothing: rules.every((rule) => rule === undefined),
    rules,
    sources,
    indexed,
    hasRawField,
    hasUsageOrCost,
    hasRepetitions: targetCount > targets.size,
  };
}
