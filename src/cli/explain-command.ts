import type { ExplainCommand } from "./command-line.js";
import { explainedSpansOf } from "./explain/explain-export.js";
import type { ExplainedSpan } from "./explain/explained-span.js";
import { totalsAsJson, traceAsJson } from "./explain/json-lines.js";
import { Tally } from "./explain/totals.js";
import { type TraceTree, treesOf } from "./explain/trees.js";
import { exportsIn } from "./input/exports.js";
import { STANDARD_INPUT } from "./input/file.js";
import type { Filter } from "./options/filter.js";
import type { Output } from "./output/output.js";
import type { Problems } from "./output/problems.js";
import type { Progress } from "./output/progress.js";
import { Recognition } from "./recognition.js";
import { countedAmong, SeenSpans } from "./records/seen-spans.js";
import { painted } from "./render/styled.js";
import { totalsLines } from "./render/totals-lines.js";
import { traceLines } from "./render/trace-lines.js";

/** Writes traces and sums, as a tree or as JSON. */
interface Presentation {
  readonly trace: (tree: TraceTree) => string;
  readonly totals: (tally: Tally) => string;
}

/**
 * The spans of a trace are brought together within this much input, in UTF-16 units. Beyond that, memory
 * would grow with the input.
 */
const WINDOW_SIZE = 1 << 24;
/** As `WINDOW_SIZE`, in spans, because an empty span takes only three characters of input. */
const WINDOW_SPANS = 100_000;
/** Standard input that has been silent for this long may be `tail -f`, so what has come is shown. */
const IDLE_MS = 1000;

export function presentationFor({ json, full }: ExplainCommand, width: number, colour: boolean): Presentation {
  if (json) return { trace: traceAsJson, totals: (tally) => totalsAsJson(tally.totals) };
  return {
    trace: (tree) => `${painted(traceLines(tree, width, full), colour)}\n`,
    totals: (tally) => painted(totalsLines(tally.totals), colour),
  };
}

/** Shows each trace of the files, and sums at the end. */
export async function explainFiles(
  { files, mapping, filter, json }: ExplainCommand,
  presentation: Presentation,
  output: Output,
  problems: Problems,
  progress: Progress,
): Promise<void> {
  const recognition = new Recognition(mapping);
  const shown = new ShownTraces(filter, presentation, output);
  let idle: NodeJS.Timeout | undefined;
  let failure: unknown;
  for await (const found of exportsIn(files, problems, progress)) {
    clearTimeout(idle);
    if (failure !== undefined) throw failure;
    shown.take(explainedSpansOf(found.resourceSpans, mapping, recognition), found.size);
    if (shown.isFull) await shown.show();
    else if (found.file === STANDARD_INPUT) idle = setTimeout(() => shown.show().catch((error) => (failure = error)), IDLE_MS);
  }
  clearTimeout(idle);
  await shown.show();
  progress.clear();
  await output.write(presentation.totals(shown.tally));
  // In trees, each is shown as an issue of its trace.
  for (const note of recognition.notes(!json && filter === undefined)) problems.note(note);
}

/** Spans that wait for others of their traces before they are shown. */
class ShownTraces {
  readonly tally = new Tally();
  readonly #seen = new SeenSpans();
  readonly #filter: Filter | undefined;
  readonly #presentation: Presentation;
  readonly #output: Output;
  #window: ExplainedSpan[] = [];
  #size = 0;

  constructor(filter: Filter | undefined, presentation: Presentation, output: Output) {
    this.#filter = filter;
    this.#presentation = presentation;
    this.#output = output;
  }

  get isFull(): boolean {
    return this.#size >= WINDOW_SIZE || this.#window.length >= WINDOW_SPANS;
  }

  take(spans: readonly ExplainedSpan[], size: number): void {
    for (const span of spans) this.#window.push(span);
    this.#size += size;
  }

  async show(): Promise<void> {
    const spans = this.#window;
    this.#window = [];
    this.#size = 0;
    const first = countedAmong(spans);
    const counted = new Set([...first].filter(({ traceId, spanId }) => this.#seen.isNew(traceId, spanId)));
    for (const tree of treesOf(spans, (span) => !counted.has(span))) {
      if (this.#filter !== undefined && !tree.rows.some(({ span }) => this.#filter?.(span))) continue;
      this.tally.addTrace(tree.rows.filter(({ isRepeat }) => !isRepeat).map(({ span }) => span));
      await this.#output.write(this.#presentation.trace(tree));
    }
  }
}
