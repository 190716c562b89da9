import type { SourceName } from "../litellm/attribute-rules.js";
import { PLACEHOLDERS } from "../messages/parts.js";
import type { Time } from "../otlp/times.js";
import { idIn } from "../otlp/wire-keys.js";
import { providerIdOf, rawMessagesOf, writtenAnswerOf } from "../raw/raw-facts.js";
import { differ } from "../reading/differ.js";
import { ofLastCall, type SpanReading, textAt } from "../reading/span-reading.js";

/** The facts in which two spans must not contradict each other if they report one call. */
export type Facts = readonly (string | undefined)[];

export function callIdOf(call: SpanReading): string | undefined {
  return idIn(textAt(call, call.layout.sources.callId));
}

/** The id of the response; for a raw request span, also the id that the provider gave. */
export function responseIdOf(call: SpanReading): string | undefined {
  const { responseId, langtraceResponseId } = call.layout.sources;
  return idIn(textAt(call, responseId ?? langtraceResponseId) ?? (call.isRawRequest ? providerIdOf(call) : undefined));
}

export function startOf({ view }: SpanReading): Time | undefined {
  return view.startTime;
}

export function endOf({ view }: SpanReading): Time | undefined {
  return view.endTime;
}

/** Start and end, to the nanosecond: LiteLLM's callbacks export a call with the same ones. */
export function momentOf(reading: SpanReading): string | undefined {
  const [start, end] = [startOf(reading), endOf(reading)];
  return start === undefined || end === undefined ? undefined : `${start}-${end}`;
}

/** A failed attempt and the next one are two calls, whatever they share. */
export function isFailed({ view }: SpanReading): boolean {
  return view.isFailed;
}

/** The facts of a span; what it does not report is `undefined`, and so is a message that LiteLLM redacted. */
export function factsOf(call: SpanReading): Facts {
  return [
    String(isFailed(call)),
    firstTextOf(call, ["callId"]),
    firstTextOf(call, ["requestModel"]),
    ...CALLER.map((names) => firstTextOf(call, names)),
    inputOf(call),
    outputOf(call),
  ];
}

/** Who made a call, by the names that modes have for it: key, team, end user. */
const CALLER: readonly (readonly SourceName[])[] = [
  ["keyHash", "v2KeyHash", "promotedKeyHash"],
  ["keyAlias", "promotedKeyAlias"],
  ["teamId", "v2TeamId", "promotedTeamId"],
  ["teamAlias", "v2TeamAlias", "promotedTeamAlias"],
  ["endUserId", "v2EndUserId", "promotedEndUserId"],
  ["requestUser"],
];

function firstTextOf(call: SpanReading, names: readonly SourceName[]): string | undefined {
  for (const name of names) {
    const text = textAt(call, call.layout.sources[name]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Whether both say who made the call, and it differs. */
export function haveOtherCallers(one: SpanReading, other: SpanReading): boolean {
  return CALLER.some((names) => differ(firstTextOf(one, names), firstTextOf(other, names)));
}

/** A caller may give one call id to many requests, whose responses differ. */
export function haveOneResponse(one: SpanReading, other: SpanReading): boolean {
  return !differ(ownResponseIdOf(one), ownResponseIdOf(other));
}

/** The id of the response, unless it is the call id, which LiteLLM writes where there is no response. */
function ownResponseIdOf(call: SpanReading): string | undefined {
  const id = responseIdOf(call);
  return id === callIdOf(call) ? undefined : id;
}

/** The facts of two spans together; `undefined` where they contradict each other. */
export function jointFacts(a: Facts, b: Facts): Facts | undefined {
  for (let at = 0; at < a.length; at++) if (differ(a[at], b[at])) return undefined;
  return a.map((fact, at) => fact ?? b[at]);
}

/**
 * A short text that is the same for the same facts, and seldom for others. Long texts are represented by
 * their ends and length.
 */
export function digestOf(facts: Facts): string {
  return facts.map((fact) => (fact === undefined ? "" : `${fact.length}:${fact.slice(0, 32)}${fact.slice(-32)}`)).join("\n");
}

/** The input messages as they are written; those of a redacted call hold the placeholder. */
export function writtenInputOf(call: SpanReading): string | undefined {
  const written = textAt(call, call.layout.sources.inputMessages) ?? indexedOf(call, "prompts");
  return written ?? (call.isRawRequest ? rawMessagesOf(call) : undefined);
}

/** The input messages as they are written. Without message logging there is nothing to compare. */
export function inputOf(call: SpanReading): string | undefined {
  return withoutPlaceholder(writtenInputOf(call));
}

/**
 * The output messages as they are written; for a raw request span without the call's own attributes, the
 * provider's answer.
 */
function outputOf(call: SpanReading): string | undefined {
  const written = textAt(call, ofLastCall(call, call.layout.sources.outputMessages)) ?? indexedOf(call, "completions");
  const isPlainRaw = call.isRawRequest && call.operation === undefined;
  return withoutPlaceholder(written ?? (isPlainRaw ? writtenAnswerOf(call) : undefined));
}

function withoutPlaceholder(written: string | undefined): string | undefined {
  return written === undefined || PLACEHOLDERS.some((placeholder) => written.includes(placeholder)) ? undefined : written;
}

/** How many characters of messages are joined for comparing. No JavaScript string can hold many more. */
const MAX_COMPARED = 100_000_000;

function indexedOf(call: SpanReading, list: "prompts" | "completions"): string | undefined {
  const indexed = call.layout.indexed.filter((source) => source.list === list && source.at >= call.callFrom);
  if (indexed.length === 0) return undefined;
  let written = "";
  for (const { index, field, at } of indexed) {
    const text = textAt(call, at) ?? "";
    if (written.length + text.length > MAX_COMPARED) return undefined;
    written += `${index}.${field}.${text.length}:${text}`;
  }
  return written;
}
