import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TracesData } from "../src/index.js";
import { redactedTraces } from "./arbitraries/redacted-requests.js";
import { tenantCalls } from "./arbitraries/tenants.js";
import { OPTIONS, outcomeOfBytes, outcomeOfObjects } from "./both-carriers.js";
import { otlpJson } from "./otlp-forms.js";
import { litellmTraces } from "./spans.js";

/** A fixed seed: a failure of today is a failure of tomorrow. */
const RUNS = { seed: 20_264, numRuns: 150 };

const REQUESTS: readonly (readonly [name: string, requests: fc.Arbitrary<TracesData>])[] = [
  ["calls of several tenants", tenantCalls.map((calls) => litellmTraces(...calls.flatMap(({ spans }) => spans)))],
  ["redacted calls", redactedTraces],
];

/** What is proved of decoded requests, by the properties of tenants and of redaction, holds of encoded ones by this. */
describe.each(REQUESTS)("generated requests, %s", (_name, requests) => {
  test.each(OPTIONS)("mapped as bytes and as objects, come to the same: %s", (_options, options) => {
    fc.assert(
      fc.property(requests, (traces) => {
        const request = otlpJson.encode(traces);
        expect(outcomeOfBytes(request, options)).toEqual(outcomeOfObjects(request, options));
      }),
      RUNS,
    );
  });
});
