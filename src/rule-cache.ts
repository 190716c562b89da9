import { type AttributeRule, ruleFor, type Target } from "./attribute-rules.js";

/**
 * A proxy's attribute names repeat on every span, so each is taken apart once. The cache is invisible from outside and bounded:
 * names come from the wire. It is emptied between spans, never within one, so that equal names on a span have one rule.
 */
const MAX_RULES = 4096;
const MAX_CHARACTERS = 1_000_000;
let characters = 0;
const rules = new Map<string, AttributeRule>();
const targets = new Map<string, Target>();
let beforeFirst = ruleFor("", targetOf);

/** What an attribute's name says about it. */
export function ruleOf(key: string): AttributeRule {
  const known = rules.get(key);
  if (known !== undefined) return known;
  const rule = ruleFor(key, targetOf);
  rules.set(key, rule);
  characters += key.length;
  return rule;
}

/**
 * What an attribute's name says about it, by the rule of the attribute before it. Spans of a kind have their attributes in the same
 * order, and to compare two names is cheaper than to look one up, for which V8 must first compute its hash.
 */
export function ruleBehind(previous: AttributeRule, key: string): AttributeRule {
  const guess = previous.next;
  if (guess !== undefined && guess.key === key) return guess;
  return (previous.next = ruleOf(key));
}

/** Where each span begins: stands for the rule before the first attribute. Also empties the cache where it has outgrown its bound. */
export function ruleBeforeFirst(): AttributeRule {
  if (rules.size > MAX_RULES || characters > MAX_CHARACTERS) {
    rules.clear();
    targets.clear();
    characters = 0;
    beforeFirst = ruleFor("", targetOf);
  }
  return beforeFirst;
}

function targetOf(key: string): Target {
  let target = targets.get(key);
  if (target === undefined) {
    target = { key, lastSpan: 0 };
    targets.set(key, target);
  }
  return target;
}
