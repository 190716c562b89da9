import type { MappingOptions } from "litellm-span-mapper";
import { SAMPLES } from "./samples.ts";

/** What a link to the playground says. It follows the `#`, which browsers send to nobody. */
export interface Link {
  /** The name of a sample; `undefined` where a person gave a trace of their own. */
  readonly sample: string | undefined;
  readonly options: MappingOptions;
}

/** Options that are on or off, with their values when on. */
export const SWITCHES = {
  recoverFromRawRequest: true,
  duplicates: "keep",
  rawRequests: "withhold",
  agentContext: "drop",
  otherScopes: "chain",
} as const satisfies MappingOptions;

/** Options that are lists of names. */
export const LISTS = ["serviceNames", "scopeNames"] as const satisfies readonly (keyof MappingOptions)[];

/** Reads what follows the `#`. What is not valid in a link is ignored. */
export function linkIn(hash: string): Link {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const switches = Object.entries(SWITCHES).filter(([name, on]) => given.get(name) === String(on));
  const lists = LISTS.flatMap((name) => {
    const names = given.getAll(name).filter((one) => one !== "");
    return names.length === 0 ? [] : [[name, names] as const];
  });
  const sample = SAMPLES.find(({ name }) => name === given.get("sample"))?.name;
  return { sample, options: Object.fromEntries([...switches, ...lists]) };
}

/** Writes what follows the `#`. */
export function hashOf({ sample, options }: Link): string {
  const given = new URLSearchParams(sample === undefined ? {} : { sample });
  for (const [name, on] of Object.entries(SWITCHES)) {
    if (options[name as keyof typeof SWITCHES] === on) given.set(name, String(on));
  }
  for (const name of LISTS) for (const one of options[name] ?? []) given.append(name, one);
  return `#${given}`;
}
