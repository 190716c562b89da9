import { FIDDLER, LITELLM } from "./attribute-names.js";
import { costNameOf } from "./cost.js";
import { isUrlKey } from "./credentials.js";
import { userAttributeKeyOf } from "./user-attributes.js";
import { rawFieldOf } from "./vocabularies.js";

/** The attributes of a span that a rule reads, by what they say. */
export type SourceName = Exclude<keyof typeof LITELLM, "serviceName" | "applicationId"> | "spanType";

/**
 * What becomes of an attribute:
 * - `pass`: it stays as it is
 * - `keep-if-known`: it stays unless it is `""` or says that LiteLLM does not know
 * - `move`: it goes to `target` unless it is `""`
 * - `count`: a token count, see tokens.ts
 * - `owned`: only the mapper writes it; what came is replaced
 * - `url`: it stays, without the credentials in it
 */
export type Fate = "pass" | "keep-if-known" | "move" | "count" | "owned" | "url";

/** A list that LiteLLM writes as one attribute per entry and field: `gen_ai.prompt.{i}.{field}`. */
export interface IndexedKey {
  readonly list: "prompts" | "completions";
  readonly index: number;
  readonly field: string;
}

/** All that an attribute's name says about it. */
export interface AttributeRule {
  readonly fate: Fate;
  /** The attribute's name in the result; `undefined` where it stays as it is. */
  readonly target: string | undefined;
  readonly source?: SourceName | undefined;
  readonly indexed?: IndexedKey | undefined;
  /** `gen_ai.usage.*`, or cost of either mode: it would count twice if an echo of the call kept it. */
  readonly isUsageOrCost: boolean;
  /** `llm.<provider>.<field>`: the field, on raw request spans. */
  readonly rawField?: string | undefined;
}

const KEEP_IF_KNOWN: ReadonlySet<string> = new Set([LITELLM.requestModel, LITELLM.responseModel, LITELLM.system]);

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

/** LiteLLM under 1.69 wrote the names of Python constants because the OpenTelemetry package had dropped them. */
const INDEXED_KEY = /^(?:gen_ai\.|SpanAttributes\.LLM_)(?:(prompt|PROMPTS)|completion|COMPLETIONS)\.([0-9]{1,6})\.(.+)$/s;

/**
 * The rule of an attribute name, `undefined` where no rule is about it, as for most of what frameworks beside
 * LiteLLM write.
 */
export function ruleFor(key: string): AttributeRule | undefined {
  const movedTo = userAttributeKeyOf(key);
  const fate = fateOf(key, movedTo);
  const source = SOURCES.get(key);
  const indexed = indexedKeyOf(key);
  const rawField = rawFieldOf(key);
  if (fate === "pass" && !isUsageOrCost(key) && (source ?? indexed ?? rawField) === undefined) return undefined;
  const target = fate === "pass" || fate === "url" ? undefined : (movedTo ?? key);
  return { fate, target, source, indexed, isUsageOrCost: isUsageOrCost(key), rawField };
}

function fateOf(key: string, movedTo: string | undefined): Fate {
  if (movedTo !== undefined) return "move";
  if (KEEP_IF_KNOWN.has(key)) return "keep-if-known";
  if (COUNTS.has(key)) return "count";
  if (OWNED.has(key)) return "owned";
  if (isUrlKey(key)) return "url";
  return "pass";
}

function isUsageOrCost(key: string): boolean {
  return key.startsWith("gen_ai.usage.") || key === LITELLM.llmTotalTokens || costNameOf(key) !== undefined;
}

function indexedKeyOf(key: string): IndexedKey | undefined {
  const [, prompt, index, field] = INDEXED_KEY.exec(key) ?? [];
  return field === undefined ? undefined : { list: prompt ? "prompts" : "completions", index: Number(index), field };
}
