import { stringOf } from "../otlp/any-value.js";
import { LITELLM } from "./attribute-names.js";

/** What LiteLLM writes for a provider that it does not know. */
export const UNTOLD_PROVIDERS: readonly (string | undefined)[] = ["", "Unknown", "None"];

/** ... and for the model of a request that it handed through without reading it. */
const UNTOLD_MODELS: readonly (string | undefined)[] = ["", "unknown"];

/** Whether an attribute of model or provider says anything: `""` doesn't, nor does what LiteLLM writes where it doesn't know. */
export function isTold(key: string, value: unknown): boolean {
  return !(key === LITELLM.system ? UNTOLD_PROVIDERS : UNTOLD_MODELS).includes(stringOf(value));
}
