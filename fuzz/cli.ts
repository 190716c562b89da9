/**
 * `npm run fuzz -- [--minutes 10] [--mutants 1000000] [--seed 1] [--encoded]`: maps mutants of the recorded
 * cases until the time or the number is reached, and prints for each broken law the smallest request that
 * breaks it. Keep that as a fixture, then mend the mapper.
 */
import { argumentsOf, WHOLE_NUMBER } from "../tools/command.js";
import { recordedRequests } from "./cases.js";
import { type Finding, fuzz } from "./fuzz.js";
import { encodedRequests, wireFuzz } from "./wire-fuzz.js";

const { values } = argumentsOf({
  name: "fuzz",
  does: "Maps mutants of recorded requests and prints, for each broken law, the smallest request that breaks it. Exit code 1: one is broken.",
  options: {
    encoded: { type: "boolean", does: "mutants of requests encoded as protobuf, changed field by field" },
    minutes: {
      type: "string",
      value: "N",
      does: "how long, at most (default: 10, unless --mutants is given)",
      form: WHOLE_NUMBER,
    },
    mutants: { type: "string", value: "N", does: "how many, at most", form: WHOLE_NUMBER },
    seed: {
      type: "string",
      value: "N",
      does: "the same seed makes the same mutants (default: a random one)",
      form: WHOLE_NUMBER,
    },
  },
});
const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));

const seed = numberOf(values.seed) ?? Math.floor(Math.random() * 2 ** 31);
const most = numberOf(values.mutants) ?? Number.POSITIVE_INFINITY;
const minutes = numberOf(values.minutes) ?? (values.mutants === undefined ? 10 : Number.POSITIVE_INFINITY);

const start = Date.now();
let told = start;
console.log(`Seed ${seed}: the same seed makes the same mutants.`);

const requests = recordedRequests(40_000);
const { mutants, findings } = values.encoded
  ? wireFuzz(encodedRequests(requests), seed, goesOn)
  : fuzz(requests, seed, goesOn, tell);
if (values.encoded) for (const finding of findings) console.log(shown(finding));
console.log(`${mutants} mutants in ${seconds()} s, ${findings.length} findings.`);
process.exitCode = findings.length === 0 ? 0 : 1;

function goesOn(made: number): boolean {
  const now = Date.now();
  if (now - told > 30_000) {
    told = now;
    console.log(`${made} mutants in ${seconds()} s`);
  }
  return made < most && now - start < minutes * 60_000;
}

function tell({ law, how, mutant, options, input }: Finding): void {
  console.log(`\nMutant ${mutant} breaks a law: ${law}\n  ${how}\n  options: ${shown(options)}\n  input:   ${shown(input)}\n`);
}

/** JSON, in which values that JSON does not have are written in a recognisable way. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_name, member) => {
    if (typeof member === "bigint") return `${member}n`;
    if (typeof member === "number" && !Number.isFinite(member)) return String(member);
    return ArrayBuffer.isView(member) ? `bytes ${member}` : member;
  });
}

function seconds(): number {
  return Math.round((Date.now() - start) / 1000);
}
