import fc from "fast-check";
import { expect, test } from "vitest";
import { redactedTraces } from "./arbitraries/redacted-requests.js";
import { mappingOptions } from "./arbitraries/traces.js";
import { SECRET } from "./redacted-spans.js";
import { mapped } from "./spans.js";

/** A fixed seed: a failure of today is a failure of tomorrow. */
const RUNS = { seed: 20_262, numRuns: process.env.MUTATION_TEST ? 100 : 1500 };

test("with no combination of options is a fragment of a redacted request left, on a span or in an issue", () => {
  fc.assert(
    fc.property(redactedTraces, mappingOptions, (traces, options) => {
      const { spans, issues } = mapped(traces, { ...options, scopeNames: ["litellm"] });
      expect(JSON.stringify({ spans, issues })).not.toContain(SECRET);
    }),
    RUNS,
  );
});

test("the requests say what is to be hidden, so the above proves something", () => {
  const silent = fc
    .sample(redactedTraces, { ...RUNS, numRuns: 200 })
    .filter((traces) => !JSON.stringify(traces).includes(SECRET));
  expect(silent.length).toBeLessThan(40);
});
