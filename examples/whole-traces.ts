/**
 * Maps requests once their traces are whole. Reads one OTLP/JSON request a line, as the Collector's file exporter writes them, and
 * prints a mapped request a line:
 *
 *     tail -f traces.ndjson | npx tsx examples/whole-traces.ts
 */
import { pathToFileURL } from "node:url";
import { mapLiteLLMTraces, type TracesData } from "litellm-span-mapper";
import { type WholeTracesOptions, wholeTraces } from "litellm-span-mapper/whole-traces";
import { requestsIn } from "./ndjson.js";
import { printable } from "./printable.js";

export interface WholeTracesMapper {
  receive(request: TracesData): void;
  /** Stores what is held, whole or not. */
  end(): void;
}

/** Hands mapped requests to `store`. The library has no timer, so that is here: traces become whole while nothing arrives, too. */
export function wholeTracesMapper(
  store: (mapped: TracesData) => void,
  options: WholeTracesOptions = {},
  everyMillis = 1000,
): WholeTracesMapper {
  const traces = wholeTraces(options);
  const storeAll = (requests: Iterable<TracesData>) => {
    for (const request of requests) store(mapLiteLLMTraces(request));
  };
  const timer = setInterval(() => storeAll(traces.takeReady(Date.now())), everyMillis);
  return {
    receive(request) {
      const now = Date.now();
      traces.add(request, now);
      // What is above a bound leaves here.
      storeAll(traces.takeReady(now));
    },
    end() {
      clearInterval(timer);
      storeAll(traces.flush());
      const { bound, age } = traces.stats().incomplete;
      if (bound.traces + age.traces > 0) console.error(`${bound.traces + age.traces} traces left before they were whole`);
    },
  };
}

async function main(): Promise<void> {
  const mapper = wholeTracesMapper((mapped) => console.log(printable(JSON.stringify(mapped))));
  // `| head` has read enough.
  process.stdout.on("error", () => process.exit());
  for await (const request of requestsIn(process.stdin, "standard input")) mapper.receive(request);
  mapper.end();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
