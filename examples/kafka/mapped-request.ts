/** Maps an encoded request, and cuts it where it is too large for the topic. Only then is it decoded. */
import { fileURLToPath } from "node:url";
import type { FiddlerSpan, MappingOptions, ResourceSpans, TracesData } from "litellm-span-mapper";
import { fiddlerSpansOfProtobuf, mapLiteLLMTracesProtobuf } from "litellm-span-mapper/protobuf";
import protobuf from "protobufjs";

const requestType = protobuf
  .loadSync(fileURLToPath(new URL("../proto/trace-service.proto", import.meta.url)))
  .lookupType("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest");

export interface MappedRequest {
  /** The request, encoded. */
  readonly bytes: Uint8Array;
  /** Records of its mapped spans. */
  readonly spans: readonly FiddlerSpan[];
}

/** The one place that knows how bytes are mapped. Throws for bytes that are not a request. */
export function mappedRequest(request: Uint8Array, options: MappingOptions): MappedRequest {
  const bytes = mapLiteLLMTracesProtobuf(request, options);
  // Spans that have a type are read as they are, so nothing is mapped or reported twice.
  return { bytes, spans: fiddlerSpansOfProtobuf(bytes) };
}

/**
 * A mapped request as messages of at most `maxBytes`, cut between spans: whole traces matter to the mapper,
 * not after it. A span that is larger by itself is a message of its own.
 */
export function* messagesWithin(maxBytes: number, request: Uint8Array): Generator<Uint8Array, void> {
  if (request.length <= maxBytes) {
    yield request;
    return;
  }
  const { resourceSpans } = requestType.decode(request) as TracesData;
  const parts = halvesOf(resourceSpans ?? []);
  if (parts.length === 1) yield request;
  else for (const part of parts) yield* messagesWithin(maxBytes, requestType.encode({ resourceSpans: part }).finish());
}

/** Two halves of a list, or of what the only entry holds; one part where there is a single span. */
function halvesOf(all: readonly ResourceSpans[]): readonly (readonly ResourceSpans[])[] {
  if (all.length > 1) return halves(all);
  return all.flatMap((one) => {
    const scopes = one.scopeSpans ?? [];
    if (scopes.length > 1) return halves(scopes).map((scopeSpans) => [{ ...one, scopeSpans }]);
    return scopes.flatMap((scope) => halves(scope.spans ?? []).map((spans) => [{ ...one, scopeSpans: [{ ...scope, spans }] }]));
  });
}

function halves<T>(list: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)].filter((half) => half.length > 0);
}
