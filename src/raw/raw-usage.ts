import { stringOf } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { integerIn } from "../otlp/integers.js";
import { jsonIn } from "../otlp/json.js";
import { plainValueOf } from "../otlp/plain-value.js";
import { parsePythonLiteral } from "../python/python-literal.js";
import type { SpanReading } from "../reading/span-reading.js";
import type { SpanUsage } from "../reading/span-usage.js";
import { rawFieldOn } from "./raw-facts.js";

/** Tokens as the provider counted them. */
export interface RawUsage extends SpanUsage {
  /** The ways to count the input: with and without what came from the cache, and what Gemini's tools brought. */
  readonly inputs: readonly number[];
  /** The ways to count the output: with and without the thoughts, which Gemini and xAI count separately. */
  readonly outputs: readonly number[];
  /** A length limit has cut it. What precedes the cut can be compared, but some counts may be missing. */
  readonly isCut: boolean;
}

/** Read once per span, because several calls may be compared with one raw request. */
const usages = new WeakMap<SpanReading, RawUsage | "none">();

/**
 * `.usage` of OpenAI, Anthropic and Bedrock, `.usageMetadata` of Gemini, the counts beside Ollama's answer;
 * `undefined` where they can't be read whole.
 */
export function rawUsageOf(raw: SpanReading): SpanUsage | undefined {
  const usage = comparableUsageOf(raw);
  return usage?.isCut === false ? usage : undefined;
}

/** The tokens as the provider counted them, also where a length limit has cut them. */
export function comparableUsageOf(raw: SpanReading): RawUsage | undefined {
  let usage = usages.get(raw);
  if (usage === undefined) usages.set(raw, (usage = readUsage(raw) ?? "none"));
  return usage === "none" ? undefined : usage;
}

function readUsage(raw: SpanReading): RawUsage | undefined {
  const value = rawFieldOn(raw, "usage", "usageMetadata");
  const written = stringOf(value);
  const read = written === undefined ? plainValueOf(value) : (parsePythonLiteral(written) ?? jsonIn(written));
  const whole = isObject(read) ? read : countsOfOllama(raw);
  // Cohere counts what it bills beside the tokens.
  const usage = hasCounts(whole?.tokens) ? whole?.tokens : (whole ?? countsBeforeCut(written));
  return usage && usageIn(usage, whole === undefined);
}

function hasCounts(usage: unknown): usage is Readonly<Record<string, unknown>> {
  return isObject(usage) && countIn(usage, "input_tokens", "output_tokens") !== undefined;
}

function usageIn(usage: Readonly<Record<string, unknown>>, isCut: boolean): RawUsage {
  const plain = countIn(usage, "prompt_tokens", "input_tokens", "promptTokenCount", "inputTokens");
  const cacheRead = countIn(usage, "cache_read_input_tokens", "cacheReadInputTokens") ?? 0;
  const cacheCreation = countIn(usage, "cache_creation_input_tokens", "cacheWriteInputTokens") ?? 0;
  const answer = countIn(usage, "completion_tokens", "output_tokens", "candidatesTokenCount", "outputTokens");
  const thoughts = countIn(usage, "thoughtsTokenCount") ?? 0;
  const details = usage.completion_tokens_details;
  const reasoning = (isObject(details) ? countIn(details, "reasoning_tokens") : undefined) ?? 0;
  const ofTools = countIn(usage, "toolUsePromptTokenCount") ?? 0;
  // Anthropic and Bedrock count the cache separately; LiteLLM and all others count it with the input.
  const isApart = usage.prompt_tokens === undefined;
  const input = plain === undefined ? undefined : plain + (isApart ? cacheRead + cacheCreation : 0);
  const output = answer === undefined ? undefined : answer + thoughts;
  return {
    input,
    output,
    total: countIn(usage, "total_tokens", "totalTokenCount", "totalTokens") ?? sumOf(input, output),
    isCut,
    inputs:
      plain === undefined ? [] : [0, cacheRead, cacheCreation, cacheRead + cacheCreation, ofTools].map((more) => plain + more),
    outputs: answer === undefined ? [] : [0, thoughts, reasoning].map((more) => answer + more),
  };
}

/** The numbers of a dict or an object that a length limit has cut. */
function countsBeforeCut(written: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (written?.startsWith("{") !== true) return undefined;
  return Object.fromEntries([...written.matchAll(WHOLE_COUNT)].map(([, name, count]) => [name, Number(count)]));
}

const WHOLE_COUNT = /["'](\w{1,40})["']: (\d{1,16})(?=[,}])/g;

function countsOfOllama(raw: SpanReading): Readonly<Record<string, unknown>> | undefined {
  const [input, output] = [rawFieldOn(raw, "prompt_eval_count"), rawFieldOn(raw, "eval_count")].map(integerIn);
  return input === undefined && output === undefined ? undefined : { input_tokens: Number(input), output_tokens: Number(output) };
}

const DIGITS = /^\d{1,15}$/;

function countIn(usage: Readonly<Record<string, unknown>>, ...members: readonly string[]): number | undefined {
  for (const member of members) {
    const written = usage[member];
    const value = typeof written === "string" && DIGITS.test(written) ? Number(written) : written;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return undefined;
}

function sumOf(input: number | undefined, output: number | undefined): number | undefined {
  return input === undefined || output === undefined ? undefined : input + output;
}
