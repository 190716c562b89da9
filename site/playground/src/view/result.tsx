import { useEffect, useRef, useState } from "preact/hooks";
import type { InputView, SpanDetail, TraceView } from "../mapping/views.ts";
import { CopyButtons } from "./copy-buttons.tsx";
import { Trace } from "./trace.tsx";
import type { Mapping, Shown } from "./use-mapping.ts";

interface Props {
  readonly mapping: Mapping;
  readonly hasInput: boolean;
}

/** What became of the input. */
export function Result({ mapping, hasInput }: Props) {
  const { client, shown, isBusy, failure } = mapping;
  return (
    <section class="result" aria-labelledby="result-heading" aria-busy={isBusy}>
      <h2 id="result-heading">Result</h2>
      <p role="status" class={isBusy || shown?.view.traceCount === 0 ? "status" : "unseen"}>
        {isBusy || !hasInput ? "Reading and mapping …" : shown && statusOf(shown.view)}
      </p>
      {failure !== undefined && (
        <p role="alert" class="problem">
          This could not be mapped: {failure}
        </p>
      )}
      {shown !== undefined && <Problems problems={shown.view.problems} />}
      {shown !== undefined && shown.view.traceCount > 0 && (
        <>
          <dl class="sums">
            {shown.view.sums.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <CopyButtons client={client} />
          <Traces key={shown.wish.files} client={client} view={shown.view} />
        </>
      )}
    </section>
  );
}

function statusOf({ traceCount, sums }: InputView): string {
  if (traceCount === 0) return "No span was found.";
  const [traces, spans] = sums.map(([, value]) => value);
  return `Mapped. Traces: ${traces}. Spans: ${spans}.`;
}

function Problems({ problems }: Pick<InputView, "problems">) {
  if (problems.length === 0) return null;
  return (
    <div role="alert" class="problem">
      <p>Some of the input can't be read:</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </div>
  );
}

/** On narrow pages the chosen span is below the tree, maybe out of sight. */
function showDetail(): void {
  if (matchMedia("(max-width: 1099px)").matches) document.getElementById("span-heading")?.scrollIntoView({ block: "start" });
}

/** The traces that are listed so far, and the chosen span. Another input has its own. */
function Traces({ client, view }: Pick<Mapping, "client"> & Pick<Shown, "view">) {
  // Other options give another view. Traces that were listed for the view before are never shown with it.
  const [listed, setListed] = useState({ view, traces: view.traces });
  const [detail, setDetail] = useState<SpanDetail>();
  const asked = useRef<number>(undefined);
  const tracesOf = (one: typeof listed) => (one.view === view ? one.traces : view.traces);
  const traces = tracesOf(listed);

  const choose = async (number: number, scrolls = false) => {
    asked.current = number;
    const found = await client.call("detail", number);
    // A person may have gone on meanwhile.
    if (asked.current !== number) return;
    setDetail(found);
    if (scrolls) requestAnimationFrame(showDetail);
  };
  useEffect(() => void choose(asked.current ?? firstCallIn(view.traces)), [view]);

  const list = (change: (before: readonly TraceView[]) => readonly TraceView[]) =>
    setListed((before) => ({ view, traces: change(tracesOf(before)) }));
  const more = async () => {
    const next = await client.call("tracesFrom", traces.length);
    // A person may have asked twice.
    list((before) => (before.length === traces.length ? [...before, ...next] : before));
  };
  const wholeTrace = async (number: number) => {
    const whole = await client.call("wholeTrace", number);
    if (whole !== undefined) list((before) => before.map((one) => (one.number === number ? whole : one)));
  };
  return (
    <>
      {traces.map((trace) => (
        <Trace
          key={trace.number}
          trace={trace}
          detail={detail !== undefined && detail.traceNumber === trace.number ? detail : undefined}
          onChoose={choose}
          onWhole={() => wholeTrace(trace.number)}
        />
      ))}
      {traces.length < view.traceCount && (
        <button type="button" onClick={more}>
          Show more traces ({traces.length} of {view.traceCount})
        </button>
      )}
    </>
  );
}

function firstCallIn(traces: readonly TraceView[]): number {
  const rows = traces.flatMap((trace) => trace.rows);
  return (rows.find(({ type }) => type === "llm") ?? rows[0])?.number ?? 0;
}
