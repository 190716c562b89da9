import { sorted, type TeamCost } from "./corpus-rows.js";

/** Throws where a database's answer is not the one that was computed from the records. */
export function checkCosts(answers: readonly object[], expected: readonly TeamCost[]): void {
  same("cost by team", sorted(answers), expected);
}

export function same(what: string, actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what} is\n${one}\nand should be\n${other}`);
}
