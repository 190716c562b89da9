import { isObject } from "../otlp/guards.js";
import { shown } from "../shown-value.js";

/**
 * Options of `wholeTraces` and `wholeTracesProtobuf`. All are optional; a wrong one throws a `TypeError` that
 * names it.
 */
export interface WholeTracesOptions {
  /** Milliseconds: a trace counts as whole when none of its spans came for this long. Default 10,000. */
  readonly quietMillis?: number | undefined;
  /** Milliseconds: a trace leaves this long after its first span came, even if more keep coming. Default 300,000. */
  readonly maxAgeMillis?: number | undefined;
  /** How many spans may be held. Above that, the oldest traces leave. Default 100,000. */
  readonly maxSpans?: number | undefined;
  /**
   * How many bytes may be held. Above that, the oldest traces leave. Default 268,435,456 (256 MiB). Encoded
   * requests count as they are, objects by an estimate of the memory they take.
   */
  readonly maxBytes?: number | undefined;
  /**
   * The size in bytes of one request that is handed back. Only a single larger trace exceeds it. Default
   * 16,777,216 (16 MiB).
   */
  readonly maxRequestBytes?: number | undefined;
  /**
   * How many traces may leave together because they report the same call. It is bounded because callers can
   * choose call ids, and some servers give all responses one id. With 1, none are joined. Default 8.
   */
  readonly maxJoinedTraces?: number | undefined;
}

/** The options with their defaults in place. */
export type Limits = { readonly [option in keyof WholeTracesOptions]-?: number };

const DEFAULTS: Limits = {
  quietMillis: 10_000,
  maxAgeMillis: 300_000,
  maxSpans: 100_000,
  maxBytes: 256 * 1024 * 1024,
  maxRequestBytes: 16 * 1024 * 1024,
  maxJoinedTraces: 8,
};

type Expectation = readonly [words: string, isMet: (value: number) => boolean];

const MILLIS: Expectation = ["a number of milliseconds above 0", Number.isFinite];
const WHOLE: Expectation = ["a whole number above 0", Number.isSafeInteger];

const EXPECTATIONS: ReadonlyMap<string, Expectation> = new Map<keyof WholeTracesOptions, Expectation>([
  ["quietMillis", MILLIS],
  ["maxAgeMillis", MILLIS],
  ["maxSpans", WHOLE],
  ["maxBytes", WHOLE],
  ["maxRequestBytes", WHOLE],
  ["maxJoinedTraces", WHOLE],
]);

/** Checks the options and fills in the defaults. Throws a `TypeError` that names the option and the value. */
export function limitsFrom(options: WholeTracesOptions): Limits {
  check(options);
  return {
    quietMillis: options.quietMillis ?? DEFAULTS.quietMillis,
    maxAgeMillis: options.maxAgeMillis ?? DEFAULTS.maxAgeMillis,
    maxSpans: options.maxSpans ?? DEFAULTS.maxSpans,
    maxBytes: options.maxBytes ?? DEFAULTS.maxBytes,
    maxRequestBytes: options.maxRequestBytes ?? DEFAULTS.maxRequestBytes,
    maxJoinedTraces: options.maxJoinedTraces ?? DEFAULTS.maxJoinedTraces,
  };
}

function check(options: unknown): void {
  if (!isObject(options)) throw new TypeError(`The options must be an object, not ${shown(options)}.`);
  for (const [option, value] of Object.entries(options)) {
    const [words, isMet] = EXPECTATIONS.get(option) ?? [];
    if (isMet === undefined) {
      throw new TypeError(
        `There is no option "${option}" (${shown(value)}). Known options: ${[...EXPECTATIONS.keys()].join(", ")}.`,
      );
    }
    if (value !== undefined && !(typeof value === "number" && value > 0 && isMet(value))) {
      throw new TypeError(`Option "${option}" must be ${words}, not ${shown(value)}.`);
    }
  }
}
