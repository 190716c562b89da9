import type { MappingIssue } from "./issues.js";
import { LITELLM_SERVICE_NAMES } from "./litellm/attribute-names.js";
import { isObject } from "./otlp/guards.js";
import { shown } from "./shown-value.js";

/**
 * Options of `mapLiteLLMSpan` and `mapLiteLLMTraces`. All are optional; a wrong one throws a `TypeError` that
 * names it.
 */
export interface MappingOptions {
  /** The values of `service.name` that mean LiteLLM, exactly. Replaces the default, `["litellm", "litellm-proxy"]`. */
  readonly serviceNames?: readonly string[] | undefined;
  /**
   * Instrumentation scope names that mean LiteLLM in a resource of another service, e.g. `["litellm"]`:
   * LiteLLM's SDK joins the application's own TracerProvider and then carries the application's
   * `service.name`. With such a name, spans of other scopes are mapped too where LiteLLM wrote a call onto
   * them. Default: none.
   */
  readonly scopeNames?: readonly string[] | undefined;
  /**
   * What becomes of an application's other spans, where `scopeNames` recognised LiteLLM in its resource.
   * `"pass"` (default) leaves them, by reference. `"chain"` gives them that type and nothing else: Fiddler
   * drops spans without a type, which leaves holes in the tree.
   */
  readonly otherScopes?: "pass" | "chain" | undefined;
  /**
   * What becomes of spans that report a call which another span reports already, and of raw request spans
   * that repeat its usage and cost. `"demote"` (default) makes them `chain` without tokens and cost, so that
   * sums are right. `"keep"` leaves them.
   */
  readonly duplicates?: "demote" | "keep" | undefined;
  /**
   * `"withhold"` strips every raw request span of fields that can hold content. Default `"keep"`: only the
   * raw request spans of redacted calls are stripped.
   */
  readonly rawRequests?: "keep" | "withhold" | undefined;
  /**
   * `"drop"` leaves out of the user input what coding agents put into it in tags of their own
   * (`<system-reminder>` and others), so that it shows what the person wrote. Default `"keep"`.
   */
  readonly agentContext?: "keep" | "drop" | undefined;
  /**
   * Takes what a call's own span lacks from its raw request span, and maps a raw request span as the call
   * where no other span reports it. Default `false`.
   */
  readonly recoverFromRawRequest?: boolean | undefined;
  /** Called for each finding, in the order of the spans. What it throws reaches the caller. */
  readonly onIssue?: ((issue: MappingIssue) => void) | undefined;
}

/** The options with their defaults in place. */
export interface Settings {
  readonly serviceNames: ReadonlySet<string>;
  readonly scopeNames: ReadonlySet<string>;
  readonly typeOtherScopes: boolean;
  readonly demoteDuplicates: boolean;
  readonly withholdRawRequests: boolean;
  readonly dropAgentContext: boolean;
  readonly recover: boolean;
  readonly onIssue: ((issue: MappingIssue) => void) | undefined;
}

/** What an option must be, in words and as a check. */
type Expectation = readonly [words: string, isMet: (value: unknown) => boolean];

const NAMES: Expectation = [
  "a list of strings",
  (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
];

const EXPECTATIONS: ReadonlyMap<string, Expectation> = new Map<keyof MappingOptions, Expectation>([
  ["serviceNames", NAMES],
  ["scopeNames", NAMES],
  ["otherScopes", ['"pass" or "chain"', (value) => value === "pass" || value === "chain"]],
  ["duplicates", ['"demote" or "keep"', (value) => value === "demote" || value === "keep"]],
  ["rawRequests", ['"keep" or "withhold"', (value) => value === "keep" || value === "withhold"]],
  ["agentContext", ['"keep" or "drop"', (value) => value === "keep" || value === "drop"]],
  ["recoverFromRawRequest", ["true or false", (value) => typeof value === "boolean"]],
  ["onIssue", ["a function", (value) => typeof value === "function"]],
]);

const DEFAULTS = settingsOf({});

/** What is wrong with one option, or with all of them where `option` is left out. */
export interface OptionFault {
  readonly option?: string;
  readonly message: string;
}

/** Checks the options and fills in the defaults. Throws a `TypeError` that names the option and the value. */
export function settingsFrom(options: MappingOptions | undefined): Settings {
  if (options === undefined) return DEFAULTS;
  const [fault] = faultsOf(options);
  if (fault !== undefined) throw new TypeError(fault.message);
  return settingsOf(options);
}

/** All that is wrong with options, each fault in words that name the option and the value. */
export function faultsOf(options: unknown): readonly OptionFault[] {
  if (!isObject(options)) return [{ message: `The options must be an object, not ${shown(options)}.` }];
  return Object.entries(options).flatMap(([option, value]) => {
    const [words, isMet] = EXPECTATIONS.get(option) ?? [];
    if (isMet === undefined) {
      return {
        option,
        message: `There is no option "${option}" (${shown(value)}). Known options: ${[...EXPECTATIONS.keys()].join(", ")}.`,
      };
    }
    return value === undefined || isMet(value)
      ? []
      : { option, message: `Option "${option}" must be ${words}, not ${shown(value)}.` };
  });
}

function settingsOf(options: MappingOptions): Settings {
  return {
    serviceNames: new Set(options.serviceNames ?? LITELLM_SERVICE_NAMES),
    scopeNames: new Set(options.scopeNames),
    typeOtherScopes: options.otherScopes === "chain",
    demoteDuplicates: options.duplicates !== "keep",
    withholdRawRequests: options.rawRequests === "withhold",
    dropAgentContext: options.agentContext === "drop",
    recover: options.recoverFromRawRequest === true,
    onIssue: options.onIssue,
  };
}
