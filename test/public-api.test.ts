import { expect, expectTypeOf, test } from "vitest";
import type {
  IExportTraceServiceRequest,
  IResourceSpans,
} from "../node_modules/@opentelemetry/otlp-transformer/build/src/trace/internal-types.js";
import * as library from "../src/index.js";
import {
  type MappingIssue,
  type MappingOptions,
  mapLiteLLMSpan,
  mapLiteLLMTraces,
  type ResourceSpans,
  type TracesData,
} from "../src/index.js";
import * as protobufEntry from "../src/protobuf/index.js";
import * as wholeTracesEntry from "../src/whole-traces/index.js";
import {
  type WholeTraces,
  type WholeTracesOptions,
  type WholeTracesStats,
  wholeTraces,
  wholeTracesProtobuf,
} from "../src/whole-traces/index.js";

test("the list of exports", () => {
  expect(Object.keys(library).sort()).toEqual([
    "fiddlerSpansFrom",
    "fiddlerSpansOf",
    "isPlainList",
    "isPlainMap",
    "mapLiteLLMSpan",
    "mapLiteLLMTraces",
    "recordToJSON",
  ]);
});

test("the list of exports of whole-traces", () => {
  expect(Object.keys(wholeTracesEntry).sort()).toEqual(["MalformedProtobufError", "wholeTraces", "wholeTracesProtobuf"]);
});

test("the list of exports of protobuf", () => {
  expect(Object.keys(protobufEntry).sort()).toEqual([
    "MalformedProtobufError",
    "fiddlerSpansOfProtobuf",
    "mapLiteLLMTracesProtobuf",
  ]);
});

test("whole traces are of the type that goes in", () => {
  expectTypeOf(wholeTraces().takeReady).returns.toEqualTypeOf<IterableIterator<TracesData>>();
  expectTypeOf(wholeTraces<IExportTraceServiceRequest, bigint>()).toEqualTypeOf<
    WholeTraces<IExportTraceServiceRequest, bigint>
  >();
  expectTypeOf(wholeTracesProtobuf<number>()).toEqualTypeOf<WholeTraces<Uint8Array, number>>();
  expectTypeOf(wholeTracesProtobuf<number>().oldestToken()).toEqualTypeOf<number | undefined>();
  expectTypeOf<WholeTracesOptions>().toEqualTypeOf<Readonly<WholeTracesOptions>>();
  expectTypeOf<WholeTracesStats>().toEqualTypeOf<Readonly<WholeTracesStats>>();
});

test("takes what JSON.parse returns", () => {
  expectTypeOf(mapLiteLLMTraces(JSON.parse("{}"))).toBeAny();
  expectTypeOf(mapLiteLLMSpan(JSON.parse("{}"))).toBeAny();
});

test("takes otlp-transformer's objects and returns the same type", () => {
  expectTypeOf(mapLiteLLMSpan<IResourceSpans>).returns.toEqualTypeOf<IResourceSpans | null>();
  expectTypeOf(mapLiteLLMTraces<IExportTraceServiceRequest>).returns.toEqualTypeOf<IExportTraceServiceRequest>();
  const resourceSpans: IResourceSpans = { scopeSpans: [{ schemaUrl: null }] };
  expectTypeOf(mapLiteLLMSpan(resourceSpans)).toEqualTypeOf<IResourceSpans | null>();
});

test("takes the library's own types, null members included", () => {
  const resourceSpans: ResourceSpans = {
    resource: null,
    scopeSpans: [{ scope: null, spans: [{ attributes: null, parentSpanId: null }] }],
  };
  const traces: TracesData = { resourceSpans: [resourceSpans] };
  expectTypeOf(mapLiteLLMSpan(resourceSpans)).toEqualTypeOf<ResourceSpans | null>();
  expectTypeOf(mapLiteLLMTraces(traces)).toEqualTypeOf<TracesData>();
});

test("keeps a type of the caller's", () => {
  interface Stored extends ResourceSpans {
    readonly receivedAt: Date;
  }
  expectTypeOf(mapLiteLLMSpan<Stored>).returns.toEqualTypeOf<Stored | null>();
});

test("takes nothing else", () => {
  // @ts-expect-error: a number is no ResourceSpans
  expect(mapLiteLLMSpan(7)).toBeNull();
  // @ts-expect-error: snake_case is not OTLP/JSON
  expect(mapLiteLLMSpan({ scope_spans: [] })).toBeNull();
  // @ts-expect-error: a wrong option
  expect(() => mapLiteLLMSpan({}, { duplicates: "drop" })).toThrow(TypeError);
});

test("options and issues are readonly", () => {
  expectTypeOf<MappingOptions>().toEqualTypeOf<Readonly<MappingOptions>>();
  expectTypeOf<MappingIssue>().toEqualTypeOf<Readonly<MappingIssue>>();
});
