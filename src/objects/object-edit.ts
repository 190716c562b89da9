import { fieldOf } from "../otlp/any-value.js";
import type { KeyValue, Span } from "../otlp/types.js";
import type { SpanEdit } from "../reading/span-view.js";
import type { OtlpForm } from "./form.js";
import type { ObjectSpan } from "./object-span.js";

/** Writes a span as an object of the form it came in; what stays is shared with it. */
export class ObjectEdit implements SpanEdit {
  readonly #before: ObjectSpan;
  readonly #form: OtlpForm;
  readonly #attributes: KeyValue[];
  #size = 0;

  constructor(before: ObjectSpan, form: OtlpForm) {
    this.#before = before;
    this.#form = form;
    // A copy of the list has the room that is needed; a list that grows does not.
    this.#attributes = before.attributes.slice();
  }

  /** The span as it was written. */
  span(): Span {
    this.#attributes.length = this.#size;
    return this.#before.with(this.#attributes);
  }

  keep(from: number, to: number): void {
    // Where nothing was left out or added before, they are in the copy already.
    if (this.#size === from) this.#size = to;
    else for (let at = from; at < to; at++) this.#push(this.#attributeAt(at));
  }

  rename(at: number, key: string): void {
    this.#push(this.#form.renamed(this.#attributeAt(at), key));
  }

  replaceByText(_at: number, key: string, text: string): void {
    this.addText(key, text);
  }

  replaceByCount(_at: number, key: string, count: bigint): void {
    this.addCount(key, count);
  }

  addText(key: string, text: string): void {
    this.#push(this.#form.stringAttribute(key, text));
  }

  addWord(key: string, word: string): void {
    this.addText(key, word);
  }

  addDouble(key: string, number: number): void {
    this.#push(this.#form.doubleAttribute(key, number));
  }

  addCount(key: string, count: bigint, like?: number): void {
    const written = like === undefined ? undefined : fieldOf(this.#attributeAt(like).value, "intValue");
    this.#push(this.#form.intAttribute(key, count, written ?? this.#before.span.startTimeUnixNano));
  }

  addCopy(at: number, key: string): void {
    this.rename(at, key);
  }

  #attributeAt(at: number): KeyValue {
    return this.#before.attributes[at] as KeyValue;
  }

  #push(attribute: KeyValue): void {
    this.#attributes[this.#size++] = attribute;
  }
}
