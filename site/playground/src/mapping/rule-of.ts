import type { ExplainedPair } from "../../../../src/cli/explain/explain-export.ts";
import type { ExplainedSpan } from "../../../../src/cli/explain/explained-span.ts";
import { FIELD_KEYS, type FieldName, RAW_KEY, SPAN_TYPE } from "../../../../src/cli/otlp/attribute-names.ts";
import { isRawRequest } from "../../../../src/cli/otlp/span-pair.ts";
import { ruleFor } from "../../../../src/litellm/attribute-rules.ts";
import type { AttributeChange } from "./attribute-changes.ts";
import { RULES, type Rule } from "./rules.ts";

/** The rules of attributes that Fiddler reads, by their names in the result. */
const BY_TARGET: ReadonlyMap<string, Rule> = new Map([
  ["gen_ai.llm.input.system", RULES.system],
  ["gen_ai.llm.input.user", RULES.user],
  ["gen_ai.llm.output", RULES.output],
  ["gen_ai.usage.input_tokens", RULES.inputTokens],
  ["gen_ai.usage.prompt_tokens", RULES.inputTokens],
  ["gen_ai.usage.output_tokens", RULES.outputTokens],
  ["gen_ai.usage.completion_tokens", RULES.outputTokens],
  ["gen_ai.usage.total_tokens", RULES.totalTokens],
  ["llm.usage.total_tokens", RULES.totalTokens],
  ["gen_ai.system", RULES.model],
  ["gen_ai.request.model", RULES.model],
  ["gen_ai.response.model", RULES.model],
]);

/** The rule that gave a span its type. */
export function typeRuleOf({ explained, pair }: ExplainedPair): Rule {
  if (!explained.isLiteLLMs || pair.before.has(SPAN_TYPE)) return RULES.whichSpans;
  if (isReportedAgain(explained)) return RULES.oneCall;
  if (!isRawRequest(pair)) return RULES.spanType;
  return explained.type === "llm" ? RULES.rawCall : RULES.rawRequest;
}

/** The rule by which an attribute became what it is. */
export function ruleOf({ verdict, before, after }: Omit<AttributeChange, "rule">, explainedPair: ExplainedPair): Rule {
  const key = after?.key ?? before?.key ?? "";
  if (verdict === "is left out") return ruleOfLoss(key, explainedPair);
  if (key === SPAN_TYPE) return typeRuleOf(explainedPair);
  if (verdict !== "stays" && verdict !== "moves" && isRecovered(key, explainedPair)) return RULES.recovery;
  return BY_TARGET.get(key) ?? ruleOfName(before?.key ?? key);
}

/** The lines of the mapping page about what moves to `fiddler.span.user.`, by the beginnings of names. */
const MOVED: readonly (readonly [beginning: RegExp, rule: Rule])[] = [
  [/^litellm\.(?:metadata|api_key|team|end_user)\./, RULES.teamsAndKeys],
  [/^litellm\.cost\./, RULES.costOfV2],
  [/^(?:litellm\.guardrail\.|guardrail_)/, RULES.guardrails],
  [/^litellm\./, RULES.routing],
  [/^llm\.user$/, RULES.endUser],
];

function ruleOfName(key: string): Rule {
  const fate = ruleFor(key)?.fate;
  if (fate === "move") return MOVED.find(([beginning]) => beginning.test(key))?.[1] ?? RULES.costAndMetadata;
  return fate === "url" ? RULES.urls : RULES.everythingElse;
}

function ruleOfLoss(key: string, { explained, pair }: ExplainedPair): Rule {
  const rule = ruleFor(key);
  if (rule?.isUsageOrCost && isReportedAgain(explained)) return RULES.oneCall;
  if (rule?.isUsageOrCost && explained.type === "chain" && isRawRequest(pair)) return RULES.rawRequest;
  const isWithheld = explained.issues.some(({ code }) => code === "redacted-content-withheld");
  if (isWithheld && (rule?.fate ?? "pass") === "pass") return RULES.redaction;
  return BY_TARGET.get(key) ?? ruleOfName(key);
}

function isReportedAgain({ issues }: ExplainedSpan): boolean {
  return issues.some(({ code }) => code === "duplicate-call");
}

/**
 * Whether recovery brought the attribute. Beside the fields, only recovery adds anything; for a field, its
 * sources show it.
 */
function isRecovered(key: string, { explained, pair }: ExplainedPair): boolean {
  const names = Object.keys(FIELD_KEYS) as FieldName[];
  const name = names.find((field) => FIELD_KEYS[field].some((one) => one === key));
  if (name === undefined) return key.startsWith("gen_ai.usage.") && !pair.before.has(key);
  const from = explained.fields[name]?.from ?? [];
  if (from.some((source) => RAW_KEY.test(source) || RECOVERY_SOURCES.has(source))) return true;
  // A raw request span that is the call was read as a whole.
  return isRawRequest(pair) && from.length === 0;
}

const RECOVERY_SOURCES: ReadonlySet<string> = new Set(["hidden_params", "litellm.provider.model", "metadata.usage_object"]);
