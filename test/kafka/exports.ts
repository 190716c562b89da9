/** What is sent through the line: the recorded corpus and copies of a recorded load, cut into requests as LiteLLM's exporter cuts. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { corpusNames, corpusRequests } from "../../fixtures/report/corpus.js";
import type { ResourceSpans, Span, TracesData } from "../../src/index.js";

/** What was recorded together: all there is to know about its traces. */
export interface Recorded {
  /** The label of the corpus' truth; `load` for a copy of the load. */
  readonly label: string;
  readonly whole: TracesData;
}

const LOAD = new URL("../../fixtures/load/1.110.2.json.gz", import.meta.url);

/** Each recording of the corpus, its requests with trace ids of their own: one request of each asks for a certain trace id. */
export function corpusRecordings(): readonly (readonly Recorded[])[] {
  return corpusNames().map((name) =>
    corpusRequests(name).map(({ label, input }) => ({ label, whole: parsed(withOwnTraceIds(JSON.stringify(input), name)) })),
  );
}

/** A copy of the load that is another load: other traces, other calls, other responses. */
export function loadCopy(copy: number): Recorded {
  const text = gunzipSync(readFileSync(LOAD)).toString("utf8");
  const responses = new Set(
    [...text.matchAll(/"gen_ai\.response\.id","value":\{"stringValue":"([^"]+)"/g)].map(([, id = ""]) => id),
  );
  let other = withOwnTraceIds(text, `load ${copy}`).replace(UUID, (id) => uuidOf(digest(`${copy} ${id}`)));
  for (const id of responses) other = other.replaceAll(`"${id}"`, `"${id.slice(0, 12)}${digest(`${copy} ${id}`)}"`);
  return { label: "load", whole: parsed(other) };
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

function withOwnTraceIds(text: string, salt: string): string {
  return text.replace(/\b[0-9a-f]{32}\b/g, (id) => digest(`${salt} ${id}`));
}

function digest(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function parsed(text: string): TracesData {
  return JSON.parse(text);
}

interface Place {
  readonly span: Span;
  readonly resource: ResourceSpans;
  readonly scope: NonNullable<ResourceSpans["scopeSpans"]>[number];
}

/** Requests of `size` spans, in the order in which the spans ended, which is when an exporter takes them. */
export function exportsOf(recorded: readonly Recorded[], size: number): readonly TracesData[] {
  const places: Place[] = [];
  for (const { whole } of recorded) {
    for (const resource of whole.resourceSpans ?? []) {
      for (const scope of resource.scopeSpans ?? []) for (const span of scope.spans ?? []) places.push({ span, resource, scope });
    }
  }
  const endOf = ({ span }: Place) => BigInt(String(span.endTimeUnixNano ?? 0));
  places.sort((one, other) => (endOf(one) < endOf(other) ? -1 : Number(endOf(one) > endOf(other))));
  return Array.from({ length: Math.ceil(places.length / size) }, (_, at) => requestOf(places.slice(at * size, (at + 1) * size)));
}

function requestOf(places: readonly Place[]): TracesData {
  const resources = new Map<ResourceSpans, Map<Place["scope"], Span[]>>();
  for (const { span, resource, scope } of places) {
    const scopes = resources.get(resource) ?? new Map<Place["scope"], Span[]>();
    resources.set(resource, scopes.set(scope, [...(scopes.get(scope) ?? []), span]));
  }
  const resourceSpans = [...resources].map(([resource, scopes]) => {
    return { ...resource, scopeSpans: [...scopes].map(([scope, spans]) => ({ ...scope, spans })) };
  });
  return { resourceSpans };
}
