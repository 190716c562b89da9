import type { MappingOptions } from "../src/index.js";
import { brokenLaw } from "./laws.js";
import { mutated } from "./mutations.js";
import { type Random, randomFrom } from "./random.js";
import { smallest } from "./shrink.js";
import { deepFreeze } from "./tree.js";

/** A request that breaks a law, made as small as it gets. */
export interface Finding {
  readonly law: string;
  readonly how: string;
  readonly mutant: number;
  readonly options: MappingOptions;
  readonly input: unknown;
}

export interface FuzzRun {
  readonly mutants: number;
  readonly findings: readonly Finding[];
}

/**
 * Maps mutants of the cases for as long as `goesOn`. Mutant `n` of a seed is the same on every run; of each broken law the first
 * mutant is kept, made small.
 */
export function fuzz(
  cases: readonly unknown[],
  seed: number,
  goesOn: (mutants: number) => boolean,
  onFinding: (finding: Finding) => void = () => {},
): FuzzRun {
  for (const traces of cases) deepFreeze(traces);
  const findings = new Map<string, Finding>();
  let mutants = 0;
  for (; goesOn(mutants); mutants++) {
    const { input, options } = mutantOf(cases, seed, mutants);
    const broken = brokenLaw(input, options);
    if (broken === undefined) continue;
    const name = `${broken.law}: ${broken.how.replaceAll(/[0-9]+/g, "#").slice(0, 60)}`;
    if (findings.has(name)) continue;
    const still = (candidate: unknown) => brokenLaw(candidate as object, options)?.law === broken.law;
    const finding = { ...broken, mutant: mutants, options, input: smallest(input, still) };
    findings.set(name, finding);
    onFinding(finding);
  }
  return { mutants, findings: [...findings.values()] };
}

/** One mutant and the options it is mapped with. */
export function mutantOf(
  cases: readonly unknown[],
  seed: number,
  mutant: number,
): { readonly input: object; readonly options: MappingOptions } {
  const random = randomFrom(seed, mutant);
  const options = someOptions(random);
  const input = mutated(random.pick(cases), random);
  return { input: typeof input === "object" && input !== null ? input : { resourceSpans: input }, options };
}

export function someOptions(random: Random): MappingOptions {
  return {
    ...(random.oneIn(4) ? { duplicates: "keep" as const } : {}),
    ...(random.oneIn(6) ? { rawRequests: "withhold" as const } : {}),
    ...(random.oneIn(2) ? { recoverFromRawRequest: true } : {}),
    ...(random.oneIn(8) ? { scopeNames: ["litellm", "constructor"] } : {}),
    ...(random.oneIn(6) ? { otherScopes: "chain" as const } : {}),
    ...(random.oneIn(4) ? { agentContext: "drop" as const } : {}),
    ...(random.oneIn(10) ? { serviceNames: ["litellm", "__proto__"] } : {}),
  };
}
