/**
 * Judges a mapped request by what it really said and got, cell by cell, and tells where the recording holds the truth.
 * Looks for the truth in every text of the trace, without the mapper's rules, so that it is a judge of its own.
 */
import type { Span, TracesData } from "../src/index.js";
import { parsePythonLiteral } from "../src/recovery/python-literal.js";
import { isOfType, plainOf, spansOf } from "./spans.js";

/** A text, or fragments that all occur in it. */
export type Said = string | { readonly all: readonly string[] } | null;

/** What a request really said and got; `type: null` where no model was called. */
export interface Truth {
  readonly type: "llm" | "chain" | null;
  readonly calls?: number;
  readonly system?: Said;
  readonly user?: Said;
  readonly output?: Said;
  readonly toolCalls?: readonly string[];
  readonly tokens?: readonly (number | null)[] | null;
  readonly provider?: string;
  readonly model?: string;
  readonly failed?: boolean;
  readonly redacted?: boolean;
}

/** Where a recording holds a cell's truth. */
export type Holder = "own span" | "elsewhere" | "nowhere";

export interface Cell {
  readonly name: "system" | "user" | "output" | "input tokens" | "output tokens" | "total tokens" | "provider" | "model";
  readonly verdict: "right" | "absent" | "wrong";
  readonly holder: Holder;
  readonly got: unknown;
}

/** The cells of a request with one model call, judged on its `llm` span. */
export function cellsOf(truth: Truth, input: TracesData, mapped: TracesData): readonly Cell[] {
  const at = spansOf(mapped).findIndex(isOfType("llm"));
  const call = spansOf(mapped)[at];
  const own = spansOf(input)[at];
  if (call === undefined || own === undefined) return [];
  const others = spansOf(input).filter((span) => span !== own);
  const ownTexts = textsOf(own);
  const otherTexts = new Set(others.flatMap((span) => [...textsOf(span)]));
  const holderOf = (isHeldIn: (texts: ReadonlySet<string>) => boolean): Holder =>
    isHeldIn(ownTexts) ? "own span" : isHeldIn(otherTexts) ? "elsewhere" : "nowhere";

  const text = (name: "system" | "user" | "output", key: string, said: Said): Cell => {
    const got = plainOf(call, key);
    const holder = said === null ? "nowhere" : holderOf((texts) => holds(texts, said));
    return {
      name,
      got,
      holder,
      verdict: got === undefined ? "absent" : said !== null && says(String(got), said) ? "right" : "wrong",
    };
  };
  const count = (name: "input tokens" | "output tokens" | "total tokens", key: string, tokens: number): Cell => {
    const got = plainOf(call, key);
    const isHeld = own.attributes?.some(
      (attribute) => COUNT_KEY.test(attribute.key) && String(Object.values(attribute.value ?? {})[0]) === String(tokens),
    );
    return {
      name,
      got,
      holder: isHeld ? "own span" : "nowhere",
      verdict: got === undefined ? "absent" : String(got) === String(tokens) ? "right" : "wrong",
    };
  };
  const [input_ = null, output = null, total = null] = truth.tokens ?? [];
  const answer =
    truth.toolCalls !== undefined && (truth.output ?? null) === null ? { all: truth.toolCalls } : (truth.output ?? null);
  return [
    text("system", "gen_ai.llm.input.system", truth.system ?? null),
    text("user", "gen_ai.llm.input.user", truth.user ?? null),
    text("output", "gen_ai.llm.output", answer),
    ...(input_ === null ? [] : [count("input tokens", "gen_ai.usage.input_tokens", input_)]),
    ...(output === null ? [] : [count("output tokens", "gen_ai.usage.output_tokens", output)]),
    ...(total === null ? [] : [count("total tokens", "gen_ai.usage.total_tokens", total)]),
    ...(truth.provider === undefined ? [] : [providerCell(truth.provider, own, call)]),
    ...(truth.model === undefined ? [] : [modelCell(truth.model, own, call)]),
  ];
}

const COUNT_KEY = /^(?:gen_ai|llm)\.usage\.\w+_tokens$/;

/** LiteLLM's V2 names providers as OpenTelemetry does. */
const PROVIDER_NAMES: Readonly<Record<string, readonly string[]>> = {
  gemini: ["gemini", "gcp.gemini"],
  "text-completion-openai": ["text-completion-openai", "openai"],
};

function providerCell(provider: string, own: Span, call: Span): Cell {
  const names = PROVIDER_NAMES[provider] ?? [provider];
  const got = plainOf(call, "gen_ai.system");
  const isHeld = ["gen_ai.system", "gen_ai.provider.name"].some((key) => names.includes(String(plainOf(own, key))));
  const verdict = got === undefined ? "absent" : names.includes(String(got)) ? "right" : "wrong";
  return { name: "provider", got, holder: isHeld ? "own span" : "elsewhere", verdict };
}

/** V2 writes the model as the caller named it, which may be the proxy's alias. */
function modelCell(model: string, own: Span, call: Span): Cell {
  const got = plainOf(call, "gen_ai.request.model");
  const sent = plainOf(own, "gen_ai.request.model");
  const verdict = got === undefined ? "absent" : got === model || got === sent ? "right" : "wrong";
  return { name: "model", got, holder: sent === undefined ? "nowhere" : "own span", verdict };
}

function says(got: string, said: Exclude<Said, null>): boolean {
  if (typeof said === "string") return folded(got) === folded(said) || isPartsOf(got, said);
  return said.all.every((fragment) => folded(got).includes(folded(fragment)));
}

/** A message with an image in it is shown as the JSON of its parts. */
function isPartsOf(got: string, said: string): boolean {
  return got.startsWith("[{") && textsIn(got).some((text) => folded(text) === folded(said));
}

function holds(texts: ReadonlySet<string>, said: Exclude<Said, null>): boolean {
  const folds = [...texts].map(folded);
  if (typeof said === "string") return folds.includes(folded(said));
  return said.all.every((fragment) => folds.some((text) => text.includes(folded(fragment))));
}

/** The stand-in for the providers joins parts of a question by a space each, also where one has no text. */
function folded(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Every text on a span: attribute values, and the texts inside those that are JSON or Python's repr. */
function textsOf(span: Span): ReadonlySet<string> {
  const values = (span.attributes ?? []).map(({ value }) => value?.stringValue).filter((value) => typeof value === "string");
  return new Set(values.flatMap((value) => [value, ...textsIn(value)]));
}

function textsIn(source: string): readonly string[] {
  if (!/^\s*[[{]/.test(source)) return [];
  try {
    return leavesOf(JSON.parse(source));
  } catch {
    return leavesOf(parsePythonLiteral(source));
  }
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
