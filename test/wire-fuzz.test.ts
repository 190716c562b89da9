import { expect, test } from "vitest";
import { recordedRequests } from "../fuzz/cases.js";
import { encodedRequests, wireFuzz } from "../fuzz/wire-fuzz.js";

const MUTANTS = 4000;

test(`${MUTANTS} mutants of encoded requests break no law`, () => {
  const { mutants, findings } = wireFuzz(encodedRequests(recordedRequests(13_000)), 1, (made) => made < MUTANTS);
  expect(findings).toEqual([]);
  expect(mutants).toBe(MUTANTS);
}, 600_000);
