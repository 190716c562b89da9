import { isEmptyString, textOf } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { hexIdOf, parentIdOf } from "../otlp/ids.js";
import { likeMessage, listOf, withAttributes } from "../otlp/members.js";
import { type Time, timeOf } from "../otlp/times.js";
import type { KeyValue, Span } from "../otlp/types.js";
import { layoutOf } from "../reading/layout-memory.js";
import type { Layout } from "../reading/span-layout.js";
import type { SpanView } from "../reading/span-view.js";

/** A span that is a decoded object, of any form. */
export class ObjectSpan implements SpanView {
  readonly span: Span;
  readonly attributes: readonly KeyValue[];
  readonly layout: Layout;

  constructor(span: Span, attributes: readonly KeyValue[] = Array.isArray(span.attributes) ? span.attributes : []) {
    this.span = span;
    this.attributes = attributes;
    this.layout = layoutOf(attributes);
  }

  get attributeCount(): number {
    return this.attributes.length;
  }

  get traceId(): string | undefined {
    return hexIdOf(this.span.traceId);
  }

  get spanId(): string | undefined {
    return hexIdOf(this.span.spanId);
  }

  get parentId(): string | undefined {
    return parentIdOf(this.span);
  }

  get startTime(): Time | undefined {
    return timeOf(this.span.startTimeUnixNano);
  }

  get endTime(): Time | undefined {
    return timeOf(this.span.endTimeUnixNano);
  }

  get isFailed(): boolean {
    const code = this.span.status?.code;
    return code === 2 || code === "STATUS_CODE_ERROR";
  }

  get hasDroppedAttributes(): boolean {
    const count = (this.span as { droppedAttributesCount?: unknown }).droppedAttributesCount;
    return typeof count === "number" || typeof count === "string" ? Number(count) > 0 : false;
  }

  isNamed(name: string): boolean {
    return this.span.name === name;
  }

  keyAt(at: number): string | undefined {
    return this.attributes[at]?.key;
  }

  valueAt(at: number): unknown {
    return this.attributes[at]?.value ?? undefined; // protobufjs writes null where there is none
  }

  textAt(at: number): string | undefined {
    return textOf(this.attributes[at]?.value);
  }

  /** A string has been read already. */
  longTextAt(): undefined {
    return undefined;
  }

  isEmptyAt(at: number): boolean {
    return isEmptyString(this.attributes[at]?.value);
  }

  keeping(isKept: (at: number) => boolean): SpanView {
    return new ObjectSpan(
      this.span,
      this.attributes.filter((_, at) => isKept(at)),
    );
  }

  hasEvent(test: (attributes: readonly unknown[]) => boolean): boolean {
    const { events } = this.span as { readonly events?: unknown };
    return Array.isArray(events) && events.some((event) => test(listOf(event, "attributes")));
  }

  withoutTexts(isWithheld: (attributes: readonly unknown[]) => boolean): SpanView {
    let { span } = this;
    const events = listOf(span, "events");
    const kept = events.filter((event) => !isWithheld(listOf(event, "attributes")));
    if (kept.length < events.length) span = likeMessage({ ...span, ...{ events: kept } }, span);
    if (isObject(span.status) && span.status.message) {
      span = likeMessage({ ...span, status: likeMessage({ ...span.status, message: "" }, span.status) }, span);
    }
    return span === this.span ? this : new ObjectSpan(span, this.attributes);
  }

  /** The span with other attributes. */
  with(attributes: readonly KeyValue[]): Span {
    return withAttributes(this.span, attributes);
  }
}
