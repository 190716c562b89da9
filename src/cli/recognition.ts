import { type MappingOptions, mapLiteLLMSpan } from "litellm-span-mapper";
import { isObject, listOf } from "./otlp/guards.js";
import { attributesOf, textOf } from "./otlp/values.js";

const NAMES_TOLD = 5;

/**
 * The name of LiteLLM's instrumentation scope. With an option of that name, calls are recognised in other
 * scopes too.
 */
const LITELLM_SCOPE = "litellm";

/** The services that are recognised by default; the option replaces them. */
const DEFAULT_SERVICE = "litellm";

/**
 * Names of the proxy's spans: a resource without any is an application that calls LiteLLM. The last is the
 * Phoenix callback's.
 */
const PROXY_SPANS = /^(?:(?:Received|Failed) Proxy Server Request|proxy_pre_call|auth \/.*|litellm_proxy_request)$/s;

/** A service without a `service.name` is `undefined`. */
type Service = string | undefined;

/** Watches what is recognised as LiteLLM's, and what is not although it holds LiteLLM's spans. */
export class Recognition {
  readonly #options: MappingOptions;
  readonly #recognised = new Set<string>();
  readonly #others = new Set<string>();
  /** Services with LiteLLM's spans that were left alone, and whether they are proxies. */
  readonly #leftAlone = new Map<Service, boolean>();
  #foundOther = false;
  #foundLiteLLM = false;

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  /** What is not LiteLLM's comes out of the mapping as the same object, and so does what was mapped before. */
  saw(resourceSpans: readonly unknown[], mapped: readonly unknown[]): void {
    for (const [at, one] of resourceSpans.entries()) {
      if (one !== mapped[at]) this.#sawLiteLLMs(serviceOf(one));
      else if (isObject(one)) this.#sawUnchanged(one);
    }
  }

  /** The flags that map the spans of a service that were left alone. */
  adviceFor(service: Service): string {
    const of = service === undefined ? "a resource without service.name" : `service ${JSON.stringify(service)}`;
    return `LiteLLM's spans of ${of} were left alone; to map them: ${this.#flagsFor(service)}`;
  }

  /** What to tell the user about spans that were left alone, unless every service was mentioned before. */
  *notes(isAdviceShown = false): Generator<string> {
    if (!isAdviceShown) for (const service of this.#leftAlone.keys()) yield this.adviceFor(service);
    if (this.#leftAlone.size > 0 || this.#foundLiteLLM || !this.#foundOther) return;
    const names = [...this.#others].map((name) => JSON.stringify(name)).join(", ") || "none";
    yield `nothing was mapped: no service.name is LiteLLM's (found: ${names}); see --service-name and --scope-name`;
  }

  #flagsFor(service: Service): string {
    if (service === undefined || !this.#leftAlone.get(service)) {
      return flags("--scope-name", [...(this.#options.scopeNames ?? []), LITELLM_SCOPE]);
    }
    return flags("--service-name", [...(this.#options.serviceNames ?? [DEFAULT_SERVICE, ...this.#recognised]), service]);
  }

  #sawLiteLLMs(service: Service): void {
    this.#foundLiteLLM = true;
    if (service !== undefined && this.#recognised.size < NAMES_TOLD) this.#recognised.add(service);
  }

  #sawUnchanged(resourceSpans: object): void {
    const service = serviceOf(resourceSpans);
    let isReported = false;
    const onIssue = () => {
      isReported = true;
    };
    if (mapLiteLLMSpan(resourceSpans, { ...this.#options, onIssue }) !== null) this.#sawLiteLLMs(service);
    else this.#sawOther(service, isReported, resourceSpans);
  }

  #sawOther(service: Service, isReported: boolean, resourceSpans: object): void {
    this.#foundOther = true;
    if (service !== undefined && this.#others.size < NAMES_TOLD) this.#others.add(service);
    const isProxy = this.#leftAlone.get(service);
    if (isProxy || (isProxy === undefined && (!isReported || this.#leftAlone.size >= NAMES_TOLD))) return;
    this.#leftAlone.set(service, hasProxySpan(resourceSpans));
  }
}

function serviceOf(resourceSpans: unknown): Service {
  return textOf(attributesOf(isObject(resourceSpans) ? resourceSpans.resource : undefined).get("service.name"));
}

function hasProxySpan(resourceSpans: unknown): boolean {
  return listOf(resourceSpans, "scopeSpans").some((scopeSpans) =>
    listOf(scopeSpans, "spans").some((span) => isObject(span) && typeof span.name === "string" && PROXY_SPANS.test(span.name)),
  );
}

function flags(flag: string, names: readonly string[]): string {
  return [...new Set(names)].map((name) => `${flag} ${quoted(name)}`).join(" ");
}

/** A word in the form in which a shell reads it. */
function quoted(name: string): string {
  return /^[\w.@:/-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
