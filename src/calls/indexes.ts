import type { SpanReading } from "../reading/span-reading.js";
import { parentOf, type SpanIndex, spanIndexOf } from "./span-index.js";
import { type SpanTree, spanTreeOf } from "./span-tree.js";

/** All spans that one call of the mapper was given. */
export interface GivenSpans {
  /** The ones that are mapped. */
  readonly mapped: readonly SpanReading[];
  /** Whether there are any others. */
  readonly hasOthers: boolean;
  /** The others, which are only read: in an application, LiteLLM's spans may lie below them. */
  others(): readonly SpanReading[];
}

/** Finds spans by their ids. Each index is built when first asked for. */
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

  /** Includes the spans that are not mapped, if a raw request span has a parent that is not found otherwise. */
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
