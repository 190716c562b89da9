import { LITELLM } from "./attribute-names.js";

/** What LiteLLM writes for a provider that it does not know. */
export const UNTOLD_PROVIDERS: readonly string[] = ["Unknown", "None"];

/** ... and for the model of a request that it handed through without reading it. */
const UNTOLD_MODELS: readonly string[] = ["unknown"];

/** Whether an attribute of model or provider with that text says anything: what LiteLLM writes where it doesn't know does not. */
export function isTold(key: string, text: string | undefined): boolean {
  return text === undefined || !(key === LITELLM.system ? UNTOLD_PROVIDERS : UNTOLD_MODELS).includes(text);
}
