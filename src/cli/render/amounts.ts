const COST = new Intl.NumberFormat("en", { maximumSignificantDigits: 6, maximumFractionDigits: 20 });
const COUNT = new Intl.NumberFormat("en");

/** No cost is as large as this. Its hundreds of digits would fill lines. */
const ABSURD = 1e15;

/** A cost in US dollars, which LiteLLM counts in, without an exponent. */
export function dollars(cost: number): string {
  return `$${Math.abs(cost) < ABSURD ? COST.format(cost) : cost}`;
}

/** A number with commas. */
export function count(number: number | bigint): string {
  return COUNT.format(number);
}

export function counted(number: number | bigint, noun: string): string {
  return `${count(number)} ${noun}${number === 1 || number === 1n ? "" : "s"}`;
}

/** `23 in, 11 out, 34 total`, of what is there. */
export function tokens(input: bigint | undefined, output: bigint | undefined, total: bigint | undefined): string {
  const parts = [
    [input, "in"],
    [output, "out"],
    [total, "total"],
  ] as const;
  return parts.flatMap(([number, word]) => (number === undefined ? [] : [`${count(number)} ${word}`])).join(", ");
}

/** A duration with about three digits. */
export function duration(start: bigint | undefined, end: bigint | undefined): string {
  if (start === undefined || end === undefined || end < start) return "";
  const ms = Number(end - start) / 1e6;
  if (ms > 0 && ms < 0.1) return `${(ms * 1000).toFixed(0)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 10_000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}
