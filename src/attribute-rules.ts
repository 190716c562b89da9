import { FIDDLER, LITELLM } from "./attribute-names.js";
import { userAttributeKeyOf } from "./user-attributes.js";

/** The attributes of a span that a rule reads, by what they tell. */
export type SourceName = Exclude<keyof typeof LITELLM, "serviceName" | "applicationId"> | "spanType";

/**
 * What becomes of an attribute:
 * - `pass`: it stays as it is
 * - `keep-if-told`: it stays unless it is `""`
 * - `move`: it goes to `target` unless it is `""`
 * - `count`: a token count, see tokens.ts
 * - `owned`: only the mapper writes it; what came is replaced
 */
export type Fate = "pass" | "keep-if-told" | "move" | "count" | "owned";

/** A list that LiteLLM writes as one attribute per entry and field: `gen_ai.prompt.{i}.{field}`. */
export interface IndexedKey {
  readonly list: "prompts" | "completions";
  readonly index: number;
  readonly field: string;
}

/** All that an attribute's name says about it. */
export interface AttributeRule {
  readonly key: string;
  readonly fate: Fate;
  /** Where the value goes; none of an attribute that passes. */
  readonly target: Target | undefined;
  readonly source?: SourceName | undefined;
  readonly indexed?: IndexedKey | undefined;
  /** `gen_ai.usage.*`, or cost of either mode: counted twice if an echo of the call kept it. */
  readonly isUsageOrCost: boolean;
  /** `llm.<provider>.<field>`: the field, on raw request spans. */
  readonly rawField?: string | undefined;
  /** The rule of the attribute that stood behind this one last: a guess of rule-cache.ts, checked before it is used. */
  next: AttributeRule | undefined;
}

/** The name an attribute has in the result. Names that lead to one target share one object, so that a repetition is seen. */
export interface Target {
  readonly key: string;
  /** The last span this target was seen on: scratch of span-reading.ts, compared and overwritten, never read as a fact. */
  lastSpan: number;
}

const KEEP_IF_TOLD: ReadonlySet<string> = new Set([LITELLM.requestModel, LITELLM.responseModel, LITELLM.system]);

const COUNTS: ReadonlySet<string> = new Set([
  LITELLM.inputTokens,
  LITELLM.promptTokens,
  LITELLM.outputTokens,
  LITELLM.completionTokens,
  LITELLM.totalTokens,
  LITELLM.llmTotalTokens,
]);

const OWNED: ReadonlySet<string> = new Set([FIDDLER.spanType, FIDDLER.systemPrompt, FIDDLER.userInput, FIDDLER.output]);

const SOURCES: ReadonlyMap<string, SourceName> = new Map([
  ...Object.entries(LITELLM).map(([name, key]) => [key, name as SourceName] as const),
  [FIDDLER.spanType, "spanType"],
]);

/** The names of `SOURCES`. */
export const SOURCE_NAMES: readonly SourceName[] = [...SOURCES.values()];

/** LiteLLM's own second segments after `llm.`; any other is a provider's name on a raw request span. */
const LITELLM_LLM_SEGMENTS: ReadonlySet<string> = new Set(["request", "usage", "chat"]);

const RAW_KEY = /^llm\.([^.]*)\.(.+)$/s;

/** LiteLLM under 1.69 wrote the names of Python constants where the OpenTelemetry package had dropped them. */
const INDEXED_KEY = /^(?:gen_ai\.|SpanAttributes\.LLM_)(prompt|completion|PROMPTS|COMPLETIONS)\.([0-9]{1,6})\.(.+)$/s;

/** The rule of an attribute name. Pure; rule-cache.ts remembers the answers. */
export function ruleFor(key: string, targetOf: (key: string) => Target): AttributeRule {
  const movedTo = userAttributeKeyOf(key);
  const fate = fateOf(key, movedTo);
  return {
    key,
    fate,
    target: fate === "pass" ? undefined : targetOf(movedTo ?? key),
    source: SOURCES.get(key),
    indexed: indexedKeyOf(key),
    isUsageOrCost: isUsageOrCost(key),
    rawField: rawFieldOf(key),
    next: undefined,
  };
}

function fateOf(key: string, movedTo: string | undefined): Fate {
  if (movedTo !== undefined) return "move";
  if (KEEP_IF_TOLD.has(key)) return "keep-if-told";
  if (COUNTS.has(key)) return "count";
  if (OWNED.has(key)) return "owned";
  return "pass";
}

function isUsageOrCost(key: string): boolean {
  return (
    key.startsWith("gen_ai.usage.") ||
    key === LITELLM.llmTotalTokens ||
    key.startsWith("gen_ai.cost.") ||
    key.startsWith("litellm.cost.")
  );
}

function rawFieldOf(key: string): string | undefined {
  const [, provider, field] = RAW_KEY.exec(key) ?? [];
  return provider === undefined || LITELLM_LLM_SEGMENTS.has(provider) ? undefined : field;
}

function indexedKeyOf(key: string): IndexedKey | undefined {
  const [, list, index, field] = INDEXED_KEY.exec(key) ?? [];
  if (list === undefined || field === undefined) return undefined;
  return { list: /^p/i.test(list) ? "prompts" : "completions", index: Number(index), field };
}
