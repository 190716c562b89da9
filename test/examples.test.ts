import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, test } from "vitest";
import { COST_BY_TEAM_AND_MODEL, createSpansTable, insertSpans, TOKENS_BY_DAY } from "../examples/duckdb.js";
import { otlpReceiver, type ReceiverOptions } from "../examples/otlp-receiver.js";
import { WholeTraces } from "../examples/whole-traces.js";
import { type FiddlerSpan, fiddlerSpansOf, mapLiteLLMTraces, type ResourceSpans, type TracesData } from "../src/index.js";
import { otlpJson } from "./otlp-forms.js";
import { protobufEsRequest, protobufjsRequest } from "./otlp-proto.js";
import { recordedCase, recordedCases } from "./recorded-cases.js";
import { attribute, litellmTraces, span } from "./spans.js";

function recordsOf(traces: TracesData): readonly FiddlerSpan[] {
  return (mapLiteLLMTraces(traces).resourceSpans ?? []).flatMap((resourceSpans) => fiddlerSpansOf(resourceSpans));
}

describe("DuckDB", () => {
  async function database() {
    const connection = await (await DuckDBInstance.create()).connect();
    await createSpansTable(connection);
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    return { connection, rows };
  }

  const DAY = 86_400_000_000_000n;
  const START = 1795461211000000000n;

  function call(team: string, model: string, cost: number, tokens: number, day: bigint) {
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": model,
      "metadata.user_api_key_team_alias": team,
      "gen_ai.cost.total_cost": { doubleValue: cost },
      "gen_ai.usage.input_tokens": tokens,
      "gen_ai.usage.output_tokens": 1,
    };
    return span(attributes, { startTimeUnixNano: String(START + day * DAY), endTimeUnixNano: String(START + day * DAY + 5n) });
  }

  test("cost by team and model, tokens by day", async () => {
    const { connection, rows } = await database();
    const spans = recordsOf(
      litellmTraces(
        call("red", "gpt-4o", 0.5, 10, 0n),
        call("red", "gpt-4o", 0.25, 20, 1n),
        call("red", "claude", 0.125, 30, 1n),
        call("blue", "gpt-4o", 2, 40, 1n),
      ),
    );
    await insertSpans(connection, spans);
    expect(await rows(COST_BY_TEAM_AND_MODEL)).toEqual([
      { team: "blue", model: "gpt-4o", calls: "1", cost_usd: 2 },
      { team: "red", model: "gpt-4o", calls: "2", cost_usd: 0.75 },
      { team: "red", model: "claude", calls: "1", cost_usd: 0.125 },
    ]);
    expect(await rows(TOKENS_BY_DAY)).toEqual([
      { day: "2026-11-23", input_tokens: "10", output_tokens: "1" },
      { day: "2026-11-24", input_tokens: "90", output_tokens: "3" },
    ]);
    expect(
      await rows(
        "SELECT DISTINCT duration_ns, team, user_attributes ->> '$.\"metadata.user_api_key_team_alias\"' AS same FROM spans ORDER BY team",
      ),
    ).toEqual([
      { duration_ns: "5", team: "blue", same: "blue" },
      { duration_ns: "5", team: "red", same: "red" },
    ]);
    await insertSpans(connection, spans);
    expect(await rows("SELECT count(*) AS spans FROM spans")).toEqual([{ spans: "4" }]);
  });

  test("every recording goes in, exactly", async () => {
    const { connection, rows } = await database();
    const spans = recordedCases().flatMap(({ input }) => recordsOf(input));
    await insertSpans(connection, spans);
    const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
    const [totals] = await rows(
      "SELECT count(*) AS spans, min(epoch_ns(start_time)) AS first, sum(total_tokens) AS tokens FROM spans",
    );
    expect(totals).toEqual({
      spans: String(ids.size),
      first: String(spans.map((each) => each.startTimeUnixNano).sort()[0]),
      tokens: String(spans.reduce((sum, each) => sum + (each.totalTokens ?? 0), 0)),
    });
  });
});

describe("the OTLP/HTTP receiver", () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).map((server) => server.close()));

  async function receiver(options: Partial<ReceiverOptions> = {}) {
    const mapped: ResourceSpans[] = [];
    const server = createServer(otlpReceiver({ onMapped: (resourceSpans) => void mapped.push(resourceSpans), ...options }));
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
    const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      fetch(url, { method: "POST", body, headers });
    const records = () => mapped.flatMap((resourceSpans) => fiddlerSpansOf(resourceSpans));
    return { url, post, records };
  }

  const JSON_BODY = { "content-type": "application/json" };
  const PROTOBUF_BODY = { "content-type": "application/x-protobuf" };
  const shop = {
    resourceSpans: [
      { resource: { attributes: [attribute("service.name", "shop")] }, scopeSpans: [{ spans: [span({}), span({})] }] },
      ...(litellmTraces(span({ "gen_ai.operation.name": "chat" })).resourceSpans ?? []),
    ],
  };

  test.each([
    ["http/json", JsonExporter, "none"],
    ["http/json", JsonExporter, "gzip"],
    ["http/protobuf", ProtobufExporter, "none"],
    ["http/protobuf", ProtobufExporter, "gzip"],
  ] as const)("takes what an OpenTelemetry SDK exports by %s (%o), compression %s", async (_protocol, Exporter, compression) => {
    const { url, records } = await receiver();
    const exporter = new Exporter({ url, compression: compression as never });
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ "service.name": "litellm" }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    const attributes = {
      "gen_ai.operation.name": "chat",
      "gen_ai.input.messages": '[{"role":"user","content":"Grüße"}]',
      "gen_ai.usage.input_tokens": 3,
      "gen_ai.usage.output_tokens": 2,
    };
    const sent = provider.getTracer("litellm").startSpan("litellm_request", { attributes });
    sent.end();
    await provider.forceFlush();
    await provider.shutdown();
    const { traceId, spanId } = sent.spanContext();
    expect(records()).toMatchObject([{ traceId, spanId, type: "llm", userInput: "Grüße", inputTokens: 3, totalTokens: 5 }]);
  });

  test("a recording arrives the same by JSON and by protobuf", async () => {
    const { input } = recordedCase("1.83.10-chat-tools");
    const { post, records } = await receiver();
    const answers = [
      await post(JSON.stringify(input), JSON_BODY),
      await post(gzipSync(otlpJson.encode(input)), { ...PROTOBUF_BODY, "content-encoding": "gzip" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.json()).toEqual({});
    expect((await answers[1]?.arrayBuffer())?.byteLength).toBe(0);
    expect(records()).toEqual([...recordsOf(input), ...recordsOf(input)]);
  });

  test("what is not LiteLLM's is rejected, and the exporter is told how much", async () => {
    const { post, records } = await receiver();
    const json = await post(JSON.stringify(shop), JSON_BODY);
    expect(await json.json()).toEqual({
      partialSuccess: { rejectedSpans: 2, errorMessage: "Only spans of LiteLLM are taken here" },
    });
    const protobuf = await post(new Uint8Array(otlpJson.encode(shop)), PROTOBUF_BODY);
    const Response = protobufjsRequest.parent?.get("ExportTraceServiceResponse") as typeof protobufjsRequest;
    expect(Response.decode(new Uint8Array(await protobuf.arrayBuffer())).toJSON()).toEqual({
      partialSuccess: { rejectedSpans: "2", errorMessage: "Only spans of LiteLLM are taken here" },
    });
    expect(records()).toHaveLength(2);
  });

  test("or passed through as it came", async () => {
    const others: ResourceSpans[] = [];
    const { post } = await receiver({ onOther: (resourceSpans) => void others.push(resourceSpans) });
    const answer = await post(JSON.stringify(shop), JSON_BODY);
    expect(await answer.json()).toEqual({});
    expect(others).toEqual([JSON.parse(JSON.stringify(shop)).resourceSpans[0]]);
  });

  test.each<[string, number, string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
    ["JSON that does not parse", 400, "{", JSON_BODY],
    ["JSON that is no request", 400, "null", JSON_BODY],
    ["resource spans that are no list", 400, '{"resourceSpans":5}', JSON_BODY],
    ["resource spans that are null", 400, '{"resourceSpans":[null]}', JSON_BODY],
    ["protobuf that does not decode", 400, new Uint8Array([10, 200, 1]), PROTOBUF_BODY],
    ["gzip that is none", 400, "{}", { ...JSON_BODY, "content-encoding": "gzip" }],
    ["another encoding", 415, "{}", { ...JSON_BODY, "content-encoding": "br" }],
    ["another content type", 415, "{}", { "content-type": "text/xml" }],
    ["an empty request", 200, "{}", JSON_BODY],
    ["an empty protobuf request", 200, new Uint8Array(), PROTOBUF_BODY],
    ["parameters of the content type", 200, "{}", { "content-type": "application/json; charset=utf-8" }],
  ])("%s: %i", async (_name, status, body, headers) => {
    const { post } = await receiver();
    expect((await post(body, headers)).status).toBe(status);
  });

  test("other paths, other methods, and a gzip bomb", async () => {
    const { url, post } = await receiver();
    expect((await fetch(url.replace("traces", "logs"), { method: "POST" })).status).toBe(404);
    expect((await fetch(url)).status).toBe(405);
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, " "));
    expect((await post(bomb, { ...JSON_BODY, "content-encoding": "gzip" })).status).toBe(400);
  });

  test("spans that could not be stored are asked for again", async () => {
    const { post } = await receiver({ onMapped: () => Promise.reject(new Error("The disk is full")) });
    const answer = await post(JSON.stringify(shop), JSON_BODY);
    expect([answer.status, await answer.json()]).toEqual([503, { message: "The spans could not be stored" }]);
  });
});

describe("traces that come in several requests", () => {
  /** One request per span, as the worst of exporters might send them. */
  function splitBySpan(traces: TracesData): readonly TracesData[] {
    return (traces.resourceSpans ?? []).flatMap((resourceSpans) =>
      (resourceSpans.scopeSpans ?? []).flatMap((scopeSpans) =>
        (scopeSpans.spans ?? []).map((each) => ({
          resourceSpans: [{ ...resourceSpans, scopeSpans: [{ ...scopeSpans, spans: [each] }] }],
        })),
      ),
    );
  }

  test.each(["1.83.10-chat-redacted-by-header", "1.81.14-flag-chat-tools", "1.83.10-sdk-completion-stream"])(
    "%s maps to the same as in one",
    (name) => {
      const { input } = recordedCase(name);
      const held = new WholeTraces(1000);
      for (const [at, request] of splitBySpan(input).entries()) held.add(request, at);
      expect(held.takeDue(900).resourceSpans).toEqual([]);
      const whole = held.takeDue(60_000);
      expect(byId(recordsOf(whole))).toEqual(byId(recordsOf(input)));
      expect(byId(splitBySpan(input).flatMap(recordsOf))).not.toEqual(byId(recordsOf(input)));
      expect(held.takeDue(90_000).resourceSpans).toEqual([]);
    },
  );

  test("a trace waits until nothing more comes, and no longer than memory lasts", () => {
    const of = (traceId: string) => litellmTraces(span({}, { traceId }));
    const held = new WholeTraces(1000, 3);
    const dueAt = (now: number) => recordsOf(held.takeDue(now)).map(({ traceId }) => traceId);
    held.add(of("a"), 0);
    held.add(of("b"), 500);
    held.add(of("a"), 900);
    expect(dueAt(1499)).toEqual([]);
    expect(dueAt(1500)).toEqual(["b"]);
    held.add(of("c"), 1600);
    held.add(of("d"), 1600);
    expect(dueAt(1700)).toEqual(["a", "a"]);
    expect(dueAt(2600)).toEqual(["c", "d"]);
  });

  function byId(records: readonly FiddlerSpan[]): readonly FiddlerSpan[] {
    return [...records].sort((a, b) => `${a.traceId}${a.spanId}`.localeCompare(`${b.traceId}${b.spanId}`));
  }
});

test("both libraries know the same request", () => {
  expect(protobufjsRequest.fullName).toBe(`.${protobufEsRequest.typeName}`);
});
