import { readdirSync, readFileSync } from "node:fs";
import type { TracesData } from "../src/index.js";

/** A recorded request: what LiteLLM sent, what is expected of it, and where it came from. */
export interface RecordedCase {
  readonly name: string;
  readonly input: TracesData;
  readonly expected: { readonly issues: readonly string[]; readonly mapped: TracesData };
  readonly origin: {
    readonly litellm: string;
    readonly setup: string;
    readonly label: string;
    readonly recorded: string;
  };
}

const CASES = new URL("../fixtures/cases/", import.meta.url);

/** Reads a file of a case. A missing one throws: no golden is made on the way. */
function readJson(name: string, file: string) {
  return JSON.parse(readFileSync(new URL(`${name}/${file}.json`, CASES), "utf8"));
}

export function caseNames(): readonly string[] {
  return readdirSync(CASES).sort();
}

export function filesOfCase(name: string): readonly string[] {
  return readdirSync(new URL(`${name}/`, CASES)).sort();
}

export function recordedCase(name: string): RecordedCase {
  return { name, input: readJson(name, "input"), expected: readJson(name, "expected"), origin: readJson(name, "origin") };
}

export function recordedCases(): readonly RecordedCase[] {
  return caseNames().map(recordedCase);
}

/** For what each case says the same of. Every tenth under mutation testing, where they run for each change of the source. */
export function recordedCasesOrSome(): readonly RecordedCase[] {
  const isMutationTest = process.env.MUTATION_TEST === "1";
  return recordedCases().filter((_, at) => !isMutationTest || at % 10 === 0);
}
