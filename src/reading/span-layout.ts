import { type AttributeRule, type IndexedKey, SOURCE_NAMES, type SourceName } from "../litellm/attribute-rules.js";
import { isCopy, mayHoldContent } from "../litellm/content-names.js";
import { isOfOtherVocabulary, isProviderField } from "../litellm/vocabularies.js";

/** The index of each attribute that a rule reads; of a repeated key, the last one. */
export type Sources = { readonly [name in SourceName]: number | undefined };

/** An attribute of an indexed list, and its index among the span's attributes. */
export interface IndexedSource extends IndexedKey {
  readonly at: number;
}

/** All that the names of a span's attributes say, in their order. */
export interface Layout {
  /** The name of each attribute; `undefined` where it is malformed or too long. */
  readonly names: readonly (string | undefined)[];
  /** No attribute has a rule, as on most spans of frameworks beside LiteLLM. */
  readonly saysNothing: boolean;
  /** The rule of each attribute that has one, by index. */
  readonly rules: readonly (AttributeRule | undefined)[];
  /** The indexes of the attributes that have one. */
  readonly ruled: readonly number[];
  readonly sources: Sources;
  /** By their index in the list, then by field. */
  readonly indexed: readonly IndexedSource[];
  /** The indexes of attributes that may hold what was said. */
  readonly content: readonly number[];
  /** The indexes of attributes that may hold copies of the messages: another vendor's, and those of old conventions. */
  readonly copies: readonly number[];
  /** It has a field of a provider's request or response: see vocabularies.ts. */
  readonly hasRawField: boolean;
  /** It has usage or cost: see `AttributeRule`. */
  readonly hasUsageOrCost: boolean;
  /**
   * It has LiteLLM's call type beside another name of LiteLLM's: the marks of a call, also on an
   * application's span.
   */
  readonly hasCallMarks: boolean;
  /**
   * The index from which on the attributes are the last call's. LiteLLM writes each call of an application
   * over the one before: an attribute that is written again moves to the end, and what the last call lacks is
   * left in front.
   */
  readonly callFrom: number;
  /** It has another vendor's vocabulary, and neither usage nor messages in LiteLLM's. */
  readonly hasOtherVocabularyOnly: boolean;
  /** Several attributes have the same target. */
  readonly hasRepetitions: boolean;
}

/** The name of an attribute, and the rule for it. */
export interface NamedRule {
  readonly name: string | undefined;
  readonly rule: AttributeRule | undefined;
}

/** Copied rather than built name by name, so that V8 sees one shape for all spans. */
const NO_SOURCES = Object.fromEntries(SOURCE_NAMES.map((name) => [name, undefined])) as Sources;

/** What these names say, in this order. */
export function layoutFrom(names: readonly NamedRule[]): Layout {
  const rules = names.map(({ rule }) => rule);
  const sources: { [name in SourceName]: number | undefined } = { ...NO_SOURCES };
  const indexed: IndexedSource[] = [];
  const targets = new Set<string>();
  let targetCount = 0;
  for (const [at, rule] of rules.entries()) {
    if (rule?.target !== undefined) {
      targets.add(rule.target);
      targetCount++;
    }
    if (rule?.source !== undefined) sources[rule.source] = at;
    else if (rule?.indexed !== undefined) indexed.push({ ...rule.indexed, at });
  }
  // By field too, so that two spans of one call compare as equal, whatever the order of their attributes.
  indexed.sort((a, b) => a.index - b.index || (a.field === b.field ? 0 : a.field < b.field ? -1 : 1));
  return {
    names: names.map(({ name }) => name),
    saysNothing: rules.every((rule) => rule === undefined),
    rules,
    ruled: [...rules.keys()].filter((at) => rules[at] !== undefined),
    sources,
    indexed,
    content: [...rules.keys()].filter((at) => mayHoldContent(names[at]?.name, rules[at])),
    copies: [...rules.keys()].filter((at) => isCopy(names[at]?.name)),
    hasRawField: rules.some((rule) => rule?.rawField !== undefined && isProviderField(rule.rawField)),
    hasUsageOrCost: rules.some((rule) => rule?.isUsageOrCost === true),
    hasCallMarks: hasCallMarks(names, sources),
    callFrom: callFrom(sources),
    hasOtherVocabularyOnly: names.some(({ name = "" }) => isOfOtherVocabulary(name)) && !hasOwnWords(names, sources, indexed),
    hasRepetitions: targetCount > targets.size,
  };
}

/** OpenLLMetry writes `llm.request.type` too, so a second mark is required. */
function hasCallMarks(names: readonly NamedRule[], { requestType, callType, hiddenParams }: Sources): boolean {
  if (requestType === undefined && callType === undefined) return false;
  if (hiddenParams !== undefined) return true;
  return names.some(({ name }, at) => at !== callType && name !== undefined && name.startsWith("litellm."));
}

/**
 * LiteLLM writes `hidden_params` before the model, texts, usage and cost. In any other order, nothing is left
 * of an earlier call.
 */
function callFrom({ requestModel = -1, hiddenParams = 0 }: Sources): number {
  return hiddenParams < requestModel ? hiddenParams : 0;
}

function hasOwnWords(names: readonly NamedRule[], sources: Sources, indexed: readonly IndexedSource[]): boolean {
  if (indexed.length > 0 || sources.inputMessages !== undefined || sources.outputMessages !== undefined) return true;
  return names.some(({ name }) => name?.startsWith("gen_ai.usage."));
}
