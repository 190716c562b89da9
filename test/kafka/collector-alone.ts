/** A Collector that groups by trace, in front of the receiver in `examples/`: for those to whom Kafka is too much. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { otlpReceiver, recordsOf } from "../../examples/otlp-receiver.js";
import type { OtlpRequest } from "../../examples/request-intake.js";
import type { Cleanup } from "../../fixtures/record/cleanup.js";
import { serveLoopback } from "../../fixtures/record/loopback-server.js";
import type { TracesData } from "../../src/index.js";
import { same } from "../databases/check.js";
import { protobufjsRequest } from "../otlp-proto.js";
import { isTold, rowOf, spanCountOf, sumsOf, toldIn, tracesIn } from "./expected.js";
import { exportsOf, loadCopy } from "./exports.js";
import { send } from "./line.js";
import { startCollector } from "./programs.js";

const SPANS_PER_EXPORT = 64;
const DONE_MILLIS = 30_000;

export async function checkCollectorAlone(folder: string, cleanup: Cleanup): Promise<void> {
  const mapped: OtlpRequest[] = [];
  const receiver = otlpReceiver({ onMapped: (request) => void mapped.push(request), wholeTraces: { quietMillis: 2000 } });
  receiver.server.listen(0, "127.0.0.1");
  await once(receiver.server, "listening");
  cleanup.add({ stop: async () => void receiver.server.close().closeAllConnections() });
  const { port } = receiver.server.address() as AddressInfo;

  // Between the two, to see in how many requests each trace comes.
  const requestsOf = new Map<string, number>();
  const between = await serveLoopback(0, async (request, raw, response) => {
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
    for (const trace of tracesIn(protobufjsRequest.decode(body) as TracesData)) {
      requestsOf.set(trace, (requestsOf.get(trace) ?? 0) + 1);
    }
    const headers = { "content-type": "application/x-protobuf" };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/traces`, { method: "POST", headers, body: new Uint8Array(body) });
    response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
  });
  cleanup.add(between);
  const environment = { RECEIVER_ENDPOINT: `http://127.0.0.1:${between.port}`, WAIT_DURATION: "2s" };
  const collector = await startCollector(folder, "collector-alone.yaml", environment);
  cleanup.add(collector.process);

  const recorded = [loadCopy(0)];
  const exports = exportsOf(recorded, SPANS_PER_EXPORT);
  for (const request of exports) await send(`http://${collector.address}`, request);
  const spansOf = () => mapped.flatMap((request) => recordsOf(request));
  for (const ends = Date.now() + DONE_MILLIS; spansOf().length < spanCountOf(recorded) && Date.now() < ends; ) {
    await sleep(200);
    await receiver.store();
  }
  same("The number of spans", spansOf().length, spanCountOf(recorded));
  same("Traces that came in several requests", [...requestsOf.values()].filter((requests) => requests > 1).length, 0);
  same("What was mapped", sumsOf(spansOf().filter(isTold).map(rowOf)), sumsOf(recorded.flatMap(({ whole }) => toldIn(whole))));
  const split = requestCounts(exports).filter((requests) => requests > 1).length;
  console.log(`  ${requestsOf.size} traces, ${split} of them sent in several requests, came out in one each`);
}

/** For each trace, in how many requests it is. */
function requestCounts(requests: readonly TracesData[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const trace of requests.flatMap(tracesIn)) counts.set(trace, (counts.get(trace) ?? 0) + 1);
  return [...counts.values()];
}
