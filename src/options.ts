import * as z from "zod/mini";
import { LITELLM_SERVICE_NAMES } from "./detection.js";
import type { MappingIssue } from "./issues.js";

/** Options of `mapLiteLLMSpan` and `mapLiteLLMTraces`. All are optional; a wrong one throws a `TypeError` that names it. */
export interface MappingOptions {
  /** The values of `service.name` that mean LiteLLM, exactly. Replaces the default, `["litellm", "litellm-proxy"]`. */
  readonly serviceNames?: readonly string[] | undefined;
  /**
   * Instrumentation scope names that mean LiteLLM in a resource of another service, e.g. `["litellm"]`: LiteLLM's SDK joins the
   * application's own TracerProvider and then carries the application's `service.name`. Default: none.
   */
  readonly scopeNames?: readonly string[] | undefined;
  /**
   * What becomes of spans that tell the same call again, and of raw request spans that repeat its usage and cost:
   * `"demote"` (default) makes them `chain` without tokens and cost, so that sums are right; `"keep"` changes nothing.
   */
  readonly duplicates?: "demote" | "keep" | undefined;
  /**
   * `"withhold"` strips every raw request span of fields that can hold content. Default `"keep"`: only the raw request spans of
   * redacted calls are stripped.
   */
  readonly rawRequests?: "keep" | "withhold" | undefined;
  /** Takes what a call's own span lacks from its raw request span. Default `false`. */
  readonly recoverFromRawRequest?: boolean | undefined;
  /** Called for each finding, in the order of the spans. What it throws reaches the caller. */
  readonly onIssue?: ((issue: MappingIssue) => void) | undefined;
}

/** The options with their defaults in place. */
export interface Settings {
  readonly serviceNames: ReadonlySet<string>;
  readonly scopeNames: ReadonlySet<string>;
  readonly demoteDuplicates: boolean;
  readonly withholdRawRequests: boolean;
  readonly recover: boolean;
  readonly onIssue: ((issue: MappingIssue) => void) | undefined;
}

const names = z.optional(z.array(z.string()));
const SCHEMA = z.strictObject({
  serviceNames: names,
  scopeNames: names,
  duplicates: z.optional(z.enum(["demote", "keep"])),
  rawRequests: z.optional(z.enum(["keep", "withhold"])),
  recoverFromRawRequest: z.optional(z.boolean()),
  onIssue: z.optional(z.custom<(issue: MappingIssue) => void>((value) => typeof value === "function")),
});

const DEFAULT_SERVICE_NAMES: ReadonlySet<string> = new Set(LITELLM_SERVICE_NAMES);
const NO_NAMES: ReadonlySet<string> = new Set();
const DEFAULTS = settingsOf({});

/** Checks the options and fills in the defaults. Throws a `TypeError` that names the option and the value. */
export function settingsFrom(options: unknown): Settings {
  if (options === undefined) return DEFAULTS;
  const parsed = SCHEMA.safeParse(options);
  if (parsed.success) return settingsOf(parsed.data);
  throw new TypeError(explain(options, parsed.error.issues[0]));
}

function settingsOf(options: MappingOptions): Settings {
  return {
    serviceNames: options.serviceNames === undefined ? DEFAULT_SERVICE_NAMES : new Set(options.serviceNames),
    scopeNames: options.scopeNames === undefined ? NO_NAMES : new Set(options.scopeNames),
    demoteDuplicates: options.duplicates !== "keep",
    withholdRawRequests: options.rawRequests === "withhold",
    recover: options.recoverFromRawRequest === true,
    onIssue: options.onIssue,
  };
}

const EXPECTED: Readonly<Record<keyof MappingOptions, string>> = {
  serviceNames: "a list of strings",
  scopeNames: "a list of strings",
  duplicates: '"demote" or "keep"',
  rawRequests: '"keep" or "withhold"',
  recoverFromRawRequest: "true or false",
  onIssue: "a function",
};

function explain(options: unknown, issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "unrecognized_keys") {
    return `Unknown option ${issue.keys.map((key) => `"${key}"`).join(", ")}: known are ${Object.keys(EXPECTED).join(", ")}.`;
  }
  const option = issue?.path[0] as keyof MappingOptions | undefined;
  if (option === undefined) return `The options must be an object, not ${shown(options)}.`;
  return `Option "${option}" must be ${EXPECTED[option]}, not ${shown((options as MappingOptions)[option])}.`;
}

function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
