/**
 * An OTLP/HTTP receiver for LiteLLM's exporter. It holds spans until their traces are whole, maps them and prints a line per call:
 *
 *     npx tsx examples/otlp-receiver.ts
 *     OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 litellm --config config.yaml
 *
 * It takes protobuf and JSON, plain or gzipped, and decodes no spans that come as protobuf. The messages in `proto/` are what it
 * needs of OTLP.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import { pathToFileURL } from "node:url";
import { type FiddlerSpan, fiddlerSpansOf, type TracesData } from "litellm-span-mapper";
import { fiddlerSpansOfProtobuf } from "litellm-span-mapper/protobuf";
import { bodyOf, Refusal } from "./otlp-http-body.js";
import { printable } from "./printable.js";
import { JSON_TEXT, PROTOBUF } from "./request-forms.js";
import { Intake, type IntakeOptions, type OtlpRequest } from "./request-intake.js";

export interface ReceiverOptions extends IntakeOptions {
  /** How long a client may take to send a request. Default 30,000 ms. */
  readonly timeoutMillis?: number;
}

type Intakes = ReadonlyMap<string | undefined, Intake<Uint8Array> | Intake<TracesData>>;

export interface Receiver {
  readonly server: Server;
  /** Call it about every second: traces become whole while nothing arrives, too. */
  store(): Promise<void>;
  /** Before the program ends: stores what is held, whole or not. */
  flush(): Promise<void>;
}

export function otlpReceiver(options: ReceiverOptions): Receiver {
  const intakes: Intakes = new Map<string, Intake<Uint8Array> | Intake<TracesData>>([
    ["application/x-protobuf", new Intake(PROTOBUF, options)],
    ["application/json", new Intake(JSON_TEXT, options)],
  ]);
  const timeoutMillis = options.timeoutMillis ?? 30_000;
  const server = createServer(
    { requestTimeout: timeoutMillis, headersTimeout: timeoutMillis, connectionsCheckingInterval: Math.min(timeoutMillis, 5000) },
    listenerOf(intakes),
  );
  return {
    server,
    store: async () => void (await Promise.all([...intakes.values()].map((intake) => intake.store()))),
    flush: async () => void (await Promise.all([...intakes.values()].map((intake) => intake.flush()))),
  };
}

function listenerOf(intakes: Intakes): RequestListener {
  return async (request, response) => {
    const contentType = request.headers["content-type"]?.split(";")[0]?.trim();
    const intake = intakes.get(contentType);
    const answer = (status: number, body: string | Uint8Array) =>
      response.writeHead(status, { "content-type": intake ? contentType : "text/plain" }).end(body);
    try {
      if (request.url !== "/v1/traces") throw new Refusal(404, "Traces go to /v1/traces");
      if (request.method !== "POST") throw new Refusal(405, "Traces come by POST");
      if (intake === undefined) throw new Refusal(415, `Known are ${[...intakes.keys()].join(" and ")}`);
      answer(200, intake.answer(await intake.receive(await bodyOf(request))));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(503, "The spans could not be stored");
      response.setHeader("connection", "close");
      answer(refusal.status, intake?.refusal(refusal) ?? refusal.message);
    }
  };
}

/** The records of a mapped request. */
export function recordsOf(mapped: OtlpRequest): readonly FiddlerSpan[] {
  return mapped instanceof Uint8Array ? fiddlerSpansOfProtobuf(mapped) : fiddlerSpansOf(mapped);
}

/** One line of JSON, whatever the caller wrote into the names of models and teams. */
export function lineOf({ traceId, requestModel, teamAlias, totalTokens, costs }: FiddlerSpan): string {
  return printable(
    JSON.stringify({ traceId, model: requestModel, team: teamAlias, tokens: totalTokens, cost: costs.total_cost }),
  );
}

function main(): void {
  const onMapped = (mapped: OtlpRequest) => {
    for (const span of recordsOf(mapped)) if (span.type === "llm") console.log(lineOf(span));
  };
  const { server, store, flush } = otlpReceiver({ onMapped });
  setInterval(() => store().catch(console.error), 1000);
  process.once("SIGTERM", () => flush().finally(() => process.exit()));
  server.listen(4318, "127.0.0.1", () => console.log("http://127.0.0.1:4318/v1/traces"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
