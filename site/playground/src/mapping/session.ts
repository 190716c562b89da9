import { type MappingOptions, mapLiteLLMTraces, recordToJSON } from "litellm-span-mapper";
import { type ExplainedPair, explainedPairsOf } from "../../../../src/cli/explain/explain-export.ts";
import type { ExplainedSpan } from "../../../../src/cli/explain/explained-span.ts";
import { totalsAsJson, traceAsJson } from "../../../../src/cli/explain/json-lines.ts";
import { Tally } from "../../../../src/cli/explain/totals.ts";
import { type TraceTree, treesOf } from "../../../../src/cli/explain/trees.ts";
import { writeJson } from "../../../../src/cli/input/json-text.ts";
import { countedAmong } from "../../../../src/cli/records/seen-spans.ts";
import { attributeChangesOf } from "./attribute-changes.ts";
import { fieldViewsOf } from "./field-views.ts";
import { type InputFile, type ReadInput, readInput } from "./input.ts";
import { typeRuleOf } from "./rule-of.ts";
import { sumsOf, traceViewOf } from "./trace-views.ts";
import type { CopyKind, InputView, SpanDetail, TraceView } from "./views.ts";

/** How many traces are shown at once. A person can ask for more. */
const TRACES_AT_ONCE = 20;

/**
 * What a person gave, and what became of it under the options of the moment. It runs in the worker, and holds
 * all that is large.
 */
export class Session {
  #input: ReadInput = { exports: [], problems: [] };
  #options: MappingOptions = {};
  #pairs: readonly ExplainedPair[] = [];
  #trees: readonly TraceTree[] = [];
  #numbers: ReadonlyMap<ExplainedSpan, number> = new Map();
  #traceNumbers: ReadonlyMap<ExplainedSpan, number> = new Map();
  #tally = new Tally();

  async read(files: readonly InputFile[]): Promise<void> {
    this.#input = await readInput(files);
  }

  /** Maps each export by itself, as the command line does, and shows the spans of a trace together. */
  map(options: MappingOptions): InputView {
    this.#options = options;
    this.#pairs = this.#input.exports.flatMap(({ resourceSpans }) => explainedPairsOf(resourceSpans, options));
    const spans = this.#pairs.map(({ explained }) => explained);
    const counted = countedAmong(spans);
    this.#numbers = new Map(spans.map((span, number) => [span, number]));
    this.#trees = treesOf(spans, (span) => !counted.has(span));
    this.#traceNumbers = new Map(this.#trees.flatMap(({ rows }, number) => rows.map(({ span }) => [span, number] as const)));
    this.#tally = new Tally();
    for (const { rows } of this.#trees) this.#tally.addTrace(rows.filter(({ isRepeat }) => !isRepeat).map(({ span }) => span));
    return {
      traces: this.tracesFrom(0),
      traceCount: this.#trees.length,
      sums: sumsOf(this.#tally.totals),
      problems: this.#input.problems,
    };
  }

  /** The next traces. */
  tracesFrom(number: number): readonly TraceView[] {
    return this.#trees.slice(number, number + TRACES_AT_ONCE).map((tree, at) => traceViewOf(tree, number + at, this.#numbers));
  }

  /** A trace with all its rows. */
  wholeTrace(number: number): TraceView | undefined {
    const tree = this.#trees[number];
    return tree && traceViewOf(tree, number, this.#numbers, tree.rows.length);
  }

  detail(number: number): SpanDetail | undefined {
    const found = this.#pairs[number];
    if (found === undefined) return undefined;
    const { name, spanId, parentSpanId, service, type, why, error, issues } = found.explained;
    return {
      ...{ number, name: name || "(no name)", spanId, parentSpanId, service, type, error, issues },
      traceNumber: this.#traceNumbers.get(found.explained) ?? 0,
      why: why.text,
      typeRule: typeRuleOf(found),
      sameCallAs: this.#sameCallAs(found.explained),
      fields: fieldViewsOf(found.explained),
      attributes: attributeChangesOf(found),
    };
  }

  /** All of the input in one of the forms that the command line writes. */
  copy(kind: CopyKind): string {
    if (kind === "explain") return this.#trees.map(traceAsJson).join("") + totalsAsJson(this.#tally.totals);
    return kind === "mapped" ? this.#mapped() : this.#records();
  }

  #mapped(): string {
    const { exports } = this.#input;
    const indent = exports.length === 1 ? "  " : undefined;
    const texts = exports.map((one) =>
      writeJson(one.withResourceSpans(mapLiteLLMTraces(one, this.#options).resourceSpans), indent),
    );
    return texts.map((text) => `${text}\n`).join("");
  }

  #records(): string {
    const counted = countedAmong(this.#pairs.map(({ explained }) => explained));
    return this.#pairs
      .filter(({ explained, pair }) => counted.has(explained) && (pair.isLiteLLMs || pair.span !== pair.mapped))
      .flatMap(({ pair }) => (pair.record === undefined ? [] : `${writeJson(recordToJSON(pair.record))}\n`))
      .join("");
  }

  #sameCallAs({ why }: ExplainedSpan): SpanDetail["sameCallAs"] {
    const number = this.#pairs.findIndex(
      ({ explained }) => explained.traceId === why.sameCallAs?.traceId && explained.spanId === why.sameCallAs.spanId,
    );
    const found = this.#pairs[number];
    return found && { number, name: found.explained.name };
  }
}
