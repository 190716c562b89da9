import type { FieldView, SpanDetail } from "../mapping/views.ts";
import { AttributeTable } from "./attribute-table.tsx";
import { Issues } from "./issues.tsx";
import { RuleLink } from "./rule-link.tsx";

interface Props {
  readonly detail: SpanDetail;
  readonly onChoose: (number: number) => void;
}

/** All about one span: what it is and why, what it says and costs, and each of its attributes. */
export function Detail({ detail, onChoose }: Props) {
  const { name, spanId, parentSpanId, service, type, why, typeRule, sameCallAs, error, fields, issues, attributes } = detail;
  return (
    <article class="detail" aria-labelledby="span-heading">
      <h4 id="span-heading">{name}</h4>
      <p class="hint">
        span <code>{spanId || "without id"}</code>
        {parentSpanId !== "" && (
          <>
            {" "}
            below <code>{parentSpanId}</code>
          </>
        )}
        {service !== undefined && ` · ${service}`}
      </p>
      <p>
        <span class={`badge ${type ?? "untouched"}`}>{type ?? "not mapped"}</span> {why}{" "}
        <span class="rule">
          Rule: <RuleLink rule={typeRule} />
        </span>
      </p>
      {sameCallAs !== undefined && (
        <p>
          <button type="button" class="link" onClick={() => onChoose(sameCallAs.number)}>
            Show the span that stands for this call: {sameCallAs.name}
          </button>
        </p>
      )}
      {error !== undefined && <p class="problem">Failed: {error}</p>}
      <Issues issues={issues} />
      {fields.length > 0 && (
        <dl class="fields">
          {fields.map((field) => (
            <Field key={field.label} field={field} />
          ))}
        </dl>
      )}
      <AttributeTable attributes={attributes} />
    </article>
  );
}

function Field({ field: { label, value, isText, from, isRemark } }: { readonly field: FieldView }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span class={isRemark ? "remark" : isText ? "text" : undefined}>{value}</span>
        {from.length > 0 && (
          <small>
            from{" "}
            {from.map((key, at) => (
              <>
                {at > 0 && ", "}
                <code>{key}</code>
              </>
            ))}
          </small>
        )}
      </dd>
    </div>
  );
}
