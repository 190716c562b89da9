/** Decodes an encoded request, maps it, and encodes it again in messages that are not too large for a topic. */
import { fileURLToPath } from "node:url";
import { type MappingOptions, mapLiteLLMTraces, type ResourceSpans, type TracesData } from "litellm-span-mapper";
import protobuf from "protobufjs";

const request = protobuf
  .loadSync(fileURLToPath(new URL("../proto/trace-service.proto", import.meta.url)))
  .lookupType("opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest");

/** The one place that knows how bytes are mapped. Throws for bytes that are not a request. */
export function mappedRequest(bytes: Uint8Array, options: MappingOptions): TracesData {
  return mapLiteLLMTraces(request.decode(bytes) as TracesData, options);
}

/**
 * A mapped request as messages of at most `maxBytes`, cut between spans: whole traces matter to the mapper, not behind it. A span that
 * is larger by itself is a message of its own.
 */
export function* encodedWithin(maxBytes: number, mapped: TracesData): Generator<Uint8Array, void> {
  const bytes = request.encode(mapped).finish();
  if (bytes.length <= maxBytes) {
    yield bytes;
    return;
  }
  const parts = halvesOf(mapped.resourceSpans ?? []);
  if (parts.length === 1) yield bytes;
  else for (const resourceSpans of parts) yield* encodedWithin(maxBytes, { resourceSpans });
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
