/** What `npm run bench` runs, bundled: figures of the built package. cli.ts says what it takes. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type * as Library from "../src/index.js";
import type * as Protobuf from "../src/protobuf/index.js";
import { mapperContenders, OTHER_CONTENDERS } from "./contenders.js";
import { type Growth, growthOf } from "./growth.js";
import { type Figures, measure } from "./measure.js";
import { payloads } from "./payloads.js";
import { type BytesFigures, encoded, encodedOnce, loadPayload, memoryOf, protobufContenders, ratiosOfBytes } from "./protobuf.js";

const { values: options } = parseArgs({
  options: { against: { type: "string" }, rounds: { type: "string", default: "200" }, write: { type: "boolean" } },
});

/** Exports that follow one another in one body, to measure memory. */
const BODIES = 300;
const LIBRARY = new URL("../dist/index.js", import.meta.url).href;
const other = options.against && pathToFileURL(resolve(options.against)).href;
const contenders = [
  ...(await mapperContenders(LIBRARY)),
  ...(other ? await mapperContenders(other, "other ") : []),
  ...OTHER_CONTENDERS,
];
const all = payloads();
const figures = measure(all, contenders, 100, Number(options.rounds));

for (const { name, what, json, spans } of all) {
  console.log(`\n${name}: ${what}; spans: ${spans}, kB: ${(json.length / 1000).toFixed(1)}`);
  console.table(Object.fromEntries(figures.filter(({ payload }) => payload === name).map((row) => [row.contender, shown(row)])));
}

const objects: typeof Library = await import(LIBRARY);
const bytes: typeof Protobuf = await import(new URL("../dist/protobuf.js", import.meta.url).href);
const encodedPayloads = [...all, loadPayload()];
const encodedFigures = measure(encodedPayloads, protobufContenders(bytes, objects), 100, Number(options.rounds));
const ofFloor = ratiosOfBytes(encodedFigures);
for (const { name, what, json, spans } of encodedPayloads) {
  console.log(`\n${name} as protobuf: ${what}; spans: ${spans}, kB: ${(encoded(json).length / 1000).toFixed(1)}`);
  console.table(
    Object.fromEntries(ofFloor.filter(({ payload }) => payload === name).map((row) => [row.contender, shownBytes(row)])),
  );
}

const growth = growthOf((traces) => traces, objects.mapLiteLLMTraces);
const growthOfBytes = growthOf(encodedOnce, bytes.mapLiteLLMTracesProtobuf);
for (const [of, rows] of [
  ["objects", growth],
  ["bytes", growthOfBytes],
] as const) {
  console.log(`\nHostile sizes of ${of}, milliseconds at n, 2n and 4n`);
  console.table(Object.fromEntries(rows.map((row) => [row.what, shownGrowth(row)])));
}

const body = Buffer.concat(Array<Uint8Array>(BODIES).fill(encoded(loadPayload().json)));
const memory = memoryOf(bytes.mapLiteLLMTracesProtobuf, body);
console.log(`\nMemory of mapping ${(body.length / 1e6).toFixed(0)} MB of protobuf: ${memory.toFixed(2)} times the body`);

const results = {
  node: process.version,
  payloads: all.map(({ name, what, json, spans }) => ({ name, what, bytes: json.length, spans })),
  figures: figures.map((row) => ({ ...row, ...ratiosOf(row) })),
  growth,
  protobuf: { figures: ofFloor, growth: growthOfBytes, memory },
};
if (options.write) writeFileSync(new URL("../bench/results.json", import.meta.url), `${JSON.stringify(results, null, 1)}\n`);

function shown(row: Figures) {
  const { floor, genai, againFloor, againGenai } = ratiosOf(row);
  return {
    "µs/span": Number(row.median.toFixed(2)),
    quartiles: row.quartiles.map((quartile) => quartile.toFixed(2)).join(" - "),
    "of floor": Number(floor.toFixed(3)),
    "of openinference": Number(genai.toFixed(2)),
    "again, of floor": Number(againFloor.toFixed(3)),
    "again, of openinference": Number(againGenai.toFixed(2)),
    "bytes/span": row.bytes,
  };
}

function ratiosOf({ payload, median, again }: Figures) {
  const row = (contender: string) => figures.find((each) => each.payload === payload && each.contender === contender);
  const floor = row("JSON floor");
  const genai = row("openinference-genai");
  const of = (part: number, whole: number | undefined) => part / (whole ?? Number.NaN);
  return {
    floor: of(median, floor?.median),
    genai: of(median, genai?.median),
    againFloor: of(again, floor?.again),
    againGenai: of(again, genai?.again),
  };
}

function shownBytes({ median, quartiles, floor, againFloor, records }: BytesFigures) {
  return {
    "µs/span": Number(median.toFixed(2)),
    quartiles: quartiles.map((quartile) => quartile.toFixed(2)).join(" - "),
    "of floor": Number(floor.toFixed(3)),
    "again, of floor": Number(againFloor.toFixed(3)),
    "of decoded records": Number(records.toFixed(2)),
  };
}

function shownGrowth({ size, milliseconds: [once = 0, twice = 0, four = 0] }: Growth) {
  return {
    n: size,
    once: once.toFixed(1),
    twice: twice.toFixed(1),
    "four times": four.toFixed(1),
    "4n to n": (four / once).toFixed(1),
  };
}
