import { type AttributeRule, type IndexedKey, SOURCE_NAMES, type SourceName } from "../litellm/attribute-rules.js";
import { mayHoldContent } from "../litellm/content-names.js";
import { isOfOtherVocabulary, isProviderField } from "../litellm/vocabularies.js";

/** Where on the span each attribute stands that a rule reads: its index, the last one where a key is repeated. */
export type Sources = { readonly [name in SourceName]: number | undefined };

/** An attribute of an indexed list, and where it stands. */
export interface IndexedSource extends IndexedKey {
  readonly at: number;
}

/** All that the names of a span's attributes say, in the order they have. */
export interface Layout {
  /** The name of each attribute; none of one whose name is malformed, or too long for one. */
  readonly names: readonly (string | undefined)[];
  /** No attribute has a rule: so it is with most of what frameworks beside LiteLLM write. */
  readonly saysNothing: boolean;
  /** The rule of each attribute that has one, by index. */
  readonly rules: readonly (AttributeRule | undefined)[];
  /** Where those stand that have one. */
  readonly ruled: readonly number[];
  readonly sources: Sources;
  /** In the order of their indices and fields. */
  readonly indexed: readonly IndexedSource[];
  /** Where attributes stand that may hold what was said. */
  readonly content: readonly number[];
  /** Where attributes of another vendor's vocabulary stand. */
  readonly ofOtherVocabulary: readonly number[];
  /** A field of a provider's request or response, see vocabularies.ts. */
  readonly hasRawField: boolean;
  /** Usage or cost, see `AttributeRule`. */
  readonly hasUsageOrCost: boolean;
  /** What LiteLLM marks a call with, also on a span of the application: its call type beside other names of its own. */
  readonly hasCallMarks: boolean;
  /**
   * Where the attributes of the last call begin. LiteLLM writes calls onto the span of an application one over the other: an
   * attribute that is written again moves behind, and what the last call does not have is left in front.
   */
  readonly callFrom: number;
  /** Another vendor's vocabulary, and neither usage nor messages in LiteLLM's. */
  readonly hasOtherVocabularyOnly: boolean;
  /** Several attributes lead to one target. */
  readonly hasRepetitions: boolean;
}

/** The name of an attribute and what it says. */
export interface NamedRule {
  readonly name: string | undefined;
  readonly rule: AttributeRule | undefined;
}

/** Copied, not built name by name, so that the places of all spans have one shape. */
const NO_SOURCES = Object.fromEntries(SOURCE_NAMES.map((name) => [name, undefined])) as Sources;

/** What the names say in this order. */
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
  const ofOtherVocabulary = [...rules.keys()].filter((at) => isOfOtherVocabulary(names[at]?.name ?? ""));
  // By field, too: two spans of one call say the same, whatever order their attributes have.
  indexed.sort((a, b) => a.index - b.index || (a.field === b.field ? 0 : a.field < b.field ? -1 : 1));
  return {
    names: names.map(({ name }) => name),
    saysNothing: rules.every((rule) => rule === undefined),
    rules,
    ruled: [...rules.keys()].filter((at) => rules[at] !== undefined),
    sources,
    indexed,
    content: [...rules.keys()].filter((at) => mayHoldContent(names[at]?.name, rules[at])),
    ofOtherVocabulary,
    hasRawField: rules.some((rule) => rule?.rawField !== undefined && isProviderField(rule.rawField)),
    hasUsageOrCost: rules.some((rule) => rule?.isUsageOrCost === true),
    hasCallMarks: hasCallMarks(names, sources),
    callFrom: callFrom(sources),
    hasOtherVocabularyOnly: ofOtherVocabulary.length > 0 && !hasOwnWords(names, sources, indexed),
    hasRepetitions: targetCount > targets.size,
  };
}

/** OpenLLMetry writes `llm.request.type` too, hence the question for a second mark. */
function hasCallMarks(names: readonly NamedRule[], { requestType, callType, hiddenParams }: Sources): boolean {
  if (requestType === undefined && callType === undefined) return false;
  if (hiddenParams !== undefined) return true;
  return names.some(({ name }, at) => at !== callType && name !== undefined && name.startsWith("litellm."));
}

/** LiteLLM writes `hidden_params` before the model, texts, usage and cost. Where the order is another's, nothing is left over. */
function callFrom({ requestModel = -1, hiddenParams = 0 }: Sources): number {
  return hiddenParams < requestModel ? hiddenParams : 0;
}

function hasOwnWords(names: readonly NamedRule[], sources: Sources, indexed: readonly IndexedSource[]): boolean {
  if (indexed.length > 0 || sources.inputMessages !== undefined || sources.outputMessages !== undefined) return true;
  return names.some(({ name }) => name?.startsWith("gen_ai.usage."));
}
