/** What runs side by side: the library, the floor, another mapper, and messages read by parsing them whole. */
import { convertGenAISpanAttributesToOpenInferenceSpanAttributes } from "@arizeai/openinference-genai";
import type * as Library from "../src/index.js";
import type { KeyValue, TracesData } from "../src/index.js";
import { promptByFullParse } from "./full-parse.js";
import { spansOf } from "./payloads.js";

/** `run` is timed, on what `prepare` made of one freshly parsed copy. */
export interface Contender {
  readonly name: string;
  readonly prepare: (json: string) => unknown;
  readonly run: (prepared: never) => unknown;
}

type Mapper = Pick<typeof Library, "mapLiteLLMTraces">;
type PlainAttributes = Parameters<typeof convertGenAISpanAttributesToOpenInferenceSpanAttributes>[0];

/** The built package, or another build of it for comparison. */
export async function mapperContenders(entry: string, label = ""): Promise<readonly Contender[]> {
  const { mapLiteLLMTraces }: Mapper = await import(entry);
  const contender = (name: string, run: (traces: TracesData) => unknown): Contender => ({ name, prepare: parse, run });
  return [
    contender(`${label}mapper`, (traces) => mapLiteLLMTraces(traces)),
    contender(`${label}mapper, recovery on`, (traces) => mapLiteLLMTraces(traces, { recoverFromRawRequest: true })),
  ];
}

export const OTHER_CONTENDERS: readonly Contender[] = [
  { name: "JSON floor", prepare: (json) => json, run: (json: string) => JSON.stringify(JSON.parse(json)) },
  {
    name: "openinference-genai",
    prepare: (json) => spansOf(parse(json)).map((span) => plainAttributes(span.attributes ?? [])),
    run: (spans: PlainAttributes[]) => spans.map((span) => convertGenAISpanAttributesToOpenInferenceSpanAttributes(span)),
  },
  {
    name: "messages by full parse",
    prepare: parse,
    run: (traces: TracesData) => spansOf(traces).map((span) => promptByFullParse(span.attributes ?? [])),
  },
];

function parse(json: string): TracesData {
  return JSON.parse(json);
}

function plainAttributes(attributes: readonly KeyValue[]): PlainAttributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value ?? {})[0]])) as PlainAttributes;
}
