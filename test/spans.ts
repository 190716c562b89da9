import {
  type AnyValue,
  type KeyValue,
  type MappingIssue,
  type MappingOptions,
  mapLiteLLMTraces,
  type ResourceSpans,
  type ScopeSpans,
  type Span,
  type TracesData,
} from "../src/index.js";

/** All spans of a request, in order. */
export function spansOf(traces: TracesData): readonly Span[] {
  return (traces.resourceSpans ?? []).flatMap((resourceSpans) =>
    (resourceSpans.scopeSpans ?? []).flatMap((scopeSpans) => scopeSpans.spans ?? []),
  );
}

/** The value of an attribute; the last one counts. */
export function anyValueOf(span: Span | undefined, key: string): AnyValue | undefined {
  return span?.attributes?.findLast((attribute) => attribute.key === key)?.value ?? undefined;
}

/** An attribute's content, whatever its type. */
export function plainOf(span: Span | undefined, key: string): unknown {
  return Object.values(anyValueOf(span, key) ?? {})[0];
}

export function isOfType(type: string): (span: Span) => boolean {
  return (span) => plainOf(span, "fiddler.span.type") === type;
}

export function attribute(key: string, value: string | number | AnyValue): KeyValue {
  if (typeof value === "string") return { key, value: { stringValue: value } };
  return { key, value: typeof value === "number" ? { intValue: String(value) } : value };
}

/** A request of one LiteLLM resource with these spans. */
export function litellmTraces(...spans: readonly Span[]): TracesData {
  const resource = {
    attributes: [attribute("service.name", "litellm"), attribute("application.id", "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f")],
  };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "litellm" }, spans }] }] };
}

/** The spans of a scope. */
export function scopeOf(name: string, ...spans: readonly Span[]): ScopeSpans {
  return { scope: { name }, spans };
}

/** A resource of a service with these scopes. */
export function resourceOf(serviceName: string, ...scopeSpans: readonly ScopeSpans[]): ResourceSpans {
  const id = attribute("application.id", "8f2c7f0a-3b4e-4d7e-9c55-0a1b2c3d4e5f");
  return { resource: { attributes: [attribute("service.name", serviceName), id] }, scopeSpans };
}

/** What the mapper made of a request: its spans in order, and the codes of what it reported. */
export interface Mapped {
  readonly spans: readonly Span[];
  readonly types: readonly unknown[];
  readonly issues: readonly MappingIssue[];
  readonly codes: readonly string[];
}

/** Maps a request, given as resources or as the spans of one LiteLLM resource. */
export function mapped(traces: TracesData | readonly Span[], options: MappingOptions = {}): Mapped {
  const issues: MappingIssue[] = [];
  const request = "resourceSpans" in traces ? traces : litellmTraces(...(traces as readonly Span[]));
  const spans = spansOf(mapLiteLLMTraces(request, { ...options, onIssue: (issue) => issues.push(issue) }));
  const types = spans.map((each) => plainOf(each, "fiddler.span.type"));
  return { spans, types, issues, codes: issues.map(({ code }) => code) };
}

const FIRST_MOMENT = 1795461211000000000n;

/** The times of a span that lasts from one millisecond to another, counted from a fixed moment. */
export function lasting(from: number, to: number): Span {
  const at = (millisecond: number) => String(FIRST_MOMENT + BigInt(millisecond) * 1_000_000n);
  return { startTimeUnixNano: at(from), endTimeUnixNano: at(to) };
}

/** The member that makes a span a child of another. */
export function under(parent: Span): Span {
  return { parentSpanId: parent.spanId ?? null };
}

/** One message of plain text, in a list. */
export function saying(role: string, text: string): string {
  return JSON.stringify([{ role, parts: [{ type: "text", content: text }] }]);
}

let spansMade = 0;

/** A span of one trace with these attributes, a new id, and members of choice. */
export function span(
  attributes: Readonly<Record<string, string | number | AnyValue>> | readonly KeyValue[],
  members: Span = {},
): Span {
  const spanId = (++spansMade).toString(16).padStart(16, "0");
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId,
    name: "litellm_request",
    startTimeUnixNano: "1795461211000000000",
    endTimeUnixNano: "1795461212000000000",
    attributes: Array.isArray(attributes) ? attributes : Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    ...members,
  };
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value) && !ArrayBuffer.isView(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
