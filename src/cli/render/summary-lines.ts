import type { Dimension } from "../summary/dimensions.js";
import type { Groups, Sums } from "../summary/groups.js";
import { count, dollars } from "./amounts.js";
import { type Line, piece, type Style } from "./styled.js";
import { padded, shortened, widthOf } from "./text-width.js";
import { visibleOnOneLine } from "./visible.js";

const GAP = "  ";
/** A group's name is not made shorter than this. */
const NARROWEST = 8;
const HEADINGS = ["calls", "failed", "input", "output", "tokens", "cost"];

/** One line for each group, and one for the sums. Pure. */
export function summaryLines(by: readonly Dimension[], groups: Groups, width: number): readonly Line[] {
  const sorted = groups.sorted();
  const amounts = [HEADINGS, ...sorted.map(amountsOf), amountsOf(groups.totals)];
  const amountWidths = HEADINGS.map((_, at) => widest(amounts.map((row) => row[at] ?? "")));
  const names = [
    by.map(({ name }) => name),
    ...sorted.map(({ keys }) => keys.map((key) => (key === undefined ? "—" : visibleOnOneLine(key.slice(0, 4 * width))))),
    by.map((_, at) => (at === 0 ? "total" : "")),
  ];
  const amountRoom = amountWidths.reduce((sum, one) => sum + one + GAP.length, 0);
  const needed = by.map((_, at) => widest(names.map((row) => row[at] ?? "")));
  // A part of a time says nothing.
  const least = by.map(({ isTime }, at) => (isTime ? (needed[at] ?? 0) : NARROWEST));
  const nameWidths = shared(width - amountRoom - by.length * GAP.length, needed, least);
  return names.map((row, at) => {
    const cells = row.map((name, column) => padded(shortened(name, nameWidths[column] ?? 0), nameWidths[column] ?? 0));
    const figures = (amounts[at] ?? []).map((text, column) => " ".repeat((amountWidths[column] ?? 0) - widthOf(text)) + text);
    return [piece([...cells, ...figures].join(GAP), styleOf(at, names.length))];
  });
}

/** The widths of columns: each gets what it needs. Where that is too much, the widest get less, down to a minimum. */
function shared(room: number, needed: readonly number[], least: readonly number[]): readonly number[] {
  const columns = needed.map((need, at) => ({ at, need, spare: need - (least[at] ?? 0) })).sort((a, b) => a.spare - b.spare);
  const widths: number[] = [];
  let left = room;
  for (const [done, { at, need }] of columns.entries()) {
    const share = Math.max(least[at] ?? 0, Math.floor(left / (columns.length - done)));
    const width = Math.min(need, share);
    widths[at] = width;
    left -= width;
  }
  return widths;
}

function amountsOf({ calls, failed, input, output, total, cost }: Sums): readonly string[] {
  return [count(calls), count(failed), count(input), count(output), count(total), dollars(cost)];
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}

function styleOf(at: number, lines: number): Style | undefined {
  if (at === 0) return "dim";
  return at === lines - 1 ? "bold" : undefined;
}
