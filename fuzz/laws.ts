import { type MappingOptions, mapLiteLLMSpan, mapLiteLLMTraces } from "../src/index.js";
import { attributeLaws } from "./attribute-laws.js";
import { listOf, SPAN_TYPE, spanTextOf, typesByOperation } from "./contract.js";
import { type Law, mappedPairs, mayWithhold } from "./law.js";
import { type MapperRun, runOf } from "./mapper-run.js";
import { isObject, isSame } from "./tree.js";

const CODES: ReadonlySet<string> = new Set([
  "application-id-missing",
  "application-id-invalid",
  "operation-unknown",
  "messages-invalid",
  "messages-truncated",
  "token-count-invalid",
  "duplicate-call",
  "redacted-content-withheld",
  "raw-request-unreadable",
  "litellm-not-recognised",
  "call-not-told",
  "attributes-dropped",
  "credential-withheld",
]);

/** Every law, by what it says. */
export const LAWS: ReadonlyMap<string, Law> = new Map<string, Law>([
  [
    "a second run gives the same, with and without a listener",
    ({ input, options, output, issues }) => {
      if (!isSame(mapLiteLLMTraces(input, options), output)) return "without a listener the result is another";
      const issuesAgain: unknown[] = [];
      const again = mapLiteLLMTraces(input, { ...options, onIssue: (issue) => issuesAgain.push(issue) });
      return isSame(again, output) && isSame(issuesAgain, issues) ? undefined : "the second run gave something else";
    },
  ],
  [
    "what is mapped maps to itself, by reference",
    ({ options, output }) => (mapLiteLLMTraces(output, options) === output ? undefined : "the mapped request was mapped again"),
  ],
  ["one resource maps alone as it does in a request", entriesAgree],
  [
    "what is not LiteLLM's passes by reference",
    ({ pairs }) =>
      pairs.every(({ before, after, handling }) => handling !== "pass" || Object.is(before, after))
        ? undefined
        : "another's span changed",
  ],
  [
    "spans that came with a type, and what is no span, pass by reference",
    ({ pairs }) =>
      pairs.every(({ before, after, isMapped, handling }) => isMapped || handling === "type" || Object.is(before, after))
        ? undefined
        : "such a span changed",
  ],
  ["all on a span but its attributes is left alone", membersStay],
  [
    "the span type is by operation alone, but for duplicates",
    (run) => {
      const mayDemote = run.options.duplicates !== "keep" && run.issues.some(({ code }) => code === "duplicate-call");
      for (const { before, after } of mappedPairs(run)) {
        const type = spanTextOf(after, SPAN_TYPE);
        const expected = typesByOperation(before);
        const isRight = expected.has(type ?? "") || (mayDemote && type === "chain");
        if (!isRight) return `${type} instead of ${[...expected].join(" or ")}`;
      }
      return undefined;
    },
  ],
  ...attributeLaws,
  [
    "issues have known codes, short messages and ids",
    ({ issues }) => {
      const wrong = issues.find(
        ({ code, message, traceId, spanId }) =>
          !CODES.has(code) || message.length > 1000 || typeof traceId !== "string" || typeof spanId !== "string",
      );
      return wrong && JSON.stringify(wrong).slice(0, 300);
    },
  ],
  [
    "prototypes stay as they are",
    () => {
      const polluted = [Object.prototype, Array.prototype, String.prototype].find(
        (prototype) => Object.keys(prototype).length > 0,
      );
      return polluted && `${Object.keys(polluted)} stands on a prototype`;
    },
  ],
]);

/** The first law that a request breaks, a mapper that throws first of all; `undefined` where all hold. */
export function brokenLaw(input: object, options: MappingOptions): { readonly law: string; readonly how: string } | undefined {
  let law = "the mapper does not throw";
  try {
    const run = runOf(input, options);
    for (const [name, holds] of LAWS) {
      law = name;
      const how = holds(run);
      if (how !== undefined) return { law, how };
    }
    return undefined;
  } catch (error) {
    return { law, how: error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1]?.trim()}` : String(error) };
  }
}

function entriesAgree({ input, options, output }: MapperRun): string | undefined {
  const all = listOf(input, "resourceSpans");
  const [only] = all;
  if (all.length !== 1 || !isObject(only)) return undefined;
  const alone = mapLiteLLMSpan(only, options) ?? only;
  return isSame(alone, listOf(output, "resourceSpans")[0]) ? undefined : "mapLiteLLMSpan gave something else";
}

function membersStay(run: MapperRun): string | undefined {
  for (const { before, after } of mappedPairs(run)) {
    if (!isObject(before) || !isObject(after)) return "a span is no span any more";
    const names = Object.keys(before).filter((name) => name !== "attributes");
    const namesAfter = Object.keys(after).filter((name) => name !== "attributes");
    if (names.join() !== namesAfter.join()) return `members ${names} became ${namesAfter}`;
    const isStripped = mayWithhold(run);
    const changed = names.find(
      (name) => !Object.is(before[name], after[name]) && !(isStripped && (name === "events" || name === "status")),
    );
    if (changed !== undefined) return `member ${changed} changed`;
  }
  return undefined;
}
