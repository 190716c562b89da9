import type { Totals } from "../explain/totals.js";
import { dollars, tokens } from "./amounts.js";
import { type Line, piece, type Style } from "./styled.js";

/** The sums at the end. Pure. */
export function totalsLines(totals: Totals): readonly Line[] {
  const { traces, spans, llm, chain, untouched, failed, input, output, total, cost, issues } = totals;
  const types = [`${llm} llm`, `${chain} chain`, untouched > 0 ? `${untouched} not LiteLLM's` : undefined];
  const lines: Line[] = [
    line("traces", `${traces}`),
    line("spans", `${spans}: ${types.filter((type) => type !== undefined).join(", ")}`),
    line("llm calls", failed > 0 ? `${llm}, ${failed} failed` : `${llm}`),
    line("tokens", total + input + output > 0n ? tokens(input, output, total) : "none"),
    line("cost", cost !== 0 ? dollars(cost) : "none"),
  ];
  const found = [...issues].sort(([, a], [, b]) => b - a).map(([code, count]) => `${count} ${code}`);
  lines.push(found.length === 0 ? line("issues", "none") : line("issues", found.join(", "), "yellow"));
  return [[piece("total", "bold")], ...lines];
}

function line(label: string, value: string, style?: Style): Line {
  return [piece(label.padEnd(11), "dim"), piece(value, style)];
}
