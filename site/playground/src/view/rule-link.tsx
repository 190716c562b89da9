import type { Rule } from "../mapping/rules.ts";

/** Leads to a rule in the documentation, in another tab: a trace that somebody dropped here would be gone on the way back. */
export function RuleLink({ rule: { title, href } }: { readonly rule: Rule }) {
  return (
    <a href={href} target="_blank" rel="noopener">
      {title}
    </a>
  );
}
