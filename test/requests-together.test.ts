import { describe, expect, test } from "vitest";
import { type CorpusRequest, corpusNames, corpusRequests } from "../fixtures/report/corpus.js";
import { type KeyValue, type MappingOptions, mapLiteLLMTraces, type ResourceSpans, type Span } from "../src/index.js";
import { attribute, spansOf } from "./spans.js";

/*
 * Recorded requests repeat ids, texts and token counts, for the servers behind LiteLLM are the same for each release. So they show what
 * ids alone would connect, as behind a gateway whose servers repeat theirs.
 */
describe.each<MappingOptions>([{}, { recoverFromRawRequest: true }])(
  "no request changes a span of another, with %j",
  (options) => {
    test("all releases in one call", () => {
      expect(changedTogether(corpusNames().flatMap(corpusRequests), options)).toEqual([]);
    });

    test("those of a release and set-up, each a tenth of a millisecond behind the one before it", () => {
      const changed = corpusNames().flatMap((name) => {
        const requests = corpusRequests(name).map(({ label, input }, at) => ({
          label,
          input: { resourceSpans: (input.resourceSpans ?? []).map((each) => moved(each, offsetOf(input, at))) },
        }));
        return changedTogether(requests, options).filter((label) => !REPEATED.has(label));
      });
      expect(changed).toEqual([]);
    });

    test("each beside the same one of another customer, a microsecond later", () => {
      const pairs = corpusNames()
        .flatMap(corpusRequests)
        .map((request) => [request, { label: request.label, input: ofAnother(request.input) }]);
      expect(pairs.flatMap((pair) => changedTogether(pair, options))).toEqual([]);
    });
  },
);

/** The answer from the cache has the id, texts and tokens of the call before, which had ended when it began. */
const REPEATED: ReadonlySet<string> = new Set(["chat-cache-miss", "chat-cache-hit"]);

/** The requests of which a span becomes another beside the others than alone. */
function changedTogether(requests: readonly CorpusRequest[], options: MappingOptions): readonly string[] {
  const settings = { ...options, scopeNames: ["litellm"] };
  const all = requests.flatMap(({ input }) => input.resourceSpans ?? []);
  const together = mapLiteLLMTraces({ resourceSpans: all }, settings).resourceSpans ?? [];
  let at = 0;
  return requests.flatMap(({ label, input }) => {
    const own = together.slice(at, (at += input.resourceSpans?.length ?? 0));
    const alone = mapLiteLLMTraces(input, settings).resourceSpans;
    return JSON.stringify(own) === JSON.stringify(alone) ? [] : [label];
  });
}

const FIRST_MOMENT = 1_795_461_211_000_000_000n;
const APART = 100_000n;

/** What moves a request to where it begins as the one of this number. */
function offsetOf(input: CorpusRequest["input"], at: number): bigint {
  const starts = spansOf(input).map(({ startTimeUnixNano }) => BigInt(String(startTimeUnixNano)));
  const first = starts.reduce((one, other) => (other < one ? other : one), starts[0] ?? 0n);
  return FIRST_MOMENT + BigInt(at) * APART - first;
}

function moved(resource: ResourceSpans, offset: bigint): ResourceSpans {
  const later = (time: unknown) => String(BigInt(String(time)) + offset);
  return withSpans(resource, (span) => ({
    ...span,
    startTimeUnixNano: later(span.startTimeUnixNano),
    endTimeUnixNano: later(span.endTimeUnixNano),
  }));
}

/** The same request with other ids: of its traces and spans, and those of the call and its response. */
function ofAnother({ resourceSpans }: CorpusRequest["input"]): CorpusRequest["input"] {
  const other = (id: unknown) => String(id ?? "").replace(/^[0-9a-f]/, (digit) => (Number.parseInt(digit, 16) ^ 8).toString(16));
  const withOtherIds = (span: Span): Span => ({
    ...span,
    traceId: other(span.traceId),
    spanId: other(span.spanId),
    parentSpanId: other(span.parentSpanId),
    attributes: (span.attributes ?? []).map((each) => (IDS.test(each.key ?? "") ? withSuffix(each) : each)),
  });
  return { resourceSpans: (resourceSpans ?? []).map((each) => withSpans(moved(each, 1000n), withOtherIds)) };
}

const IDS = /^(?:gen_ai\.response[._]id|litellm\.call_id|llm\.[^.]+\.(?:id|responseId|response_id))$/;

function withSuffix({ key, value }: KeyValue): KeyValue {
  return attribute(key ?? "", `${value?.stringValue ?? ""}-other`);
}

function withSpans(resource: ResourceSpans, changed: (span: Span) => Span): ResourceSpans {
  const scopeSpans = (resource.scopeSpans ?? []).map((scope) => ({ ...scope, spans: (scope?.spans ?? []).map(changed) }));
  return { ...resource, scopeSpans } as ResourceSpans;
}
