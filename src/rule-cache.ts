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

/** What an attribute's name says about it. */
export function ruleOf(key: string): AttributeRule {
  const known = rules.get(key);
  if (known !== undefined) return known;
  const rule = ruleFor(key, targetOf);
  rules.set(key, rule);
  characters += key.length;
  return rule;
}

/** Empties the cache where it has outgrown its bound. To be called between spans. */
export function trimRuleCache(): void {
  if (rules.size <= MAX_RULES && characters <= MAX_CHARACTERS) return;
  rules.clear();
  targets.clear();
  characters = 0;
}

function targetOf(key: string): Target {
  let target = targets.get(key);
  if (target === undefined) {
    target = { key, lastSpan: 0 };
    targets.set(key, target);
  }
  return target;
}
