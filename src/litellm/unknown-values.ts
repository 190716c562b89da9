import { LITELLM } from "./attribute-names.js";

/** What LiteLLM writes for a provider that it does not know. */
export const UNKNOWN_PROVIDERS: readonly string[] = ["Unknown", "None"];

/** What it writes for the model of a request that it passed through without reading it. */
const UNKNOWN_MODELS: readonly string[] = ["unknown"];

/** Whether the text of a model or provider attribute names one. What LiteLLM writes where it doesn't know does not. */
export function isKnown(key: string, text: string | undefined): boolean {
  return text === undefined || !(key === LITELLM.system ? UNKNOWN_PROVIDERS : UNKNOWN_MODELS).includes(text);
}
