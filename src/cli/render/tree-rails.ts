import type { TreeRow } from "../explain/trees.js";

/** The rails before a span's name. */
export function railsOf({ lastAt }: TreeRow): string {
  if (lastAt.length === 0) return "";
  return lastAt.slice(0, -1).map(railPast).join("") + (lastAt.at(-1) ? "└─ " : "├─ ");
}

/** The rails before the lines below a span. */
export function belowOf({ lastAt, hasChildren }: TreeRow): string {
  return lastAt.map(railPast).join("") + (hasChildren ? "│  " : "   ");
}

function railPast(isLast: boolean): string {
  return isLast ? "   " : "│  ";
}
