import type { TracesDataLike } from "../map-litellm-span.js";
import type { TracesData } from "../otlp/types.js";
import { objectRequests } from "./object-requests.js";
import type { WholeTracesOptions } from "./options.js";
import { PROTOBUF_REQUESTS } from "./protobuf-requests.js";
import type { WholeTraces } from "./trace-buffer.js";
import { TraceHolder } from "./trace-holder.js";

/**
 * Holds requests that are objects, in any of the forms that `mapLiteLLMTraces` takes, and gives them back in
 * that form. Nothing from the wire makes it throw.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function wholeTraces<Request extends TracesDataLike = TracesData, Token = unknown>(
  options: WholeTracesOptions = {},
): WholeTraces<Request, Token> {
  return new TraceHolder(({ maxBytes }) => objectRequests<Request>(maxBytes), options);
}

/**
 * Holds encoded requests: an `ExportTraceServiceRequest` or `TracesData` in protobuf's binary form. What is
 * held is a copy of the bytes; fields of later versions are kept.
 *
 * @throws {TypeError} for a wrong option; the message names the option and the value.
 */
export function wholeTracesProtobuf<Token = unknown>(options: WholeTracesOptions = {}): WholeTraces<Uint8Array, Token> {
  return new TraceHolder(() => PROTOBUF_REQUESTS, options);
}
