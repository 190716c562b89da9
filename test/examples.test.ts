import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import protobuf from "protobufjs";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { COST_BY_TEAM_AND_MODEL, createSpansTable, insertSpans, TOKENS_BY_DAY } from "../examples/duckdb.js";
import { requestsInFile } from "../examples/ndjson.js";
import { lineOf, otlpReceiver, type ReceiverOptions, recordsOf as recordsOfMapped } from "../examples/otlp-receiver.js";
import type { OtlpRequest } from "../examples/request-intake.js";
import { wholeTracesMapper } from "../examples/whole-traces.js";
import { type AnyValue, type FiddlerSpan, fiddlerSpansOf, mapLiteLLMTraces, type TracesData } from "../src/index.js";
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
        "SELECT DISTINCT duration_nano, team_alias AS team, user_attributes ->> '$.\"metadata.user_api_key_team_alias\"' AS same FROM spans ORDER BY team",
      ),
    ).toEqual([
      { duration_nano: "5", team: "blue", same: "blue" },
      { duration_nano: "5", team: "red", same: "red" },
    ]);
    await insertSpans(connection, spans);
    expect(await rows("SELECT count(*) AS spans FROM spans")).toEqual([{ spans: "4" }]);
  });

  test.each<[string, AnyValue]>([
    ["a map", { kvlistValue: { values: [{ key: "constructor", value: { stringValue: "x" } }] } }],
    ["an empty map", { kvlistValue: { values: [] } }],
    ["a list", { arrayValue: { values: [{}] } }],
    ["a number beyond 2^53", { intValue: "9223372036854775807" }],
    ["U+0000", { stringValue: "a\0b" }],
  ])("a team alias that is %s does not keep others out", async (_name, alias) => {
    const { connection, rows } = await database();
    const odd = span({ "gen_ai.operation.name": "chat", "metadata.user_api_key_team_alias": alias });
    await insertSpans(connection, recordsOf(litellmTraces(odd, call("red", "gpt-4o", 0.5, 10, 0n))));
    expect(await rows("SELECT count(*) AS spans FROM spans")).toEqual([{ spans: "2" }]);
    expect(await rows(COST_BY_TEAM_AND_MODEL)).toEqual([{ team: "red", model: "gpt-4o", calls: "1", cost_usd: 0.5 }]);
  });

  test("nothing goes in where there is nothing", async () => {
    const { connection, rows } = await database();
    await insertSpans(connection, []);
    expect(await rows("SELECT count(*) AS spans FROM spans")).toEqual([{ spans: "0" }]);
  });

  test("every recording goes in, exactly", async () => {
    const { connection, rows } = await database();
    const spans = recordedCases().flatMap(({ input }) => recordsOf(input));
    await insertSpans(connection, spans);
    const ids = new Set(spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
    const [totals] = await rows(
      "SELECT count(*) AS spans, min(start_time_unix_nano) AS first, sum(total_tokens) AS tokens FROM spans",
    );
    expect(totals).toEqual({
      spans: String(ids.size),
      first: String(spans.map((each) => each.startTimeUnixNano).sort()[0]),
      tokens: String(spans.reduce((sum, each) => sum + (each.totalTokens ?? 0), 0)),
    });
  });
});

describe("files of requests", () => {
  const folder = mkdtempSync(join(tmpdir(), "requests-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const requests = ["red", "blue"].map((team) => litellmTraces(span({ "metadata.user_api_key_team_alias": team })));
  const ndjson = requests.map((request) => JSON.stringify(request)).join("\r\n");

  const deep = `${'{"arrayValue":{"values":['.repeat(50_000)}${"]}}".repeat(50_000)}`;
  const spans = (list: string) => `{"resourceSpans":[{"scopeSpans":[{"spans":[${list}]}]}]}`;

  test.each<[string, string | Buffer, number, string?]>([
    ["one.json", JSON.stringify(requests[0], null, 2), 1],
    ["two.json", ndjson, 2],
    ["two.ndjson", ndjson, 2],
    ["two.ndjson.gz", gzipSync(ndjson), 2],
    ["blank.jsonl", `\n${ndjson}\n\n`, 2],
    ["cut.ndjson", `${ndjson}\n{"resourceSpans":[`, 2, "line 3 is not JSON"],
    ["cut.json", `{\n"resourceSpans":[`, 0, "line 1 is not JSON"],
    ["empty.ndjson", "", 0],
    ["other.ndjson", `${ndjson}\nnull`, 2, "line 3 is not an OTLP request"],
    ["list.ndjson", `${ndjson}\n[]`, 2, "line 3 is not an OTLP request"],
    [
      "deep.ndjson",
      `${ndjson}\n${spans(`{"attributes":[{"key":"a","value":${deep}}]}`)}`,
      2,
      "line 3 is nested more than 1000 times",
    ],
    ["spans.ndjson", `${ndjson}\n${spans(`${"{},".repeat(50_000)}{}`)}`, 2, "line 3 has more than 50000 spans"],
    ["resources.ndjson", `${ndjson}\n{"resourceSpans":[${"{},".repeat(50_000)}{}]}`, 2, "line 3 has more than 50000 spans"],
    [
      "bomb.ndjson.gz",
      gzipSync(`${ndjson}\n${spans(`${"{},".repeat(20_000_000)}{}`)}`),
      2,
      "line 3 has more than 16777216 characters",
    ],
    ["bomb.json.gz", gzipSync(`{\n${" ".repeat(17_000_000)}}`), 0, "line 1 has more than 16777216 characters"],
  ])("%s", async (name, content, count, fault) => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const file = join(folder, name);
    writeFileSync(file, content);
    const read: unknown[] = [];
    for await (const request of requestsInFile(file)) read.push(request);
    expect(read).toEqual(JSON.parse(JSON.stringify(requests.slice(0, count))));
    expect(said.mock.calls.flat()).toEqual(fault === undefined ? [] : [`${file}: ${fault}`]);
    said.mockRestore();
  });

  test.each<[string, string | Buffer | undefined]>([
    ["cut.ndjson.gz", gzipSync(ndjson).subarray(0, 100)],
    ["not.ndjson.gz", ndjson],
    ["missing.ndjson", undefined],
    ["missing.ndjson.gz", undefined],
  ])("%s rejects, and crashes nothing", async (name, content) => {
    const file = join(folder, name);
    if (content !== undefined) writeFileSync(file, content);
    await expect(requestsInFile(file).next()).rejects.toThrow(/unexpected end of file|incorrect header check|ENOENT/);
  });
});

describe("the OTLP/HTTP receiver", () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).map((server) => server.close()));

  async function receiver(options: Partial<ReceiverOptions> = {}) {
    const mapped: OtlpRequest[] = [];
    const { server, store, flush } = otlpReceiver({ onMapped: (request) => void mapped.push(request), ...options });
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/v1/traces`;
    const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      fetch(url, { method: "POST", body, headers });
    const records = async () => {
      await flush();
      return mapped.flatMap((request) => recordsOfMapped(request));
    };
    return { url, port, post, records, mapped, store, flush };
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
    expect(await records()).toMatchObject([{ traceId, spanId, type: "llm", userInput: "Grüße", inputTokens: 3, totalTokens: 5 }]);
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
    // Each form is held by itself, so each of the two is mapped alone.
    expect(byId(await records())).toEqual(byId([...recordsOf(input), ...recordsOf(input)]));
  });

  test("what is not LiteLLM's is rejected, and the exporter learns how much", async () => {
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
    expect(await records()).toHaveLength(2);
  });

  test("or passed through as it came", async () => {
    const others: OtlpRequest[] = [];
    const { post } = await receiver({ onOther: (request) => void others.push(request) });
    const answer = await post(JSON.stringify(shop), JSON_BODY);
    expect(await answer.json()).toEqual({});
    expect((await post(new Uint8Array(otlpJson.encode(shop)), PROTOBUF_BODY)).status).toBe(200);
    const alone = { resourceSpans: shop.resourceSpans.slice(0, 1) };
    expect(others[0]).toEqual(JSON.parse(JSON.stringify(alone)));
    expect(Buffer.from(others[1] as Uint8Array).equals(otlpJson.encode(alone))).toBe(true);
  });

  test("what comes as protobuf stays encoded, and fields that the receiver does not know stay in it", async () => {
    const { post, mapped, flush } = await receiver();
    const reader = protobuf.Reader.create(otlpJson.encode(litellmTraces(span({ "gen_ai.operation.name": "chat" }))));
    reader.uint32();
    const unknown = Buffer.from([0xfa, 0x3e, 0x03, 0x6e, 0x65, 0x77]); // field 1007, a text
    const resource = Buffer.concat([reader.bytes(), unknown]);
    const body = protobuf.Writer.create().uint32(10).bytes(resource).finish();
    expect((await post(new Uint8Array(body), PROTOBUF_BODY)).status).toBe(200);
    await flush();
    expect(mapped).toHaveLength(1);
    expect(mapped[0]).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(mapped[0] as Uint8Array).includes(unknown)).toBe(true);
  });

  test.each<[string, number, string | Uint8Array<ArrayBuffer>, Record<string, string>]>([
    ["JSON that does not parse", 400, "{", JSON_BODY],
    ["JSON that is no request", 400, "null", JSON_BODY],
    ["resource spans that are no list", 400, '{"resourceSpans":5}', JSON_BODY],
    ["resource spans that are null", 400, '{"resourceSpans":[null]}', JSON_BODY],
    ["protobuf that does not decode", 400, new Uint8Array([10, 200, 1]), PROTOBUF_BODY],
    ["protobuf that does not decode within a span", 400, new Uint8Array([10, 5, 18, 3, 18, 1, 0]), PROTOBUF_BODY],
    ["more resources than may be in protobuf", 413, new Uint8Array(Buffer.alloc(100_002, Buffer.from([10, 0]))), PROTOBUF_BODY],
    ["gzip that is none", 400, "{}", { ...JSON_BODY, "content-encoding": "gzip" }],
    ["another encoding", 415, "{}", { ...JSON_BODY, "content-encoding": "br" }],
    ["another content type", 415, "{}", { "content-type": "text/xml" }],
    ["a list", 400, "[]", JSON_BODY],
    ["scopes that are no list", 200, '{"resourceSpans":[{"scopeSpans":5}]}', JSON_BODY],
    ["null as a scope", 200, '{"resourceSpans":[{"scopeSpans":[null, {"spans":null}]}]}', JSON_BODY],
    ["more spans than may be", 413, `{"resourceSpans":[{"scopeSpans":[{"spans":[${"{},".repeat(50_000)}{}]}]}]}`, JSON_BODY],
    ["more resources than may be", 413, `{"resourceSpans":[${"{},".repeat(50_000)}{}]}`, JSON_BODY],
    ["nesting without end in the body", 400, "[".repeat(1_000_000), JSON_BODY],
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

  test("58 kB of gzip are not unpacked into a hundred times as much and more", async () => {
    const { post, records } = await receiver();
    const bombs: readonly (readonly [Buffer, Record<string, string>])[] = [
      [Buffer.alloc(15 * 1024 * 1024, "[],"), JSON_BODY],
      [Buffer.alloc(15 * 1024 * 1024, Buffer.from([0x0a, 0x00])), PROTOBUF_BODY],
    ];
    for (const [bomb, headers] of bombs) {
      const body = gzipSync(bomb);
      expect(body.length).toBeLessThan(58_000);
      expect((await post(body, { ...headers, "content-encoding": "gzip" })).status).toBe(400);
    }
    expect(await records()).toEqual([]);
  });

  test("values nested without end are received, and leave", async () => {
    const deep = `${'{"arrayValue":{"values":['.repeat(50_000)}${"]}}".repeat(50_000)}`;
    const { post, records } = await receiver();
    const body = JSON.stringify(litellmTraces(span({ "gen_ai.operation.name": "chat", deep: "here" })));
    expect((await post(body.replace('{"stringValue":"here"}', deep), JSON_BODY)).status).toBe(200);
    expect(await records()).toMatchObject([{ type: "llm" }]);
  });

  test("a request that comes too slowly is ended", async () => {
    const { port } = await receiver({ timeoutMillis: 100 });
    const socket = connect(port, "127.0.0.1");
    socket.write("POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{");
    let answer = "";
    for await (const chunk of socket) answer += chunk;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("another service's spans are rejected all, also where one bears a type already", async () => {
    const { post, records } = await receiver();
    const spans = [span({}), span({ "fiddler.span.type": "chain" }), span({})];
    const resourceSpans = [{ resource: { attributes: [attribute("service.name", "shop")] }, scopeSpans: [{ spans }] }];
    const answer = await post(JSON.stringify({ resourceSpans }), JSON_BODY);
    expect(await answer.json()).toMatchObject({ partialSuccess: { rejectedSpans: 3 } });
    expect(await records()).toEqual([]);
  });

  test("a trace that comes in two requests is mapped as one", async () => {
    const { input } = recordedCase("1.83.10-chat-redacted-by-header");
    const { post, records, mapped } = await receiver();
    for (const part of splitBySpan(input)) await post(JSON.stringify(part), JSON_BODY);
    expect(mapped).toEqual([]);
    expect(byId(await records())).toEqual(byId(recordsOf(input)));
  });

  test("what could not be stored is kept, and exporters wait until it is", async () => {
    const stored: OtlpRequest[] = [];
    let isFull = true;
    const onMapped = (request: OtlpRequest) => {
      if (isFull) return Promise.reject(new Error("The disk is full"));
      stored.push(request);
      return Promise.resolve();
    };
    const { post, store, flush } = await receiver({ onMapped, wholeTraces: { maxSpans: 1 } });
    const request = JSON.stringify(litellmTraces(span({}), span({})));
    expect((await post(request, JSON_BODY)).status).toBe(200);
    const refused = await post(request, JSON_BODY);
    expect([refused.status, await refused.json()]).toEqual([503, { message: "The spans could not be stored" }]);
    await expect(store()).rejects.toThrow("The disk is full");
    isFull = false;
    expect((await post(request, JSON_BODY)).status).toBe(200);
    await flush();
    expect(stored.flatMap((request) => recordsOfMapped(request))).toHaveLength(4);
  });

  test.each<[string, string]>([
    ["a line and escapes", "x\n9b1d gpt-4o Blue Team: 1 tokens, $9\u001b[2J"],
    ["controls of eight bits", "\u009b2J\u0085"],
    ["another direction of writing", "\u202egpt"],
    ["line separators", "a\u2028b\u2029c"],
  ])("a model's name prints as one line of what can be printed: %s", (_name, requestModel) => {
    const line = lineOf({ type: "llm", status: "ok", costs: {}, user: {}, attributes: {}, requestModel });
    expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
    expect(JSON.parse(line)).toEqual({ model: requestModel });
  });
});

describe("the mapper of whole traces", () => {
  afterEach(() => vi.useRealTimers());

  test("stores a trace once nothing more comes, also while nothing arrives, and the rest in the end", () => {
    vi.useFakeTimers({ now: 1_795_461_211_000 });
    const stored: TracesData[] = [];
    const mapper = wholeTracesMapper((mapped) => void stored.push(mapped), { quietMillis: 5000 });
    const { input } = recordedCase("1.83.10-chat-redacted-by-header");
    for (const request of splitBySpan(input)) {
      mapper.receive(request);
      vi.advanceTimersByTime(900);
    }
    expect(stored).toEqual([]);
    vi.advanceTimersByTime(5000);
    expect(byId(stored.flatMap((traces) => fiddlerSpansOf(traces)))).toEqual(byId(recordsOf(input)));
    mapper.receive(litellmTraces(span({})));
    mapper.end();
    expect(stored).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("says when traces had to leave early", () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const mapper = wholeTracesMapper(() => {}, { maxSpans: 1 });
    mapper.receive(litellmTraces(span({}), span({})));
    mapper.end();
    expect(said.mock.calls).toEqual([["1 traces left before they were whole"]]);
    said.mockRestore();
  });
});

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

function byId(records: readonly FiddlerSpan[]): readonly FiddlerSpan[] {
  return [...records].sort((a, b) => `${a.traceId}${a.spanId}`.localeCompare(`${b.traceId}${b.spanId}`));
}

test("both libraries know the same request", () => {
  expect(protobufjsRequest.fullName).toBe(`.${protobufEsRequest.typeName}`);
});
