import type { ExplainedSpan } from "../explain/explained-span.js";

/** Why a call shows no texts, for a person; `undefined` for one that failed, whose error says it. */
export function whyNoText({ isRedacted, issues, error }: ExplainedSpan): string | undefined {
  if (isRedacted) return "redacted by LiteLLM";
  if (issues.some(({ code }) => code === "redacted-content-withheld")) return "withheld";
  return error === undefined ? "LiteLLM wrote no messages" : undefined;
}
