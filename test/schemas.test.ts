import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import { corpusNames, corpusRequests } from "../fixtures/report/corpus.js";
import {
  type FiddlerSpan,
  fiddlerSpansFrom,
  type MappingOptions,
  mapLiteLLMTraces,
  recordToJSON,
  type TracesData,
} from "../src/index.js";
import { fiddlerSpanJSONSchema, fiddlerSpanSchema, mappingOptionsSchema, tracesDataSchema } from "../src/schemas/index.js";
import { forms, otlpJson } from "./otlp-forms.js";
import { recordedCase } from "./recorded-cases.js";

const pathsOf = (error: z.ZodError | undefined) => (error?.issues ?? []).map(({ path }) => path.join("."));

test("schemas and types agree", () => {
  expectTypeOf<Readonly<z.output<typeof fiddlerSpanSchema>>>().toEqualTypeOf<FiddlerSpan>();
  expectTypeOf<Readonly<z.input<typeof fiddlerSpanSchema>>>().toEqualTypeOf<FiddlerSpan>();
  expectTypeOf<z.output<typeof mappingOptionsSchema>>().toEqualTypeOf<MappingOptions>();
  expectTypeOf<z.output<typeof tracesDataSchema>>().toEqualTypeOf<TracesData>();
});

describe("the whole corpus", () => {
  const isJSONForm = new Ajv2020({ formats: { "unix-nano": true, int64: true } }).compile(fiddlerSpanJSONSchema);

  test.each(corpusNames())("%s: requests, records and their JSON form fit", (name) => {
    for (const { label, input } of corpusRequests(name)) {
      expect(tracesDataSchema.safeParse(input).error, label).toBeUndefined();
      for (const recoverFromRawRequest of [false, true]) {
        for (const record of fiddlerSpansFrom(input, { recoverFromRawRequest })) {
          const { data, error } = fiddlerSpanSchema.safeParse(record);
          expect(error, label).toBeUndefined();
          expect(data).toEqual(record);
          expect(isJSONForm(recordToJSON(record)), JSON.stringify(isJSONForm.errors)).toBe(true);
        }
      }
    }
  });

  test("members of the schema are seen in it, so that the test above is not void", () => {
    const seen = new Set(
      corpusNames().flatMap((name) =>
        corpusRequests(name).flatMap(({ input }) =>
          fiddlerSpansFrom(input, { recoverFromRawRequest: true }).flatMap(Object.keys),
        ),
      ),
    );
    expect(Object.keys(fiddlerSpanSchema.shape).filter((member) => !seen.has(member))).toEqual([]);
  });
});

describe("what is not a record", () => {
  const [record] = fiddlerSpansFrom(recordedCase("1.83.10-chat-tools").input);
  const circle: Record<string, unknown> = {};
  circle.itself = circle;
  let deep: unknown = "bottom";
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];

  test.each<[string, object, readonly string[]]>([
    ["a member too many", { more: 1 }, []],
    ["a name from the wire", { user: JSON.parse('{"__proto__": "x"}') }, []],
    ["deep values", { user: { deep } }, []],
    ["a circle", { user: circle }, []],
    ["a time as text", { startTimeUnixNano: "5" }, ["startTimeUnixNano"]],
    ["a time of 0", { startTimeUnixNano: 0n }, ["startTimeUnixNano"]],
    ["a member that is undefined", { name: undefined }, ["name"]],
    ["an empty text", { teamId: "" }, ["teamId"]],
    ["a status that is none", { status: "fine" }, ["status"]],
    ["a count that is negative", { inputTokens: -1 }, ["inputTokens"]],
    ["a count that is not whole", { cacheReadTokens: 1.5 }, ["cacheReadTokens"]],
    ["a cost that is not finite", { costs: { total_cost: Number.NaN } }, ["costs"]],
    ["a cost that is text", { costs: { total_cost: "1" } }, ["costs"]],
    ["user attributes in a list", { user: [] }, ["user"]],
    ["a function", { attributes: { a: [() => 1] } }, ["attributes"]],
    ["undefined", { attributes: { a: undefined } }, ["attributes"]],
    ["a date", { attributes: { a: new Date(0) } }, ["attributes"]],
    ["two faults", { type: 1, kind: "none" }, ["type", "kind"]],
  ])("%s", (_name, members, paths) => {
    expect(pathsOf(fiddlerSpanSchema.safeParse({ ...record, ...members }).error)).toEqual(paths);
  });

  test("maps are given back as they are", () => {
    const user = JSON.parse('{"__proto__": "x"}');
    expect(fiddlerSpanSchema.parse({ ...record, user }).user).toBe(user);
  });
});

test("the JSON Schema in the package is that of the schema", () => {
  const file = new URL("../schemas/fiddler-span.v1.schema.json", import.meta.url);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(fiddlerSpanJSONSchema);
});

describe("mapping options", () => {
  const messageOf = (options: unknown) => {
    try {
      mapLiteLLMTraces({}, options as MappingOptions);
      return undefined;
    } catch (error) {
      return error instanceof TypeError ? error.message : String(error);
    }
  };
  test.each<[unknown, readonly string[]]>([
    [{}, []],
    [{ serviceNames: ["llm-gateway"], duplicates: "keep", recoverFromRawRequest: true, scopeNames: undefined }, []],
    [{ onIssue: () => {} }, []],
    [{ serviceNames: "litellm" }, ["serviceNames"]],
    [{ duplicates: "drop", rawRequests: null }, ["duplicates", "rawRequests"]],
    [{ recover: true }, ["recover"]],
    [JSON.parse('{"__proto__": 1}'), ["__proto__"]],
    [null, [""]],
    ["keep", [""]],
  ])("%j", (options, paths) => {
    const { error } = mappingOptionsSchema.safeParse(options);
    expect(pathsOf(error)).toEqual(paths);
    // The first fault is what the mapper itself throws, word for word.
    expect(error?.issues[0]?.message).toBe(messageOf(options));
  });
});

describe("OTLP requests", () => {
  const { input } = recordedCase("1.83.10-chat-tools");

  test.each(forms)("$name fits, and is given back as it is", (form) => {
    const decoded = form.decode(otlpJson.encode(input));
    const { data, error } = tracesDataSchema.safeParse(decoded);
    expect(error).toBeUndefined();
    expect(data).toBe(decoded);
  });

  test.each<[string, unknown, readonly string[]]>([
    ["the empty request", {}, []],
    ["no resources", { resourceSpans: [] }, []],
    ["unknown members", { resourceSpans: [{ scopeSpans: [{ spans: [{ flags: 1, more: [] }], more: 1 }] }], more: 1 }, []],
    ["members that are null", { resourceSpans: [{ resource: null, scopeSpans: [{ scope: null, spans: null }] }] }, []],
    ["null", null, [""]],
    ["a text", "{}", [""]],
    ["a list", [input], [""]],
    ["another object", { hello: "world" }, ["resourceSpans"]],
    ["snake_case", { resource_spans: [] }, ["resourceSpans"]],
    ["one ResourceSpans", { scopeSpans: [] }, ["resourceSpans"]],
    ["a list that is none", { resourceSpans: {} }, ["resourceSpans"]],
    ["an entry that is none", { resourceSpans: [{}, 5] }, ["resourceSpans.1"]],
    ["scopes that are none", { resourceSpans: [{ scopeSpans: "x" }] }, ["resourceSpans.0.scopeSpans"]],
    [
      "an attribute without a key, and a time that is none",
      { resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [{}], startTimeUnixNano: "now" }] }] }] },
      ["resourceSpans.0.scopeSpans.0.spans.0.startTimeUnixNano", "resourceSpans.0.scopeSpans.0.spans.0.attributes.0.key"],
    ],
  ])("%s", (_name, body, paths) => {
    expect(pathsOf(tracesDataSchema.safeParse(body).error)).toEqual(paths);
  });

  test.each<[unknown, RegExp]>([
    [null, /must be an OTLP request/],
    [{ hello: 1 }, /is missing: an OTLP request/],
    [{ resource_spans: [] }, /named resourceSpans/],
    [{ scopeSpans: [] }, /one ResourceSpans/],
    [{ resourceSpans: {}, resource_spans: [], scopeSpans: [] }, /expected array, received object/],
    [{ resourceSpans: [{ scopeSpans: "x" }] }, /expected array, received string/],
  ])("%j: the message says the way out", (body, message) => {
    const [issue] = tracesDataSchema.safeParse(body).error?.issues ?? [];
    expect(issue).toMatchObject({ code: "custom", message: expect.stringMatching(message) });
  });
});
