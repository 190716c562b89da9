import type { TracesData } from "../../src/index.js";
import { otlpJson } from "../otlp-forms.js";

/** A message of the input topic. */
export interface TraceMessage {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly spans: number;
}

/** What the Collector writes for a request with `partition_traces_by_id`: a message for each trace, with its id as the key. */
export function messagesOf({ resourceSpans }: TracesData): readonly TraceMessage[] {
  const traces = new Map<string, NonNullable<TracesData["resourceSpans"]>[number][]>();
  for (const resource of resourceSpans ?? []) {
    for (const scope of resource.scopeSpans ?? []) {
      const byTrace = new Map<string, NonNullable<typeof scope.spans>[number][]>();
      for (const span of scope.spans ?? []) {
        const trace = String(span.traceId);
        byTrace.set(trace, [...(byTrace.get(trace) ?? []), span]);
      }
      for (const [trace, spans] of byTrace) {
        traces.set(trace, [...(traces.get(trace) ?? []), { ...resource, scopeSpans: [{ ...scope, spans }] }]);
      }
    }
  }
  return [...traces].map(([trace, parts]) => ({
    key: Buffer.from(trace),
    value: Buffer.from(otlpJson.encode({ resourceSpans: parts })),
    spans: parts.flatMap(({ scopeSpans }) => (scopeSpans ?? []).flatMap(({ spans }) => spans ?? [])).length,
  }));
}
