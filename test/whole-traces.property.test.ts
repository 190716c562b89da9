import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fiddlerSpansFrom, type Span, type TracesData } from "../src/index.js";
import { type WholeTracesOptions, wholeTraces, wholeTracesProtobuf } from "../src/whole-traces/index.js";
import { generatedTraces, recordedTraces, shapelessTraces } from "./arbitraries/traces.js";
import { otlpJson } from "./otlp-forms.js";
import { recordedCase } from "./recorded-cases.js";
import { deepFreeze, spansOf } from "./spans.js";

const RUNS = { numRuns: 150, seed: 16 };

/** One request per span, each under the resource and scope it came in. */
function splitBySpan(traces: TracesData): readonly TracesData[] {
  return (traces.resourceSpans ?? []).flatMap((resourceSpans) =>
    (resourceSpans.scopeSpans ?? []).flatMap((scopeSpans) =>
      (scopeSpans.spans ?? []).map((span) => ({
        resourceSpans: [{ ...resourceSpans, scopeSpans: [{ ...scopeSpans, spans: [span] }] }],
      })),
    ),
  );
}

const together = (requests: readonly TracesData[]): TracesData => ({
  resourceSpans: requests.flatMap(({ resourceSpans }) => resourceSpans ?? []),
});

/** Spans with what they came in, as texts to be compared whatever their order. */
function placedSpans(requests: readonly TracesData[]): readonly string[] {
  return requests
    .flatMap(splitBySpan)
    .map((request) => JSON.stringify(request))
    .sort();
}

/** Few traces, calls and letters, so that spans are of one trace or one call. */
const callSpans: fc.Arbitrary<Span> = fc
  .record({
    trace: fc.constantFrom("0", "1", "2", "3", "4", "5"),
    call: fc.constantFrom("", "", "", "x", "y"),
    name: fc.string(),
  })
  .map(({ trace, call, name }) => ({
    traceId: trace.padStart(32, "0"),
    spanId: "00000000000000aa",
    name,
    attributes: [{ key: "litellm.call_id", value: { stringValue: call } }],
  }));

const callTraces: fc.Arbitrary<TracesData> = fc
  .array(fc.array(fc.array(callSpans, { maxLength: 4 }), { maxLength: 3 }), { maxLength: 3 })
  .map((resources) => ({
    resourceSpans: resources.map((scopes, at) => ({
      resource: { attributes: [{ key: "service.name", value: { stringValue: `service ${at}` } }] },
      schemaUrl: `https://example.com/${at}`,
      scopeSpans: scopes.map((spans, scope) => ({ scope: { name: `scope ${scope}` }, spans })),
    })),
  }));

const limits: fc.Arbitrary<WholeTracesOptions> = fc.record(
  {
    quietMillis: fc.constantFrom(1, 100, 1000),
    maxAgeMillis: fc.constantFrom(150, 2000),
    maxSpans: fc.constantFrom(1, 3, 10),
    maxRequestBytes: fc.constantFrom(1, 1_000_000),
    maxJoinedTraces: fc.constantFrom(1, 2, 8),
  },
  { requiredKeys: [] },
);

/** Requests as they come: split or not, in an order, each some time after the one before. */
const deliveries = (traces: fc.Arbitrary<TracesData>) =>
  fc.array(traces, { maxLength: 5 }).chain((requests) =>
    fc
      .boolean()
      .map((split) => (split ? requests.flatMap(splitBySpan) : requests))
      .chain((parts) => fc.shuffledSubarray(parts, { minLength: parts.length }))
      .chain((parts) =>
        fc
          .array(fc.constantFrom(0, 10, 500, 3000), { minLength: parts.length, maxLength: parts.length })
          .map((waits) => parts.map((request, at) => ({ request, wait: waits[at] ?? 0 }))),
      ),
  );

describe("every span that goes in comes out once, as it was, where it was", () => {
  test.each<[string, fc.Arbitrary<TracesData>]>([
    ["of few traces and calls", callTraces],
    ["generated", generatedTraces],
    ["recorded", recordedTraces],
  ])("%s", (_name, traces) => {
    fc.assert(
      fc.property(deliveries(traces), limits, (delivered, options) => {
        const held = wholeTraces(options);
        const out: TracesData[] = [];
        let now = 0;
        for (const { request, wait } of delivered) {
          now += wait;
          held.add(deepFreeze(request), now);
          out.push(...held.takeReady(now));
          const { spans, oldestAgeMillis } = held.stats().held;
          expect(spans).toBeLessThanOrEqual(options.maxSpans ?? 100_000);
          expect(oldestAgeMillis).toBeLessThan(options.maxAgeMillis ?? 300_000);
        }
        out.push(...held.flush());
        expect(placedSpans(out)).toEqual(placedSpans(delivered.map(({ request }) => request)));
        const { held: left, whole, incomplete, unheldSpans } = held.stats();
        expect(left).toEqual({ spans: 0, bytes: 0, traces: 0, oldestAgeMillis: 0 });
        const counted = [whole, ...Object.values(incomplete)].reduce((sum, { spans }) => sum + spans, unheldSpans);
        expect(counted).toBe(out.flatMap(spansOf).length);
        expect(held.oldestToken()).toBeUndefined();
      }),
      RUNS,
    );
  });

  test("whatever shape it has, nothing throws", () => {
    fc.assert(
      fc.property(fc.array(shapelessTraces, { maxLength: 3 }), (requests) => {
        const held = wholeTraces({ quietMillis: 1, maxSpans: 2 });
        for (const [at, request] of requests.entries()) held.add(request as TracesData, at);
        const out = [...held.takeReady(requests.length), ...held.flush()];
        expect(held.stats().held).toEqual({ spans: 0, bytes: 0, traces: 0, oldestAgeMillis: 0 });
        expect(out.every((request) => spansOf(request).length > 0)).toBe(true);
      }),
      RUNS,
    );
  });
});

test("objects and bytes agree on what leaves when, with whom", () => {
  fc.assert(
    fc.property(deliveries(callTraces), limits, (delivered, { maxRequestBytes: _, ...options }) => {
      const objects = wholeTraces(options);
      const bytes = wholeTracesProtobuf(options);
      let now = 0;
      for (const [at, { request, wait }] of delivered.entries()) {
        now += wait;
        objects.add(request, now, at);
        bytes.add(otlpJson.encode(request), now, at);
        const out = [...bytes.takeReady(now)].map((each) => otlpJson.decode(each));
        // Through the same encoding, so that what it leaves out, as "" and 0, is left out of both.
        const expected = [...objects.takeReady(now)].map((each) => otlpJson.decode(otlpJson.encode(each)));
        expect(out).toEqual(expected);
        const [one, other] = [objects.stats(), bytes.stats()];
        expect({ ...other, held: { ...other.held, bytes: 0 } }).toEqual({ ...one, held: { ...one.held, bytes: 0 } });
        expect(bytes.oldestToken()).toBe(objects.oldestToken());
      }
    }),
    RUNS,
  );
});

describe("a recording that comes span by span maps to the same as in one request", () => {
  test.each([
    "1.83.10-chat-redacted-by-header",
    "1.81.14-flag-chat-tools",
    "1.83.10-sdk-completion-stream",
    "1.106.10-v2-content-responses-chain",
  ])("%s", (name) => {
    const { input } = recordedCase(name);
    const held = wholeTraces({ quietMillis: 1000 });
    for (const [at, request] of splitBySpan(input).entries()) held.add(request, at);
    expect([...held.takeReady(900)]).toEqual([]);
    const recordsOf = (traces: TracesData) =>
      [...fiddlerSpansFrom(traces)].sort((a, b) => `${a.traceId}${a.spanId}`.localeCompare(`${b.traceId}${b.spanId}`));
    expect(recordsOf(together([...held.takeReady(60_000)]))).toEqual(recordsOf(input));
    expect([...held.flush()]).toEqual([]);
  });
});

describe("hostile sizes end, and nothing is lost", () => {
  const idAt = (at: number) => (at + 1).toString(16).padStart(32, "0");
  const requestOf = (...spans: readonly Span[]): TracesData => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const calling = (id: string) => [{ key: "litellm.call_id", value: { stringValue: id } }];
  const count = (requests: Iterable<TracesData>) => [...requests].reduce((sum, request) => sum + spansOf(request).length, 0);
  const many = Array.from({ length: 50_000 }, (_, at) => at);

  test.each<[string, (at: number) => Span]>([
    ["one trace", () => ({ traceId: idAt(0) })],
    ["a trace each", (at) => ({ traceId: idAt(at) })],
    ["one call", (at) => ({ traceId: idAt(at), attributes: calling("one") })],
    ["two traces that take a call from each other", (at) => ({ traceId: idAt(at % 18), attributes: calling("one") })],
    ["calls that are numbers", (at) => ({ traceId: idAt(at), attributes: calling(String(at * 2 ** 20)) })],
    ["long call ids", (at) => ({ traceId: idAt(at), attributes: calling(`${"x".repeat(20_000)}${at}`) })],
    ["long trace ids", (at) => ({ traceId: `${"x".repeat(20_000)}${at}` })],
    ["no trace", () => ({})],
  ])("50,000 spans of %s", (_name, spanAt) => {
    const held = wholeTraces({ maxSpans: 40_000 });
    let out = 0;
    for (const at of many) {
      held.add(requestOf(spanAt(at)), at / 100);
      out += count(held.takeReady(at / 100));
      expect(held.stats().held.spans).toBeLessThanOrEqual(40_000);
    }
    expect(out + count(held.flush())).toBe(many.length);
  });

  test("a resource and a scope for each of 50,000 spans, in bytes", () => {
    const request = together(many.map((at) => requestOf({ traceId: idAt(at) })));
    const held = wholeTracesProtobuf();
    held.add(otlpJson.encode(request), 0);
    expect(held.stats().held).toMatchObject({ spans: 50_000, traces: 50_000 });
    expect([...held.flush()].map((each) => spansOf(otlpJson.decode(each)).length)).toEqual([50_000]);
  });

  test.each(["an attribute", "the resource"])("values nested 100,000 deep in %s", (where) => {
    let value: object = {};
    for (let level = 0; level < 100_000; level++) value = { arrayValue: { values: [value] } };
    const attributes = [{ key: "deep", value }];
    const [span, resource] = where === "an attribute" ? [{ attributes }, {}] : [{}, { attributes }];
    const held = wholeTraces();
    held.add({ resourceSpans: [{ resource, scopeSpans: [{ spans: [{ traceId: idAt(0), ...span }] }] }] }, 0);
    expect(count(held.flush())).toBe(1);
  });

  test("an object that holds itself", () => {
    const span: { traceId: string; self?: unknown } = { traceId: idAt(0) };
    span.self = span;
    const held = wholeTraces({ maxBytes: 100_000 });
    held.add(requestOf(span), 0);
    expect(count(held.takeReady(0))).toBe(1);
  });
});
