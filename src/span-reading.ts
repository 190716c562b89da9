import { RAW_REQUEST_SPAN_NAME } from "./attribute-names.js";
import { type AttributeRule, type IndexedKey, SOURCE_NAMES, type SourceName } from "./attribute-rules.js";
import { type SpanType, spanTypeOf } from "./operation.js";
import { textOf } from "./otlp/any-value.js";
import { isObject } from "./otlp/guards.js";
import { listOf } from "./otlp/members.js";
import type { KeyValue, Span } from "./otlp/types.js";
import { ruleBeforeFirst, ruleBehind, ruleOf } from "./rule-cache.js";

/** Where on the span each attribute stands that a rule reads: its index, the last one where a key is repeated. */
export type Sources = { readonly [name in SourceName]: number | undefined };

/** An attribute of an indexed list, and where it stands. */
export interface IndexedSource extends IndexedKey {
  readonly at: number;
}

/** One pass over a span's attributes: all that the mapping asks of them afterwards. */
export interface SpanReading {
  readonly span: Span;
  readonly attributes: readonly KeyValue[];
  /** The rule of each attribute, by index; `undefined` for what is no attribute. */
  readonly rules: readonly (AttributeRule | undefined)[];
  readonly sources: Sources;
  readonly indexed: readonly IndexedSource[];
  /** The value that decides the span type, and the attribute it came from. */
  readonly operation: string | undefined;
  readonly operationKey: OperationSource | undefined;
  /** Holds the provider's request and response as they were, beside the span of the call. */
  readonly isRawRequest: boolean;
  /** The span came with a type: it is not mapped again. */
  readonly isMapped: boolean;
  /** The type by operation alone, before duplicates are looked for. */
  readonly type: SpanType;
}

/** Copied, not built name by name, so that the places of all spans have one shape. */
const NO_SOURCES = Object.freeze(Object.fromEntries(SOURCE_NAMES.map((name) => [name, undefined])) as Sources);
const NO_INDEXED: readonly IndexedSource[] = Object.freeze([]);

let spansRead = 0;

/** Reads a span. Whatever is malformed in it reads as absent. */
export function readSpan(span: Span): SpanReading {
  return readAttributes(span, listOf(span, "attributes") as readonly KeyValue[]);
}

function readAttributes(span: Span, attributes: readonly KeyValue[]): SpanReading {
  const reading = ++spansRead;
  const rules = new Array<AttributeRule | undefined>(attributes.length);
  let rule = ruleBeforeFirst();
  let sources: { [name in SourceName]: number | undefined } | undefined;
  let indexed: IndexedSource[] | undefined;
  let hasRawField = false;
  for (let at = 0; at < attributes.length; at++) {
    const key = attributes[at]?.key;
    if (typeof key !== "string") continue;
    rule = ruleBehind(rule, key);
    rules[at] = rule;
    if (rule.target !== undefined) {
      if (rule.target.lastSpan === reading) return readAttributes(span, withoutRepetitions(attributes));
      rule.target.lastSpan = reading;
    }
    if (rule.source !== undefined) {
      sources ??= { ...NO_SOURCES };
      sources[rule.source] = at;
    } else if (rule.rawField !== undefined) hasRawField = true;
    else if (rule.indexed !== undefined) {
      const { list, index, field } = rule.indexed;
      indexed ??= [];
      indexed.push({ list, index, field, at });
    }
  }
  return readingOf(span, attributes, rules, sources ?? NO_SOURCES, indexed ?? NO_INDEXED, hasRawField);
}

function readingOf(
  span: Span,
  attributes: readonly KeyValue[],
  rules: readonly (AttributeRule | undefined)[],
  sources: Sources,
  indexed: readonly IndexedSource[],
  hasRawField: boolean,
): SpanReading {
  const operationKey = operationKeyOf(attributes, sources);
  const operation = operationKey && textAt(attributes, sources[operationKey]);
  const isRawRequest = hasRawField || span.name === RAW_REQUEST_SPAN_NAME;
  return {
    span,
    attributes,
    rules,
    sources,
    indexed,
    operation,
    operationKey,
    isRawRequest,
    isMapped: textAt(attributes, sources.spanType) !== undefined,
    type: isRawRequest ? "chain" : spanTypeOf(operation),
  };
}

/** LiteLLM's raw call type decides alone: newer modes write `chat` as the operation of reranking, moderation, images and speech. */
const OPERATION_SOURCES = ["callType", "requestType", "operationName"] as const;

type OperationSource = (typeof OPERATION_SOURCES)[number];

function operationKeyOf(attributes: readonly KeyValue[], sources: Sources): OperationSource | undefined {
  for (const name of OPERATION_SOURCES) if (textAt(attributes, sources[name]) !== undefined) return name;
  return undefined;
}

/** The non-empty text of a source attribute. */
export function sourceTextOf(reading: SpanReading, name: SourceName): string | undefined {
  return textAt(reading.attributes, reading.sources[name]);
}

function textAt(attributes: readonly KeyValue[], at: number | undefined): string | undefined {
  return at === undefined ? undefined : textOf(attributes[at]?.value);
}

/**
 * Where several attributes lead to one target the last one counts, as in SDKs: the earlier ones are left out. Attributes that
 * pass untouched are not the mapper's to change, repeated or not.
 */
function withoutRepetitions(attributes: readonly KeyValue[]): readonly KeyValue[] {
  const seen = new Set<unknown>();
  const kept: KeyValue[] = [];
  for (let at = attributes.length - 1; at >= 0; at--) {
    const attribute = attributes[at] as KeyValue;
    const key = isObject(attribute) ? attribute.key : undefined;
    const rule = typeof key === "string" ? ruleOf(key) : undefined;
    if (rule?.target !== undefined) {
      if (seen.has(rule.target)) continue;
      seen.add(rule.target);
    }
    kept.push(attribute);
  }
  return kept.reverse();
}
