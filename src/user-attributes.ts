import { FIDDLER } from "./attribute-names.js";
import { costNameOf } from "./cost.js";

/** What LiteLLM says about the key, team, user and routing of a request: default mode, then `LITELLM_OTEL_V2`. */
const METADATA = /^(?:metadata|litellm\.(?:metadata|api_key|team|end_user))\./;

/**
 * The name under `fiddler.span.user.` that an attribute of cost or metadata moves to: the prefix and its full name;
 * V2's cost under the name it had before. What stands there already stays. `undefined` for every other attribute.
 */
export function userAttributeKeyOf(key: string): string | undefined {
  if (key.startsWith(FIDDLER.userPrefix)) return key;
  const costName = costNameOf(key);
  if (costName !== undefined) return FIDDLER.userPrefix + costName;
  return METADATA.test(key) ? FIDDLER.userPrefix + key : undefined;
}
