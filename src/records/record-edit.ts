import { exactNumber } from "../otlp/integers.js";
import { type PlainValue, plainValueOf } from "../otlp/plain-value.js";
import type { SpanEdit, SpanView } from "../reading/span-view.js";
import type { SpanValues } from "./span-values.js";

/** Takes down the plain values of a mapped span's attributes. For a record, no mapped span needs to be written. */
export class RecordEdit<View extends SpanView> implements SpanEdit {
  readonly view: View;
  readonly values: SpanValues = new Map();

  constructor(view: View) {
    this.view = view;
  }

  keep(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const key = this.view.layout.names[at];
      if (key !== undefined) this.addCopy(at, key);
    }
  }

  rename(at: number, key: string): void {
    this.addCopy(at, key);
  }

  replaceByText(_at: number, key: string, text: string): void {
    this.addText(key, text);
  }

  replaceByCount(_at: number, key: string, count: bigint): void {
    this.addCount(key, count);
  }

  addText(key: string, text: string): void {
    this.#set(key, text);
  }

  addWord(key: string, word: string): void {
    this.addText(key, word);
  }

  addDouble(key: string, number: number): void {
    this.#set(key, number);
  }

  addCount(key: string, count: bigint): void {
    this.#set(key, exactNumber(count));
  }

  addCopy(at: number, key: string): void {
    const value = this.view.textAt(at) ?? plainValueOf(this.view.valueAt(at));
    if (value === undefined) this.values.delete(key);
    else this.#set(key, value);
  }

  /** Of several attributes with one name, the last one counts, in its place. */
  #set(key: string, value: PlainValue): void {
    this.values.delete(key);
    this.values.set(key, value);
  }
}
