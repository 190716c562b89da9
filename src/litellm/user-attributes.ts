import { FIDDLER } from "./attribute-names.js";
import { costNameOf } from "./cost.js";

/**
 * What LiteLLM says about the key, team, user and routing of a request: in default mode, in
 * `LITELLM_OTEL_V2`, and outside of `metadata.*` in newer releases. In default mode, spans of guardrails have
 * `guardrail_*`.
 */
const USER_ATTRIBUTE = new RegExp(
  [
    "^(?:metadata\\.|guardrail_",
    "|litellm\\.(?:(?:metadata|api_key|team|end_user|routing|guardrail)\\.",
    "|(?:model_group|request\\.route|request\\.purpose|cache_hit|saved_cache_cost)$)",
    "|llm\\.user$)",
  ].join(""),
);

/**
 * The name under `fiddler.span.user.` that an attribute of cost or metadata moves to: the prefix and its full
 * name; V2's cost under the name it had before. An attribute already under that prefix keeps its name.
 * `undefined` for every other attribute.
 */
export function userAttributeKeyOf(key: string): string | undefined {
  if (key.startsWith(FIDDLER.userPrefix)) return key;
  const costName = costNameOf(key);
  if (costName !== undefined) return FIDDLER.userPrefix + costName;
  return USER_ATTRIBUTE.test(key) ? FIDDLER.userPrefix + key : undefined;
}
