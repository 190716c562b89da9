import type { MappingOptions } from "../src/index.js";
import { protobufjsRequest } from "../test/otlp-proto.js";
import { someOptions } from "./fuzz.js";
import { randomFrom } from "./random.js";
import { brokenWireLaw } from "./wire-laws.js";
import { mutatedBytes } from "./wire-mutations.js";

/** An encoded request that breaks a law; as hex, so that it can be kept as a row. */
export interface WireFinding {
  readonly law: string;
  readonly mutant: number;
  readonly options: MappingOptions;
  readonly hex: string;
}

/** Maps mutants of encoded requests for as long as `goesOn`; of each broken law the smallest mutant that was met is kept. */
export function wireFuzz(
  requests: readonly Uint8Array[],
  seed: number,
  goesOn: (mutants: number) => boolean,
): { readonly mutants: number; readonly findings: readonly WireFinding[] } {
  const findings = new Map<string, WireFinding>();
  let mutants = 0;
  for (; goesOn(mutants); mutants++) {
    const random = randomFrom(seed, mutants);
    const options = someOptions(random);
    const request = mutatedBytes(random.pick(requests), random);
    const law = brokenWireLaw(request, options);
    if (law === undefined) continue;
    const hex = Buffer.from(request).toString("hex");
    const known = findings.get(law);
    if (known === undefined || hex.length < known.hex.length) findings.set(law, { law, mutant: mutants, options, hex });
  }
  return { mutants, findings: [...findings.values()] };
}

/** Requests as OTLP/JSON, encoded as exporters do. */
export function encodedRequests(traces: readonly unknown[]): readonly Uint8Array[] {
  return traces.map((each) => {
    const withIds = JSON.parse(JSON.stringify(each), (member, value) =>
      isId(member, value) ? Buffer.from(value, "hex") : value,
    );
    return new Uint8Array(protobufjsRequest.encode(protobufjsRequest.fromObject(withIds)).finish());
  });
}

/** OTLP/JSON writes ids as hex. */
function isId(member: string, value: unknown): value is string {
  return typeof value === "string" && (member === "traceId" || member === "spanId" || member === "parentSpanId");
}
