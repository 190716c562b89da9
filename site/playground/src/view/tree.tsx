import { useMemo, useRef, useState } from "preact/hooks";
import type { SpanRow } from "../mapping/views.ts";

interface Props {
  readonly rows: readonly SpanRow[];
  readonly labelledBy: string;
  readonly chosen: number | undefined;
  /** By a key. */
  readonly onChoose: (number: number) => void;
  readonly onClick: (number: number) => void;
}

/** The spans of a trace. Arrow keys go through it, as WAI-ARIA's pattern of a tree has them. */
export function Tree({ rows, labelledBy, chosen, onChoose, onClick }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const visible = useMemo(() => unfoldedRows(rows, folded), [rows, folded]);
  const list = useRef<HTMLDivElement>(null);
  const entry = visible.some(({ number }) => number === chosen) ? chosen : visible[0]?.number;

  const fold = (number: number, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(number);
    else next.delete(number);
    setFolded(next);
  };
  const go = (row: SpanRow | undefined) => {
    if (row === undefined) return;
    onChoose(row.number);
    list.current?.querySelector<HTMLElement>(`[data-number="${row.number}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, row: SpanRow, at: number) => {
    const isFolded = folded.has(row.number);
    const actions: ReadonlyMap<string, () => void> = new Map([
      ["ArrowDown", () => go(visible[at + 1])],
      ["ArrowUp", () => go(visible[at - 1])],
      ["Home", () => go(visible[0])],
      ["End", () => go(visible.at(-1))],
      ["ArrowRight", () => (isFolded ? fold(row.number, false) : row.hasChildren && go(visible[at + 1]))],
      ["ArrowLeft", () => (row.hasChildren && !isFolded ? fold(row.number, true) : go(parentOf(visible, at)))],
      ["Enter", () => onChoose(row.number)],
      [" ", () => onChoose(row.number)],
    ]);
    const action = actions.get(event.key);
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };
  return (
    <div role="tree" aria-labelledby={labelledBy} class="tree" ref={list}>
      {visible.map((row, at) => (
        <div
          key={row.number}
          role="treeitem"
          data-number={row.number}
          aria-level={row.depth + 1}
          aria-expanded={row.hasChildren ? !folded.has(row.number) : undefined}
          aria-selected={row.number === chosen}
          tabIndex={row.number === entry ? 0 : -1}
          class={`span ${row.type ?? "untouched"}`}
          onClick={() => onClick(row.number)}
          onKeyDown={(event) => onKeyDown(event, row, at)}
        >
          <Row row={row} isFolded={folded.has(row.number)} onFold={() => fold(row.number, !folded.has(row.number))} />
        </div>
      ))}
    </div>
  );
}

function Row({ row, isFolded, onFold }: { readonly row: SpanRow; readonly isFolded: boolean; readonly onFold: () => void }) {
  const { depth, hasChildren, name, type, why, isFailed, from, to, duration, issueCount, worstIssue } = row;
  return (
    <>
      <span class="name" style={{ paddingInlineStart: `${depth * 1.1}rem` }}>
        {/* Keys do the same: left folds, right unfolds. */}
        <span
          aria-hidden="true"
          class="fold"
          onClick={(event) => {
            if (!hasChildren) return;
            event.stopPropagation();
            onFold();
          }}
        >
          {hasChildren ? (isFolded ? "▸" : "▾") : ""}
        </span>
        {name}
      </span>
      <span class="type">{type ?? "not mapped"}</span>
      <span class="why">
        {isFailed && <span class="failed">failed</span>} {why}
      </span>
      <span class="issue-count">
        {issueCount > 0 && (
          <span class={worstIssue}>
            {issueCount} {issueCount === 1 ? "issue" : "issues"}
          </span>
        )}
      </span>
      <span class="time">
        <svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none">
          <rect x={Math.min(from * 100, 99)} y="1" width={Math.max((to - from) * 100, 1)} height="6" />
        </svg>
        <span>{duration}</span>
      </span>
    </>
  );
}

/** The rows whose ancestors are all unfolded. */
function unfoldedRows(rows: readonly SpanRow[], folded: ReadonlySet<number>): readonly SpanRow[] {
  let hiddenBelow = Number.POSITIVE_INFINITY;
  return rows.filter(({ number, depth }) => {
    if (depth > hiddenBelow) return false;
    hiddenBelow = folded.has(number) ? depth : Number.POSITIVE_INFINITY;
    return true;
  });
}

function parentOf(rows: readonly SpanRow[], at: number): SpanRow | undefined {
  const depth = rows[at]?.depth ?? 0;
  return rows.slice(0, at).findLast((row) => row.depth < depth);
}
