import type { MappingOptions } from "litellm-span-mapper";
import { CALL_MARKS } from "./otlp/attribute-names.js";
import { isObject, listOf } from "./otlp/guards.js";
import { attributesOf, textOf } from "./otlp/values.js";

const NAMES_TOLD = 5;

/** Names of LiteLLM's instrumentation scope. */
const LITELLM_SCOPES: ReadonlySet<unknown> = new Set(["litellm"]);

/** Spans of the proxy and of the SDK that no other software has under these names. */
const LITELLM_SPANS: ReadonlySet<unknown> = new Set(["litellm_request", "raw_gen_ai_request", "Received Proxy Server Request"]);

/** Watches what is recognised as LiteLLM's, and what looks like it and is not. */
export class Recognition {
  readonly #options: MappingOptions;
  readonly #services = new Set<string>();
  readonly #others = new Set<string>();
  readonly #suggestions = new Set<string>();
  #foundOther = false;
  #foundLiteLLM = false;

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  /** A `ResourceSpans` that is not LiteLLM's comes out of the mapping as the same object. */
  saw(resourceSpans: readonly unknown[], mapped: readonly unknown[]): void {
    for (const [at, one] of resourceSpans.entries()) {
      if (one !== mapped[at]) this.#sawLiteLLM(one);
      else this.#sawOther(one);
    }
  }

  /** What to say to a user about spans that were left alone. */
  *notes(): Generator<string> {
    for (const suggestion of this.#suggestions) yield suggestion;
    if (this.#suggestions.size > 0 || this.#foundLiteLLM || !this.#foundOther) return;
    const names = [...this.#others].map((name) => JSON.stringify(name)).join(", ") || "none";
    yield `nothing was mapped: no service.name is LiteLLM's (found: ${names}); see --service-name and --scope-name`;
  }

  #sawLiteLLM(resourceSpans: unknown): void {
    this.#foundLiteLLM = true;
    const service = serviceOf(resourceSpans);
    if (service !== undefined && this.#services.size < NAMES_TOLD) this.#services.add(service);
  }

  #sawOther(resourceSpans: unknown): void {
    this.#foundOther = true;
    const service = serviceOf(resourceSpans);
    if (service !== undefined && this.#others.size < NAMES_TOLD) this.#others.add(service);
    if (this.#suggestions.size >= NAMES_TOLD) return;
    const scopes = listOf(resourceSpans, "scopeSpans");
    const names = scopes.map((scopeSpans) =>
      isObject(scopeSpans) && isObject(scopeSpans.scope) ? scopeSpans.scope.name : undefined,
    );
    const ownScope = names.find((name) => LITELLM_SCOPES.has(name));
    if (ownScope !== undefined) this.#suggestScope(service, String(ownScope));
    else if (service !== undefined && scopes.some(looksLikeLiteLLMs)) this.#suggestService(service);
  }

  #suggestScope(service: string | undefined, scope: string): void {
    const names = [...(this.#options.scopeNames ?? []), scope].map((name) => `--scope-name ${quoted(name)}`);
    const of = service === undefined ? "a resource without service.name" : `service ${JSON.stringify(service)}`;
    this.#suggestions.add(`spans of scope "${scope}" of ${of} were left alone; to map them: ${names.join(" ")}`);
  }

  #suggestService(service: string): void {
    // The option replaces what is recognised without it.
    const names = [...new Set([...(this.#options.serviceNames ?? this.#services), service])];
    const options = names.map((name) => `--service-name ${quoted(name)}`).join(" ");
    this.#suggestions.add(
      `spans of service ${JSON.stringify(service)} look like LiteLLM's and were left alone; to map them: ${options}`,
    );
  }
}

function serviceOf(resourceSpans: unknown): string | undefined {
  return textOf(attributesOf(isObject(resourceSpans) ? resourceSpans.resource : undefined).get("service.name"));
}

function looksLikeLiteLLMs(scopeSpans: unknown): boolean {
  return listOf(scopeSpans, "spans").some((span) => {
    if (!isObject(span)) return false;
    if (LITELLM_SPANS.has(span.name)) return true;
    const attributes = attributesOf(span);
    return attributes.has("hidden_params") && CALL_MARKS.some((key) => attributes.has(key));
  });
}

/** As a shell reads it. */
function quoted(name: string): string {
  return /^[\w.@:/-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
