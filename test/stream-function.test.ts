import { afterEach, describe, expect, test, vi } from "vitest";
import { forward, transform } from "../examples/lambda/stream-function.js";
import { fiddlerSpansFrom, fiddlerSpansOf, type TracesData } from "../src/index.js";
import { rowOf } from "../src/tables/index.js";
import { otlpJson } from "./otlp-forms.js";
import { protobufjsRequest } from "./otlp-proto.js";
import { recordedCase } from "./recorded-cases.js";
import { attribute, litellmTraces, span } from "./spans.js";

const CASE = recordedCase("1.83.10-tenant-chat-team-key").input;
const base64Of = (traces: TracesData) => Buffer.from(otlpJson.encode(traces)).toString("base64");
const POISON = Buffer.from("not a request").toString("base64");

/** The case in two requests, every second span in the other. */
function halves(): readonly TracesData[] {
  return [0, 1].map((half) => ({
    resourceSpans: CASE.resourceSpans?.map((resource) => ({
      ...resource,
      scopeSpans: resource.scopeSpans?.map((scope) => ({ ...scope, spans: scope.spans?.filter((_, at) => at % 2 === half) })),
    })),
  })) as readonly TracesData[];
}

describe("behind Kinesis", () => {
  afterEach(() => vi.unstubAllGlobals());

  function kinesis(...records: readonly string[]) {
    return { Records: records.map((data, at) => ({ kinesis: { data, sequenceNumber: String(at) } })) };
  }

  function fiddler(status: number) {
    const sent: TracesData[] = [];
    vi.stubGlobal("fetch", async (_url: string, { body }: { body: Uint8Array }) => {
      sent.push(protobufjsRequest.decode(body) as TracesData);
      return new Response(null, { status });
    });
    return sent;
  }

  test("what is split over records is mapped together, and a record that is not a request is left out", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const sent = fiddler(200);
    const [one, other] = halves().map(base64Of);
    await forward(kinesis(one ?? "", POISON, other ?? ""));
    const inOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(sent.flatMap((traces) => fiddlerSpansOf(traces)).map(rowOf))).toEqual(
      inOrder(fiddlerSpansFrom(CASE).map(rowOf)),
    );
    expect(String(said.mock.calls[0]?.[0])).toBe("Record 1 is left out:");
    said.mockRestore();
  });

  test("where Fiddler does not take it, the batch is to come again", async () => {
    fiddler(503);
    await expect(forward(kinesis(base64Of(CASE)))).rejects.toThrow("Fiddler answered 503");
  });
});

test("within Firehose, each record becomes rows, or is kept apart", async () => {
  const other = { resourceSpans: [{ resource: { attributes: [attribute("service.name", "shop")] }, scopeSpans: [] }] };
  const records = [base64Of(CASE), POISON, base64Of(other), base64Of(litellmTraces(span({ "gen_ai.operation.name": "chat" })))];
  const answer = await transform({ records: records.map((data, at) => ({ recordId: `r${at}`, data })) });
  expect(answer.records.map(({ recordId, result }) => [recordId, result])).toEqual([
    ["r0", "Ok"],
    ["r1", "ProcessingFailed"],
    ["r2", "Dropped"],
    ["r3", "Ok"],
  ]);
  const lines = Buffer.from(answer.records[0]?.data ?? "", "base64")
    .toString()
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(fiddlerSpansFrom(CASE).map(rowOf))));
  expect(answer.records[1]?.data).toBe(POISON);
});
