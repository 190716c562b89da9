import { ruleOfIssue } from "../mapping/rules.ts";
import type { SpanDetail } from "../mapping/views.ts";
import { RuleLink } from "./rule-link.tsx";

/** What was found, in place. */
export function Issues({ issues }: Pick<SpanDetail, "issues">) {
  if (issues.length === 0) return null;
  return (
    <ul class="issues">
      {issues.map(({ code, severity, message, key }) => (
        <li key={`${code} ${key ?? ""} ${message}`} class={severity}>
          <strong>{severity}</strong> <RuleLink rule={ruleOfIssue(code)} />: {message}
        </li>
      ))}
    </ul>
  );
}
