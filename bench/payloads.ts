/** What is measured: payloads made of the recorded cases, as an ingestion backend gets them. */
import { readdirSync, readFileSync } from "node:fs";
import type { KeyValue, ResourceSpans, Span, TracesData } from "../src/index.js";

/** A payload by its letter in docs/performance.md. */
export interface Payload {
  readonly name: string;
  readonly what: string;
  /** OTLP/JSON as it comes over the wire: without insignificant white space. */
  readonly json: string;
  readonly spans: number;
  /** How many copies one sample takes, few enough for the caches of a processor, as one request is. */
  readonly copies: number;
}

const CASES = new URL("../fixtures/cases/", import.meta.url);
const MESSAGES = "gen_ai.input.messages";

export function payloads(): readonly Payload[] {
  return [
    payload("A", "SDK call with tools and its raw span", 32, recorded("1.106.10-sdk-completion-tools")),
    payload("B", "proxy request with infrastructure spans", 16, recorded("1.106.10-chat-simple")),
    payload("C", "conversation of 41 turns", 4, conversation(41)),
    payload("D", "conversation of 400 turns", 4, conversation(400)),
    payload("E", "export batch of 512 mixed spans", 2, batch(512)),
  ];
}

/** All spans of a request, whatever resource and scope they stand in. */
export function spansOf(traces: TracesData): readonly Span[] {
  return (traces.resourceSpans ?? []).flatMap(({ scopeSpans }) => (scopeSpans ?? []).flatMap(({ spans }) => spans ?? []));
}

/** Spans as one request of LiteLLM's. */
export function requestOf(spans: readonly Span[]): TracesData {
  const attributes = [{ key: "service.name", value: { stringValue: "litellm" } }];
  return { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: "litellm" }, spans }] }] };
}

function payload(name: string, what: string, copies: number, traces: TracesData): Payload {
  return { name, what, copies, json: JSON.stringify(traces), spans: spansOf(traces).length };
}

function recorded(name: string): TracesData {
  return JSON.parse(readFileSync(new URL(`${name}/input.json`, CASES), "utf8"));
}

/** The call's span of the recorded long conversation alone, with its turns in the middle repeated or left out. */
function conversation(turns: number): TracesData {
  const [resourceSpans] = recorded("1.83.10-chat-long").resourceSpans ?? [];
  const call = spansOf({ resourceSpans: [resourceSpans as ResourceSpans] }).find((span) =>
    span.attributes?.some(({ key }) => key === MESSAGES),
  );
  const attributes = (call?.attributes ?? []).map((attribute) =>
    attribute.key === MESSAGES ? { ...attribute, value: { stringValue: longer(messagesIn(attribute), turns) } } : attribute,
  );
  return requestOf([{ ...call, attributes }]);
}

function messagesIn(attribute: KeyValue): readonly unknown[] {
  return JSON.parse(attribute.value?.stringValue ?? "[]");
}

/** Turns are messages of user and assistant by turns. Written as Python's `json.dumps` writes. */
function longer([system, ...turns]: readonly unknown[], count: number): string {
  const last = turns.at(-1);
  const middle = Array.from({ length: count - 1 }, (_, at) => turns[at % (turns.length - 1)]);
  return `[${[system, ...middle, last].map((message) => dumps(message)).join(", ")}]`;
}

function dumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dumps).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${dumps(member)}`)
    .join(", ")}}`;
}

/** Whole recorded requests until there are enough spans; without the long conversation, which is a payload of its own. */
function batch(size: number): TracesData {
  const names = readdirSync(CASES).filter((name) => !name.includes("chat-long"));
  const spans = names.sort().flatMap((name) => spansOf(recorded(name)));
  if (spans.length < size) throw new Error(`The recorded cases have ${spans.length} spans, not ${size}`);
  return requestOf(spans.slice(0, size));
}
