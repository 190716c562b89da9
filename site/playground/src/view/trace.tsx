import type { SpanDetail, TraceView } from "../mapping/views.ts";
import { Detail } from "./detail.tsx";
import { Issues } from "./issues.tsx";
import { Tree } from "./tree.tsx";

interface Props {
  readonly trace: TraceView;
  readonly detail: SpanDetail | undefined;
  readonly onChoose: (number: number, scrolls?: boolean) => void;
  readonly onWhole: () => void;
}

/** A trace as a tree with its times, and beside it the span that was chosen. */
export function Trace({ trace, detail, onChoose, onWhole }: Props) {
  const { number, traceId, services, duration, rows, rowCount, issues } = trace;
  const heading = `trace-${number}`;
  return (
    <section class="trace" aria-labelledby={heading}>
      <h3 id={heading}>
        Trace <code>{traceId || "without id"}</code>
      </h3>
      <p class="hint">{[services, `${rowCount} ${rowCount === 1 ? "span" : "spans"}`, duration].filter(Boolean).join(" · ")}</p>
      <Issues issues={issues} />
      <div class="columns">
        <div class="spans">
          <Tree
            key={rows.length}
            rows={rows}
            labelledBy={heading}
            chosen={detail?.number}
            onChoose={onChoose}
            onClick={(chosen) => onChoose(chosen, true)}
          />
          {rows.length < rowCount && (
            <button type="button" onClick={onWhole}>
              Show all {rowCount} spans
            </button>
          )}
        </div>
        {detail !== undefined && <Detail key={detail.number} detail={detail} onChoose={(chosen) => onChoose(chosen, true)} />}
      </div>
    </section>
  );
}
