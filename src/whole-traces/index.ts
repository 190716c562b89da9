/**
 * Holds spans back until their traces are whole.
 *
 * @module litellm-span-mapper/whole-traces
 */
export { MalformedProtobufError } from "../wire/malformed-protobuf-error.js";
export type { WholeTracesOptions } from "./options.js";
export type { HeldStats, IncompleteReason, TraceCount, WholeTracesStats } from "./stats.js";
export type { WholeTraces } from "./trace-buffer.js";
export { wholeTraces, wholeTracesProtobuf } from "./whole-traces.js";
