/**
 * An OTLP/HTTP receiver for LiteLLM's exporter. It holds spans until their traces are whole, maps them and prints a line per call:
 *
 *     npx tsx examples/otlp-receiver.ts
 *     OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 litellm --config config.yaml
 *
 * It takes protobuf and JSON, plain or gzipped. The messages in `proto/` are what it needs of OTLP; the official files of
 * opentelemetry-proto do as well.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { pathToFileURL } from "node:url";
import {
  type FiddlerSpan,
  fiddlerSpansOf,
  mapLiteLLMSpan,
  mapLiteLLMTraces,
  type ResourceSpans,
  type TracesData,
} from "litellm-span-mapper";
import { type WholeTraces, type WholeTracesOptions, wholeTraces } from "litellm-span-mapper/whole-traces";
import { CODECS, type Codec, Refusal, requestIn, spansIn } from "./otlp-http-body.js";
import { printable } from "./printable.js";

export interface ReceiverOptions {
  /** Takes requests of whole traces, mapped. Where it rejects, the request is kept, and exporters are asked to wait. */
  onMapped(mapped: TracesData): void | Promise<void>;
  /** Takes everything else as it came, at once. Without this, the exporter is told that those spans were rejected. */
  onOther?(resourceSpans: ResourceSpans): void | Promise<void>;
  readonly wholeTraces?: WholeTracesOptions;
  /** How long a client may take to send a request. Default 30,000 ms. */
  readonly timeoutMillis?: number;
}

/** What is held, and what is on its way to `onMapped`: one request after another. */
class Outbox {
  readonly traces: WholeTraces<TracesData>;
  readonly #onMapped: ReceiverOptions["onMapped"];
  #next: TracesData | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ReceiverOptions) {
    this.traces = wholeTraces(options.wholeTraces);
    this.#onMapped = (mapped) => options.onMapped(mapped);
  }

  /** Stores what is ready; rejects where something could not be stored, which is tried first the next time. */
  store(ready = (): Iterable<TracesData> => this.traces.takeReady(Date.now())): Promise<void> {
    this.#work = this.#work.catch(() => {}).then(() => this.#storeAll(ready));
    return this.#work;
  }

  async #storeAll(ready: () => Iterable<TracesData>): Promise<void> {
    await this.#storeNext();
    for (const request of ready()) {
      this.#next = mapLiteLLMTraces(request);
      await this.#storeNext();
    }
  }

  async #storeNext(): Promise<void> {
    if (this.#next !== undefined) await this.#onMapped(this.#next);
    this.#next = undefined;
  }
}

export interface Receiver {
  readonly server: Server;
  /** Call it about every second: traces become whole while nothing arrives, too. */
  store(): Promise<void>;
  /** Before the program ends: stores what is held, whole or not. */
  flush(): Promise<void>;
}

export function otlpReceiver(options: ReceiverOptions): Receiver {
  const outbox = new Outbox(options);
  const timeoutMillis = options.timeoutMillis ?? 30_000;
  const server = createServer(
    { requestTimeout: timeoutMillis, headersTimeout: timeoutMillis, connectionsCheckingInterval: Math.min(timeoutMillis, 5000) },
    listenerOf(options, outbox),
  );
  return { server, store: () => outbox.store(), flush: () => outbox.store(() => outbox.traces.flush()) };
}

function listenerOf(options: ReceiverOptions, outbox: Outbox): RequestListener {
  return async (request, response) => {
    const contentType = request.headers["content-type"]?.split(";")[0]?.trim();
    const codec = CODECS.get(contentType);
    const answer = (status: number, body: string | Uint8Array) =>
      response.writeHead(status, { "content-type": codec ? contentType : "text/plain" }).end(body);
    try {
      const rejectedSpans = await receive(await tracesIn(request, codec), options, outbox);
      const partialSuccess = { rejectedSpans, errorMessage: "Only spans of LiteLLM are taken here" };
      answer(200, codec?.encode("ExportTraceServiceResponse", rejectedSpans > 0 ? { partialSuccess } : {}) ?? "");
    } catch (error) {
      const { status, message } = error instanceof Refusal ? error : new Refusal(503, "The spans could not be stored");
      response.setHeader("connection", "close");
      answer(status, codec?.encode("ErrorStatus", { message }) ?? message);
    }
  };
}

function tracesIn(request: IncomingMessage, codec: Codec | undefined): Promise<TracesData> {
  if (request.url !== "/v1/traces") throw new Refusal(404, "Traces go to /v1/traces");
  if (request.method !== "POST") throw new Refusal(405, "Traces come by POST");
  if (codec === undefined) throw new Refusal(415, `Known are ${[...CODECS.keys()].join(" and ")}`);
  return requestIn(request, codec);
}

/** The number of spans that nobody took. What is held was answered, so a failure to store it is the next request's to hear of. */
async function receive(request: TracesData, { onOther }: ReceiverOptions, outbox: Outbox): Promise<number> {
  await outbox.store();
  const all = request.resourceSpans ?? [];
  const isLiteLLMs = all.map((each) => mapLiteLLMSpan(each) !== null);
  const others = all.filter((_, at) => !isLiteLLMs[at]);
  for (const each of onOther ? others : []) await onOther?.(each);
  outbox.traces.add({ resourceSpans: all.filter((_, at) => isLiteLLMs[at]) }, Date.now());
  await outbox.store().catch(() => {});
  return onOther === undefined ? spansIn(others) : 0;
}

/** One line of JSON, whatever the caller wrote into the names of models and teams. */
export function lineOf({ traceId, requestModel, teamAlias, totalTokens, costs }: FiddlerSpan): string {
  return printable(
    JSON.stringify({ traceId, model: requestModel, team: teamAlias, tokens: totalTokens, cost: costs.total_cost }),
  );
}

function main(): void {
  const onMapped = (mapped: TracesData) => {
    for (const span of fiddlerSpansOf(mapped)) if (span.type === "llm") console.log(lineOf(span));
  };
  const { server, store, flush } = otlpReceiver({ onMapped });
  setInterval(() => store().catch(console.error), 1000);
  process.once("SIGTERM", () => flush().finally(() => process.exit()));
  server.listen(4318, "127.0.0.1", () => console.log("http://127.0.0.1:4318/v1/traces"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
