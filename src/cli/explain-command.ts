import type { ExplainCommand } from "./command-line.js";
import { explainedSpansOf } from "./explain/explain-export.js";
import type { ExplainedSpan } from "./explain/explained-span.js";
import { totalsAsJson, traceAsJson } from "./explain/json-lines.js";
import { Tally } from "./explain/totals.js";
import { type TraceTree, treesOf } from "./explain/trees.js";
import { exportsIn } from "./input/exports.js";
import { STANDARD_INPUT } from "./input/file.js";
import type { Output } from "./output/output.js";
import type { Problems } from "./output/problems.js";
import type { Progress } from "./output/progress.js";
import { painted } from "./render/styled.js";
import { totalsLines } from "./render/totals-lines.js";
import { traceLines } from "./render/trace-lines.js";

/** How traces and sums are written. */
interface Presentation {
  readonly trace: (tree: TraceTree) => string;
  readonly totals: (tally: Tally) => string;
}

/** Spans of one trace are brought together within so much input, in UTF-16 units; beyond it memory would grow with the input. */
const WINDOW_SIZE = 1 << 24;
/** Standard input that has been still for so long may be `tail -f`: what has come is shown. */
const IDLE_MS = 1000;

export function presentationFor({ json }: ExplainCommand, width: number, colour: boolean): Presentation {
  if (json) return { trace: traceAsJson, totals: (tally) => totalsAsJson(tally.totals) };
  return {
    trace: (tree) => `${painted(traceLines(tree, width), colour)}\n`,
    totals: (tally) => painted(totalsLines(tally.totals), colour),
  };
}

/** Shows each trace of the files, and sums at the end. */
export async function explainFiles(
  { files, mapping }: ExplainCommand,
  presentation: Presentation,
  output: Output,
  problems: Problems,
  progress: Progress,
): Promise<void> {
  const tally = new Tally();
  let window: ExplainedSpan[] = [];
  let size = 0;
  const show = async () => {
    const trees = treesOf(window);
    window = [];
    size = 0;
    for (const tree of trees) {
      tally.addTrace(tree.rows.map(({ span }) => span));
      await output.write(presentation.trace(tree));
    }
  };
  let idle: NodeJS.Timeout | undefined;
  for await (const found of exportsIn(files, problems, progress)) {
    clearTimeout(idle);
    for (const span of explainedSpansOf(found.resourceSpans, mapping)) window.push(span);
    size += found.size;
    if (size >= WINDOW_SIZE) await show();
    else if (found.file === STANDARD_INPUT) idle = setTimeout(show, IDLE_MS);
  }
  clearTimeout(idle);
  await show();
  progress.clear();
  await output.write(presentation.totals(tally));
}
