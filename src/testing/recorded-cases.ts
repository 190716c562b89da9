import type { TracesData } from "../otlp/types.js";
import type { FiddlerSpan } from "../records/fiddler-span.js";
import { fiddlerSpansOf } from "../records/fiddler-spans.js";
import type { CASE_NAMES } from "./case-names.js";

export type RecordedCaseName = (typeof CASE_NAMES)[number];

/** A text, or fragments that all occur in it; `null` where there is none. */
export type RecordedText = string | { readonly all: readonly string[] } | null;

/** What a request really said and got, as its caller and the provider know it. Nothing here is read from a trace. */
export interface RecordedTruth {
  /** `llm` for a conversation with a model, `chain` for any other call. */
  readonly type: "llm" | "chain";
  readonly system?: RecordedText;
  readonly user?: RecordedText;
  readonly output?: RecordedText;
  /** Fragments of the tool calls in the answer. */
  readonly toolCalls?: readonly string[];
  /** Input, output and total as the provider counted them; `null` where LiteLLM counts. */
  readonly tokens?: readonly (number | null)[] | null;
  readonly provider?: string;
  readonly model?: string;
  /** The provider refused. */
  readonly failed?: true;
  /** The caller asked that its texts not be logged, so a trace must not hold them. */
  readonly redacted?: true;
}

/** One request to LiteLLM as it was traced, and what the mapper makes of it with its default options. */
export interface RecordedCase {
  /** `<release of LiteLLM>-<set-up>-<request>`; the set-up is left out where it is the default one. */
  readonly name: RecordedCaseName;
  readonly litellm: string;
  /** `default`, `tenant`, `semconv` or `v2-content`: see the documentation. */
  readonly setup: string;
  /** The request that LiteLLM's exporter sent, as OTLP/JSON. */
  readonly input: TracesData;
  /** The request, mapped. */
  readonly mapped: TracesData;
  /** The issues that the mapping reports, each a code and a span id. */
  readonly issues: readonly string[];
  /** The records of the mapped request. */
  readonly records: readonly FiddlerSpan[];
  readonly truth: RecordedTruth;
}

/** A case without what follows from the rest of it. */
export type StoredCase = Omit<RecordedCase, "records">;

/** The build puts the content of the folders here. */
declare const STORED_CASES: readonly StoredCase[];

/** The cases, oldest release first. Each call returns new objects, so a test may change them. */
export function recordedCases(): readonly RecordedCase[] {
  return STORED_CASES.map(withRecords);
}

/**
 * One case, as a new object.
 *
 * @throws {RangeError} for an unknown name; the message lists the names.
 */
export function recordedCaseOf(name: RecordedCaseName): RecordedCase {
  const stored = STORED_CASES.find((each) => each.name === name);
  if (stored === undefined) {
    throw new RangeError(`There is no recorded case ${JSON.stringify(name)}. Known values: ${recordedCaseNames.join(", ")}.`);
  }
  return withRecords(stored);
}

/** The names of the cases. */
export const recordedCaseNames: readonly RecordedCaseName[] = STORED_CASES.map(({ name }) => name);

function withRecords(stored: StoredCase): RecordedCase {
  const own = structuredClone(stored);
  return { ...own, records: fiddlerSpansOf(own.mapped) };
}
