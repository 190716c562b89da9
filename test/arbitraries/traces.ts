import fc from "fast-check";
import type { KeyValue, MappingOptions, ScopeSpans, Span, TracesData } from "../../src/index.js";
import { recordedCases } from "../recorded-cases.js";
import { attribute, spansOf } from "../spans.js";
import { messageTexts } from "./messages.js";
import { anyValues, attributes, texts } from "./values.js";

export const mappingOptions: fc.Arbitrary<MappingOptions> = fc.record(
  {
    duplicates: fc.constantFrom("demote", "keep"),
    rawRequests: fc.constantFrom("keep", "withhold"),
    agentContext: fc.constantFrom("keep", "drop"),
    otherScopes: fc.constantFrom("pass", "chain"),
    recoverFromRawRequest: fc.boolean(),
    scopeNames: fc.constantFrom([], ["litellm"]),
  },
  { requiredKeys: [] },
);

const operations = fc.constantFrom("chat", "acompletion", "rerank", "embedding", "aresponses", "self", "", "constructor");

/** What makes a span a call: operation, messages, tokens. */
const callAttributes: fc.Arbitrary<readonly KeyValue[]> = fc
  .record(
    {
      "gen_ai.operation.name": operations,
      "litellm.call_type": operations,
      "gen_ai.request.model": fc.constantFrom("gpt-4o-mini", "claude-sonnet-4", ""),
      "gen_ai.response.id": fc.constantFrom("chatcmpl-1", "chatcmpl-2"),
      "gen_ai.input.messages": messageTexts,
      "gen_ai.output.messages": messageTexts,
      "gen_ai.system_instructions": fc.oneof(texts, messageTexts),
    },
    { requiredKeys: ["gen_ai.operation.name"] },
  )
  .map((members) => Object.entries(members).map(([key, text]) => attribute(key, text)));

/** Few ids and times, so that spans are parents, doubles and contemporaries of one another. */
const ids = fc.constantFrom("a1b2c3d4e5f60718", "b1b2c3d4e5f60718", "c1b2c3d4e5f60718", "");
const times = fc.nat(9).map((second) => `17954612${second}0000000000`);

export const spans: fc.Arbitrary<Span> = fc.record(
  {
    traceId: fc.constantFrom("0af7651916cd43dd8448eb211c80319c", "CvdlGRbNQ92ESOshHIAxnA=="),
    spanId: ids,
    parentSpanId: ids,
    name: fc.constantFrom("litellm_request", "raw_gen_ai_request", "Received Proxy Server Request", "self"),
    startTimeUnixNano: times,
    endTimeUnixNano: times,
    attributes: fc.tuple(callAttributes, fc.array(attributes, { maxLength: 8 })).map(([call, rest]) => [...call, ...rest]),
    status: fc.constant({ code: 1, message: "done" }),
  },
  { requiredKeys: [] },
);

const scopes: fc.Arbitrary<ScopeSpans> = fc.record(
  {
    scope: fc.record({ name: fc.constantFrom("litellm", "fastapi") }),
    spans: fc.array(spans, { maxLength: 4 }),
    schemaUrl: texts,
  },
  { requiredKeys: ["spans"] },
);

const resources = fc.constantFrom("litellm", "litellm-proxy", "checkout", "LiteLLM").map((name) => ({
  attributes: [attribute("service.name", name), attribute("application.id", "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f")],
}));

/** Requests as hosts send them: LiteLLM's resources, and others' among them. */
export const generatedTraces: fc.Arbitrary<TracesData> = fc.record({
  resourceSpans: fc.array(fc.record({ resource: resources, scopeSpans: fc.array(scopes, { maxLength: 3 }) }), { maxLength: 3 }),
});

const recorded = recordedCases()
  .map(({ input }) => input)
  .filter((input) => spansOf(input).length <= 12);

/** Recorded requests of which spans and attributes were lost, and others were put in. */
export const recordedTraces: fc.Arbitrary<TracesData> = fc.constantFrom(...recorded).chain((input) => {
  const [resourceSpans] = input.resourceSpans ?? [];
  return fc
    .shuffledSubarray([...spansOf(input)], { minLength: 1 })
    .chain((some) => fc.tuple(...some.map(withOtherAttributes)))
    .map((some) => ({ resourceSpans: [{ ...resourceSpans, scopeSpans: [{ scope: { name: "litellm" }, spans: some }] }] }));
});

function withOtherAttributes(span: Span): fc.Arbitrary<Span> {
  return fc
    .tuple(fc.subarray([...(span.attributes ?? [])]), fc.array(attributes, { maxLength: 3 }))
    .map(([kept, added]) => ({ ...span, attributes: [...kept, ...added] }));
}

/** Requests of the right shape down to some depth, and anything at all below it. */
export const shapelessTraces: fc.Arbitrary<object> = fc.letrec((tie) => {
  const junk = fc.anything({ maxDepth: 2, withNullPrototype: true, withBigInt: true, withTypedArray: true });
  const orJunk = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: junk });
  const listOf = (name: string) => orJunk(fc.array(tie(name), { maxLength: 3 }));
  const key = orJunk(
    fc.oneof(
      attributes.map(({ key }) => key),
      fc.constantFrom("gen_ai.operation.name", "gen_ai.input.messages"),
    ),
  );
  return {
    attribute: orJunk(
      fc.record({ key, value: orJunk(fc.oneof(anyValues, fc.record({ stringValue: junk }))) }, { requiredKeys: [] }),
    ),
    span: orJunk(
      fc.record({ attributes: listOf("attribute"), traceId: junk, spanId: junk, startTimeUnixNano: junk, events: junk }),
    ),
    scope: orJunk(fc.record({ spans: listOf("span"), scope: junk }, { requiredKeys: ["spans"] })),
    resourceSpans: orJunk(fc.record({ resource: orJunk(resources), scopeSpans: listOf("scope") })),
    traces: fc.record({ resourceSpans: listOf("resourceSpans") }),
  };
}).traces as fc.Arbitrary<object>;
