import type { ExplainedPair } from "../../../../src/cli/explain/explain-export.ts";
import { isObject, listOf } from "../../../../src/cli/otlp/guards.ts";
import { textOf } from "../../../../src/cli/otlp/values.ts";
import { ruleFor } from "../../../../src/litellm/attribute-rules.ts";
import { ruleOf } from "./rule-of.ts";
import type { Rule } from "./rules.ts";

/** An attribute as it is shown. */
export interface AttributeText {
  readonly key: string;
  readonly value: string;
  /** The type of the value by its name in OTLP: `string`, `int`, `double`, ... */
  readonly kind: string;
}

export type Verdict = "stays" | "moves" | "changes" | "is added" | "is left out";

/** What became of an attribute, and the rule by which it did. */
export interface AttributeChange {
  readonly verdict: Verdict;
  readonly before: AttributeText | undefined;
  readonly after: AttributeText | undefined;
  readonly rule: Rule;
}

/** Token counts had other names; `ruleFor` does not give the new one, because two old ones become it. */
const NEWER_NAMES: ReadonlyMap<string, string> = new Map([
  ["gen_ai.usage.prompt_tokens", "gen_ai.usage.input_tokens"],
  ["gen_ai.usage.completion_tokens", "gen_ai.usage.output_tokens"],
  ["llm.usage.total_tokens", "gen_ai.usage.total_tokens"],
]);

interface Attribute {
  readonly key: string;
  readonly value: unknown;
  /** The attribute object in the span. */
  readonly whole: object;
}

/**
 * Each attribute of a span before and after, in the order of the span, the added ones last. What stays is the
 * same object after the mapping, and so is the value of what moves. That shows which attribute became which.
 */
export function attributeChangesOf(explainedPair: ExplainedPair): readonly AttributeChange[] {
  const { span, mapped } = explainedPair.pair;
  const befores = attributesIn(span);
  const afters = attributesIn(mapped);
  const [byWhole, byValue, byKey] = (["whole", "value", "key"] as const).map(
    (member) => new Map(afters.map((after) => [after[member] as unknown, after])),
  );
  const taken = new Set<Attribute>();
  const take = (after: Attribute | undefined) => {
    if (after === undefined || taken.has(after)) return undefined;
    taken.add(after);
    return after;
  };
  const kept = new Map(befores.map((before) => [before, take(byWhole?.get(before.whole))]));
  const changes = befores.map((before) => {
    const target = NEWER_NAMES.get(before.key) ?? ruleFor(before.key)?.target ?? before.key;
    const moved = isObject(before.value) ? byValue?.get(before.value) : undefined;
    return changeOf(before, kept.get(before) ?? take(moved) ?? take(byKey?.get(target)), explainedPair);
  });
  const added = afters.filter((after) => !taken.has(after));
  return [...changes, ...added.map((after) => changeOf(undefined, after, explainedPair))];
}

function changeOf(before: Attribute | undefined, after: Attribute | undefined, explainedPair: ExplainedPair): AttributeChange {
  const change = { verdict: verdictOf(before, after), before: before && shown(before), after: after && shown(after) };
  return { ...change, rule: ruleOf(change, explainedPair) };
}

function verdictOf(before: Attribute | undefined, after: Attribute | undefined): Verdict {
  if (before === undefined) return "is added";
  if (after === undefined) return "is left out";
  if (before.whole === after.whole) return "stays";
  return before.key === after.key ? "changes" : "moves";
}

function attributesIn(span: unknown): readonly Attribute[] {
  return listOf(span, "attributes").flatMap((whole) =>
    isObject(whole) && typeof whole.key === "string" ? [{ key: whole.key, value: whole.value, whole }] : [],
  );
}

function shown({ key, value }: Attribute): AttributeText {
  const [field = ""] = isObject(value) ? Object.keys(value) : [];
  return { key, value: textOf(value) ?? "", kind: field.replace(/Value$/, "") };
}
