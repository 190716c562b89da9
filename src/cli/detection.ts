import { isObject } from "./otlp/guards.js";
import { attributesOf, textOf } from "./otlp/values.js";

const NAMES_TOLD = 5;

/** Watches whether anything was LiteLLM's at all. */
export class Detection {
  readonly #otherServices = new Set<string>();
  #foundOther = false;
  #foundLiteLLM = false;

  /** A `ResourceSpans` that is not LiteLLM's comes out of the mapping as the same object. */
  saw(resourceSpans: readonly unknown[], mapped: readonly unknown[]): void {
    for (const [at, one] of resourceSpans.entries()) {
      if (one !== mapped[at]) this.#foundLiteLLM = true;
      else this.#sawOther(one);
    }
  }

  /** What to tell a user whose input holds spans, and none of LiteLLM's. */
  warning(): string | undefined {
    if (this.#foundLiteLLM || !this.#foundOther) return undefined;
    const names = [...this.#otherServices].map((name) => JSON.stringify(name)).join(", ") || "none";
    return `nothing was mapped: no service.name is LiteLLM's (found: ${names}); see --service-name and --scope-name`;
  }

  #sawOther(resourceSpans: unknown): void {
    this.#foundOther = true;
    const service = textOf(attributesOf(isObject(resourceSpans) ? resourceSpans.resource : undefined).get("service.name"));
    if (service !== undefined && this.#otherServices.size < NAMES_TOLD) this.#otherServices.add(service);
  }
}
