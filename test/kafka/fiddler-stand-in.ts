import { gunzipSync } from "node:zlib";
import type { Cleanup } from "../../fixtures/record/cleanup.js";
import { serveLoopback } from "../../fixtures/record/loopback-server.js";
import { type FiddlerSpan, fiddlerSpansOf, type TracesData } from "../../src/index.js";
import { protobufjsRequest } from "../otlp-proto.js";

/** Takes what the Collector sends on: each span as it came first, and how many came again, or came again as something else. */
export class FiddlerStandIn {
  readonly spans = new Map<string, FiddlerSpan>();
  again = 0;
  differing = 0;

  async serve(cleanup: Cleanup): Promise<string> {
    const server = await serveLoopback(0, async (request, raw, response) => {
      const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
      for (const span of fiddlerSpansOf(protobufjsRequest.decode(body) as TracesData)) this.#take(span);
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
    cleanup.add(server);
    return `http://127.0.0.1:${server.port}`;
  }

  #take(span: FiddlerSpan): void {
    const key = `${span.traceId} ${span.spanId}`;
    const first = this.spans.get(key);
    if (first === undefined) this.spans.set(key, span);
    else this.again++;
    if (first !== undefined && (first.type !== span.type || first.totalTokens !== span.totalTokens)) this.differing++;
  }
}
