/** Mapping a request as bytes, and as the object that a decoder makes of the same bytes: what both should agree on. */
import { fromBinary, toJson } from "@bufbuild/protobuf";
import {
  type FiddlerSpan,
  fiddlerSpansFrom,
  type MappingIssue,
  type MappingOptions,
  mapLiteLLMTraces,
  type TracesData,
} from "../src/index.js";
import { fiddlerSpansOfProtobuf, mapLiteLLMTracesProtobuf } from "../src/protobuf/index.js";
import { protobufEsRequest, protobufjsRequest } from "./otlp-proto.js";

/** What came of a request. */
export interface Outcome {
  /** The mapped request as protobuf's JSON. */
  readonly mapped: unknown;
  readonly issues: readonly MappingIssue[];
  readonly records: readonly FiddlerSpan[];
}

/** Options that each switch rules on that the others leave alone. */
export const OPTIONS: readonly (readonly [string, MappingOptions])[] = [
  ["no option", {}],
  ["recovery", { recoverFromRawRequest: true }],
  ["duplicates kept", { duplicates: "keep" }],
  ["raw requests withheld", { rawRequests: "withhold" }],
  [
    "an application's spans, recovery, no agent context",
    { recoverFromRawRequest: true, agentContext: "drop", scopeNames: ["litellm"], otherScopes: "chain" },
  ],
];

export function outcomeOfBytes(request: Uint8Array, options: MappingOptions): Outcome {
  const issues: MappingIssue[] = [];
  const mapped = mapLiteLLMTracesProtobuf(request, { ...options, onIssue: (issue) => issues.push(issue) });
  return { mapped: decoded(mapped), issues, records: fiddlerSpansOfProtobuf(request, options) };
}

export function outcomeOfObjects(request: Uint8Array, options: MappingOptions): Outcome {
  const issues: MappingIssue[] = [];
  const traces = protobufjsRequest.decode(request) as TracesData;
  const mapped = mapLiteLLMTraces(traces, { ...options, onIssue: (issue) => issues.push(issue) });
  return { mapped: decoded(protobufjsRequest.encode(mapped).finish()), issues, records: fiddlerSpansFrom(traces, options) };
}

function decoded(request: Uint8Array): unknown {
  return toJson(protobufEsRequest, fromBinary(protobufEsRequest, request));
}
