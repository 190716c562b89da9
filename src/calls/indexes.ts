import type { SpanReading } from "../reading/span-reading.js";
import { parentOf, type SpanIndex, spanIndexOf } from "./span-index.js";
import { type SpanTree, spanTreeOf } from "./span-tree.js";

/** All spans that one call of the mapper was given. */
export interface GivenSpans {
  /** Those that are mapped. */
  readonly mapped: readonly SpanReading[];
  /** Whether there are others. */
  readonly hasOthers: boolean;
  /** The others, to be read alone: what LiteLLM's spans hang on in an application. */
  others(): readonly SpanReading[];
}

/** Finds spans by their ids; each index is built when it is asked for. */
export class Indexes {
  readonly #given: GivenSpans;
  readonly #raw: readonly SpanReading[];
  #mapped: SpanIndex | undefined;
  #whole: SpanIndex | undefined;
  #tree: SpanTree | undefined;

  constructor(given: GivenSpans, raw: readonly SpanReading[]) {
    this.#given = given;
    this.#raw = raw;
  }

  get ofMapped(): SpanIndex {
    return (this.#mapped ??= spanIndexOf(this.#given.mapped));
  }

  /** With the spans that are not mapped, where a raw request span hangs on one that is not found otherwise. */
  get whole(): SpanIndex {
    return (this.#whole ??= this.#withOthers());
  }

  get tree(): SpanTree {
    return (this.#tree ??= spanTreeOf(this.#given.mapped, this.ofMapped));
  }

  parentOf(reading: SpanReading): SpanReading | undefined {
    return parentOf(reading, this.whole);
  }

  #withOthers(): SpanIndex {
    const { mapped, hasOthers } = this.#given;
    const isOrphan = (each: SpanReading) => each.view.parentId !== undefined && parentOf(each, this.ofMapped) === undefined;
    const others = hasOthers && this.#raw.some(isOrphan) ? this.#given.others() : [];
    return others.length === 0 ? this.ofMapped : spanIndexOf([...mapped, ...others]);
  }
}
