/**
 * The version of what `--json` writes, as docs/command-line.md describes it. It changes when a member is
 * removed or changes its meaning.
 */
export const SCHEMA_VERSION = 1;

/** A number where JSON readers keep it exact, or else a decimal string. */
export function countForJson(count: bigint): number | string {
  return count <= Number.MAX_SAFE_INTEGER ? Number(count) : count.toString();
}

/** A sum of costs without the rounding noise of floating point: 0.0023517, not 0.0023516999999999995. */
export function costForJson(cost: number): number {
  return Number(cost.toPrecision(12));
}
