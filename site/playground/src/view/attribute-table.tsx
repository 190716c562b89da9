import type { AttributeChange, AttributeText } from "../mapping/attribute-changes.ts";
import { RuleLink } from "./rule-link.tsx";

interface Group {
  readonly title: string;
  readonly isThis: (change: AttributeChange) => boolean;
  /** A table that is only shown after a click. */
  readonly isFolded?: boolean;
}

/** LiteLLM writes `""` where it has nothing to say. */
function isEmpty({ verdict, before }: AttributeChange): boolean {
  return verdict === "is left out" && before?.value === "";
}

const GROUPS: readonly Group[] = [
  { title: "Added", isThis: ({ verdict }) => verdict === "is added" },
  { title: "Moved or changed", isThis: ({ verdict }) => verdict === "moves" || verdict === "changes" },
  { title: "Left out", isThis: (change) => change.verdict === "is left out" && !isEmpty(change) },
  { title: "Left out, for they were empty", isThis: isEmpty, isFolded: true },
  { title: "Stay as they are", isThis: ({ verdict }) => verdict === "stays", isFolded: true },
];

/** Each attribute before and after, with the rule for it. */
export function AttributeTable({ attributes }: { readonly attributes: readonly AttributeChange[] }) {
  return (
    <>
      <h5>Attributes</h5>
      <p class="hint">A rule opens in another tab, at its line in the documentation.</p>
      {GROUPS.map(({ title, isThis, isFolded = false }) => {
        const changes = attributes.filter(isThis);
        if (changes.length === 0) return null;
        const heading = `${title} (${changes.length})`;
        return (
          <details key={title} class="group" open={!isFolded}>
            <summary>{heading}</summary>
            <Table label={heading} changes={changes} />
          </details>
        );
      })}
    </>
  );
}

function Table({ label, changes }: { readonly label: string; readonly changes: readonly AttributeChange[] }) {
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Before</th>
          <th scope="col">After</th>
          <th scope="col">Rule</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ verdict, before, after, rule }, at) => (
          <tr key={`${at} ${before?.key}`}>
            <td data-label="Before">{before === undefined ? <Nothing text="not there" /> : <Attribute attribute={before} />}</td>
            <td data-label="After">
              {after === undefined ? <Nothing text="left out" /> : <After before={before} after={after} />}
            </td>
            <td data-label="Rule">
              <span class={`verdict ${verdict.replaceAll(" ", "-")}`}>{verdict}</span> <RuleLink rule={rule} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Nothing({ text }: { readonly text: string }) {
  return <span class="nothing">{text}</span>;
}

/** A value that only moved is not shown twice. */
function After({ before, after }: { readonly before: AttributeText | undefined; readonly after: AttributeText }) {
  if (before?.value !== after.value || before.kind !== after.kind) return <Attribute attribute={after} />;
  return (
    <>
      {before.key !== after.key && <code class="key">{after.key}</code>}
      <Nothing text="same value" />
    </>
  );
}

/** A value that is longer than this is shown behind a click. */
const LONG = 160;

function Attribute({ attribute: { key, value, kind } }: { readonly attribute: AttributeText }) {
  return (
    <>
      <code class="key">{key}</code>
      <small class="kind">{kind}</small> {value === "" && <Nothing text="empty" />}
      {value.length <= LONG ? (
        <span class="value">{value}</span>
      ) : (
        <details class="value">
          <summary>{value.slice(0, LONG)}…</summary>
          {value}
        </details>
      )}
    </>
  );
}
