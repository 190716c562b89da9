/**
 * The part of OTLP (opentelemetry-proto 1.x, `trace.proto`, `common.proto`) that a mapper reads, as OTLP/JSON
 * writes it. The mapper itself accepts more than these types say: see the documentation on input forms.
 */

/** A 64-bit integer: a decimal string in OTLP/JSON; `number`, `bigint` or a `Long` in decoded protobuf. */
export type Int64 = string | number | bigint | LongLike;

/** What protobuf decoders write for 64-bit integers where they have no native type: the two halves. */
export interface LongLike {
  readonly low: number;
  readonly high: number;
}

/** A trace or span id: lower-case hex in OTLP/JSON, base64 in protobuf's own JSON, bytes in decoded protobuf. */
export type Id = string | Uint8Array;

/** `opentelemetry.proto.common.v1.AnyValue`: exactly one field is set. */
export interface AnyValue {
  readonly stringValue?: string | null;
  readonly boolValue?: boolean | null;
  readonly intValue?: Int64 | null;
  readonly doubleValue?: number | string | null;
  readonly arrayValue?: ArrayValue | null;
  readonly kvlistValue?: KeyValueList | null;
  readonly bytesValue?: string | Uint8Array | null;
}

/** `opentelemetry.proto.common.v1.ArrayValue`. */
export interface ArrayValue {
  readonly values?: readonly AnyValue[] | null;
}

/** `opentelemetry.proto.common.v1.KeyValueList`. */
export interface KeyValueList {
  readonly values?: readonly KeyValue[] | null;
}

/** `opentelemetry.proto.common.v1.KeyValue`: one attribute. */
export interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue | null;
}

/** `opentelemetry.proto.trace.v1.Status`. */
export interface Status {
  readonly code?: number | string | null;
  readonly message?: string | null;
}

/** `opentelemetry.proto.trace.v1.Span`. Fields that the mapper never reads are left out: they pass untouched. */
export interface Span {
  readonly traceId?: Id | null;
  readonly spanId?: Id | null;
  readonly parentSpanId?: Id | null;
  readonly name?: string | null;
  readonly kind?: number | string | null;
  readonly startTimeUnixNano?: Int64 | null;
  readonly endTimeUnixNano?: Int64 | null;
  readonly attributes?: readonly KeyValue[] | null;
  readonly status?: Status | null;
}

/** `opentelemetry.proto.common.v1.InstrumentationScope`. */
export interface InstrumentationScope {
  readonly name?: string | null;
  readonly version?: string | null;
  readonly attributes?: readonly KeyValue[] | null;
}

/** `opentelemetry.proto.trace.v1.ScopeSpans`. */
export interface ScopeSpans {
  readonly scope?: InstrumentationScope | null;
  readonly spans?: readonly Span[] | null;
  readonly schemaUrl?: string | null;
}

/** `opentelemetry.proto.resource.v1.Resource`. */
export interface Resource {
  readonly attributes?: readonly KeyValue[] | null;
}

/** `opentelemetry.proto.trace.v1.ResourceSpans`. */
export interface ResourceSpans {
  readonly resource?: Resource | null;
  readonly scopeSpans?: readonly ScopeSpans[] | null;
  readonly schemaUrl?: string | null;
}

/** `opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest` (and `TracesData`, which has the same shape). */
export interface TracesData {
  readonly resourceSpans?: readonly ResourceSpans[] | null;
}
