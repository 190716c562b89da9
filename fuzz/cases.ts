import { readdirSync, readFileSync } from "node:fs";

const CASES = new URL("../fixtures/cases/", import.meta.url);

/** The recorded requests that mutants are made of, those of at most so many bytes; small ones make fast mutants. */
export function recordedRequests(maxBytes: number): readonly unknown[] {
  return readdirSync(CASES)
    .sort()
    .map((name) => readFileSync(new URL(`${name}/input.json`, CASES), "utf8"))
    .filter((json) => json.length <= maxBytes)
    .map((json): unknown => JSON.parse(json));
}
