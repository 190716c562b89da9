import type { Time } from "../otlp/times.js";
import type { Layout } from "./span-layout.js";

/**
 * A span as the rules read it, whatever carries it: a decoded object, or the bytes it came in. Attributes are
 * addressed by their index. What is malformed reads as absent.
 */
export interface SpanView {
  /** What the names of the attributes say. */
  readonly layout: Layout;
  readonly attributeCount: number;
  /** Lower-case hex, so that equal ids are equal texts. `undefined` for an empty id. */
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** `undefined` also for an id of zeros, which means no parent. */
  readonly parentId: string | undefined;
  readonly startTime: Time | undefined;
  readonly endTime: Time | undefined;
  readonly isFailed: boolean;
  /** Whether the sender says that it dropped attributes. */
  readonly hasDroppedAttributes: boolean;
  isNamed(name: string): boolean;
  /** The name of an attribute. */
  keyAt(at: number): string | undefined;
  /** The value of an attribute: an OTLP `AnyValue`, in any form. */
  valueAt(at: number): unknown;
  /** The text of an attribute; `undefined` where it holds none, or `""`. */
  textAt(at: number): string | undefined;
  /** The two ends of a long text, where they can be read without the time and memory that the rest would cost. */
  longTextAt(at: number): LongText | undefined;
  /** Whether an attribute holds `""`, which is how LiteLLM writes None. */
  isEmptyAt(at: number): boolean;
  /** The same span with only the attributes for which `isKept` is true. */
  keeping(isKept: (at: number) => boolean): SpanView;
  /** Whether the attributes of one of its events pass the test. */
  hasEvent(test: (attributes: readonly unknown[]) => boolean): boolean;
  /**
   * The same span without its status message and the events whose attributes say so; itself where there is
   * nothing to leave out.
   */
  withoutTexts(isWithheld: (attributes: readonly unknown[]) => boolean): SpanView;
}

/** The text of an attribute, where there is one. */
export function textIn(view: SpanView, at: number | undefined): string | undefined {
  return at === undefined ? undefined : view.textAt(at);
}

/** Characters; 32,768 is the largest of the usual attribute length limits. */
export const LONG_TEXT = 32_768;

/** The ends of a text of more than `LONG_TEXT` characters. */
export interface LongText {
  /** The first and the last 8,192 characters. */
  readonly head: string;
  readonly tail: string;
  /** How many characters the whole text has, judging by its ends. */
  readonly length: number;
}

/** An instrumentation scope and its spans; what is malformed in the list is `undefined`. */
export interface ScopeView {
  readonly name: unknown;
  readonly spans: readonly (SpanView | undefined)[];
}

/** A resource, and its spans by scope. */
export interface ResourceView {
  /** The value of one of its attributes, the last one where the name is repeated. */
  attribute(key: string): unknown;
  readonly scopes: readonly ScopeView[];
}

/** Takes down what becomes of a span: first its attributes, in their order, then those that are added. */
export interface SpanEdit {
  /** The attributes from `from` up to, not including, `to` stay as they are. One that no call mentions is left out. */
  keep(from: number, to: number): void;
  /** The attribute stays in its place under another name. */
  rename(at: number, key: string): void;
  /** Another text or count replaces the attribute. */
  replaceByText(at: number, key: string, text: string): void;
  replaceByCount(at: number, key: string, count: bigint): void;
  addText(key: string, text: string): void;
  /** One of a few fixed texts, whose encoding a carrier may remember. */
  addWord(key: string, word: string): void;
  addDouble(key: string, number: number): void;
  /** A count, in the representation that the count with the index `like` has. */
  addCount(key: string, count: bigint, like?: number): void;
  /** A copy of an attribute under another name. */
  addCopy(at: number, key: string): void;
}
