/** The entry `litellm-span-mapper/whole-traces`: holds spans back until their traces are whole. */
export { MalformedProtobufError } from "../wire/malformed-protobuf-error.js";
export type { WholeTracesOptions } from "./options.js";
export type { HeldStats, IncompleteReason, TraceCount, WholeTracesStats } from "./stats.js";
export type { WholeTraces } from "./trace-buffer.js";
export { wholeTraces, wholeTracesProtobuf } from "./whole-traces.js";
