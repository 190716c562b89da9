/** Hostile sizes at n, 2n and 4n: what is linear doubles with its size. */
import type { Span, TracesData } from "../src/index.js";
import { quantile } from "./measure.js";
import { requestOf } from "./payloads.js";

export interface Growth {
  readonly what: string;
  readonly size: number;
  readonly milliseconds: readonly number[];
}

const RUNS = 3;

/** The median time of each input at its size, twice and four times that. */
export function growthOf<Request>(
  prepare: (traces: TracesData) => Request,
  map: (request: Request) => unknown,
): readonly Growth[] {
  return INPUTS.map(({ what, size, input }) => ({
    what,
    size,
    milliseconds: [size, 2 * size, 4 * size].map((of) => {
      const requests = Array.from({ length: RUNS }, () => prepare(input(of)));
      return quantile(
        requests.map((request) => millisecondsOf(() => map(request))),
        0.5,
      );
    }),
  }));
}

function millisecondsOf(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const INPUTS: readonly { readonly what: string; readonly size: number; readonly input: (size: number) => TracesData }[] = [
  { what: "lists nested in a message", size: 25_000, input: (size) => requestOf([callWith(nested(size))]) },
  { what: "lists nested and cut", size: 25_000, input: (size) => requestOf([callWith("[".repeat(size))]) },
  { what: "characters of text", size: 2_500_000, input: (size) => requestOf([callWith(messageOf("text ".repeat(size / 5)))]) },
  { what: "characters of quotes", size: 2_500_000, input: (size) => requestOf([callWith(messageOf('"'.repeat(size)))]) },
  { what: "attributes on a span", size: 25_000, input: (size) => requestOf([{ ...span(0), attributes: manyAttributes(size) }]) },
  { what: "spans with one parent and response id", size: 12_500, input: (size) => requestOf(manySpans(size, () => "parent")) },
  { what: "spans in one line of descent", size: 12_500, input: (size) => requestOf(manySpans(size, (at) => idOf(at - 1))) },
];

function callWith(messages: string): Span {
  return { ...span(0), attributes: [...CALL, text("gen_ai.input.messages", messages)] };
}

function nested(depth: number): string {
  return `[{"role":"user","content":"Hello","more":${"[".repeat(depth)}${"]".repeat(depth)}}]`;
}

function messageOf(content: string): string {
  return JSON.stringify([{ role: "user", content }]);
}

let spansMade = 0;

/** Names that no span had before, so that nothing is remembered of them. */
function manyAttributes(size: number) {
  spansMade++;
  return Array.from({ length: size }, (_, at) => text(`metadata.span_${spansMade}.field_${at}`, "told"));
}

function manySpans(size: number, parentOf: (at: number) => string): readonly Span[] {
  return Array.from({ length: size }, (_, at) => ({ ...span(at), parentSpanId: parentOf(at) }));
}

function span(at: number): Span {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: idOf(at),
    startTimeUnixNano: "1795461211000000000",
    endTimeUnixNano: "1795461212000000000",
    attributes: [...CALL, text("gen_ai.response.id", "one")],
  };
}

function idOf(at: number): string {
  return (at + 1).toString(16).padStart(16, "0");
}

const CALL = [text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "gpt-4o")];

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } };
}
