export type { IssueCode, MappingIssue } from "./issues.js";
export type { SpanType } from "./litellm/operation.js";
export type { ResourceSpansLike, TracesDataLike } from "./map-litellm-span.js";
export { mapLiteLLMSpan, mapLiteLLMTraces } from "./map-litellm-span.js";
export type { MappingOptions } from "./options.js";
export { isPlainList, isPlainMap, type PlainMap, type PlainValue } from "./otlp/plain-value.js";
export type {
  AnyValue,
  ArrayValue,
  Id,
  InstrumentationScope,
  Int64,
  KeyValue,
  KeyValueList,
  LongLike,
  Resource,
  ResourceSpans,
  ScopeSpans,
  Span,
  Status,
  TracesData,
} from "./otlp/types.js";
export type { FiddlerSpan } from "./records/fiddler-span.js";
export { fiddlerSpansFrom, fiddlerSpansOf } from "./records/fiddler-spans.js";
export { type FiddlerSpanJSON, type JsonMap, type JsonValue, recordToJSON } from "./records/record-json.js";
