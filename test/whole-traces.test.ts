import { describe, expect, test } from "vitest";
import type { Span, TracesData } from "../src/index.js";
import { type WholeTracesOptions, wholeTraces, wholeTracesProtobuf } from "../src/whole-traces/index.js";
import { forms, otlpJson } from "./otlp-forms.js";
import { attribute, deepFreeze, litellmTraces, span, spansOf } from "./spans.js";

/** A trace id that is valid, of a few letters. */
const idOf = (name: string) => Buffer.from(name).toString("hex").padStart(32, "0");
const nameOf = (traceId: unknown) => Buffer.from(String(traceId), "hex").toString().replaceAll("\0", "");

const of = (...names: readonly string[]) => litellmTraces(...names.map((name) => span({}, { traceId: idOf(name) })));
const calling = (name: string, attributes: Readonly<Record<string, string>>) =>
  litellmTraces(span(attributes, { traceId: idOf(name) }));

/** The two carriers under one face: requests as OTLP/JSON go in and come out. */
interface Held {
  add(request: TracesData, now: number, token?: unknown): void;
  /** For each request that is handed back, the traces of its spans, in order. */
  take(now: number): readonly string[];
  flush(): readonly string[];
  oldestToken(): unknown;
  stats(): ReturnType<ReturnType<typeof wholeTraces>["stats"]>;
}

const namesIn = (request: TracesData) =>
  spansOf(request)
    .map(({ traceId }) => nameOf(traceId))
    .join(" ");

const CARRIERS: readonly (readonly [string, (options?: WholeTracesOptions) => Held])[] = [
  [
    "objects",
    (options) => {
      const traces = wholeTraces(options);
      return {
        add: (request, now, token) => traces.add(deepFreeze(request), now, token),
        take: (now) => [...traces.takeReady(now)].map(namesIn),
        flush: () => [...traces.flush()].map(namesIn),
        oldestToken: () => traces.oldestToken(),
        stats: () => traces.stats(),
      };
    },
  ],
  [
    "bytes",
    (options) => {
      const traces = wholeTracesProtobuf(options);
      const namesOf = (requests: Iterable<Uint8Array>) => [...requests].map((bytes) => namesIn(otlpJson.decode(bytes)));
      return {
        add: (request, now, token) => traces.add(otlpJson.encode(request), now, token),
        take: (now) => namesOf(traces.takeReady(now)),
        flush: () => namesOf(traces.flush()),
        oldestToken: () => traces.oldestToken(),
        stats: () => traces.stats(),
      };
    },
  ],
];

describe.each(CARRIERS)("%s", (_carrier, hold) => {
  test("a trace is whole when nothing of it came for the quiet time", () => {
    const held = hold({ quietMillis: 1000 });
    held.add(of("a"), 0);
    held.add(of("b"), 500);
    held.add(of("a"), 900);
    expect(held.take(1499)).toEqual([]);
    expect(held.take(1500)).toEqual(["b"]);
    expect(held.take(1899)).toEqual([]);
    expect(held.take(1900)).toEqual(["a a"]);
    expect(held.take(9999)).toEqual([]);
    expect(held.stats()).toEqual({
      held: { spans: 0, bytes: 0, traces: 0, oldestAgeMillis: 0 },
      whole: { traces: 2, spans: 3 },
      incomplete: { age: { traces: 0, spans: 0 }, bound: { traces: 0, spans: 0 }, flush: { traces: 0, spans: 0 } },
      unheldSpans: 0,
    });
  });

  test("a trace that something keeps alive leaves at the maximum age", () => {
    const held = hold({ quietMillis: 1000, maxAgeMillis: 5000 });
    for (let now = 0; now <= 4500; now += 500) {
      held.add(of("a"), now);
      expect(held.take(now)).toEqual([]);
    }
    expect(held.stats().held).toMatchObject({ spans: 10, traces: 1, oldestAgeMillis: 4500 });
    expect(held.take(4999)).toEqual([]);
    expect(held.take(5000)).toEqual([Array(10).fill("a").join(" ")]);
    held.add(of("a"), 5100);
    expect(held.take(6099)).toEqual([]);
    expect(held.take(6100)).toEqual(["a"]);
    expect(held.stats()).toMatchObject({ whole: { traces: 1, spans: 1 }, incomplete: { age: { traces: 1, spans: 10 } } });
  });

  test("above the bound of spans the oldest leave, as many as need be, but first what is whole", () => {
    const held = hold({ quietMillis: 1000, maxSpans: 3 });
    held.add(of("a", "b", "c"), 0);
    held.add(of("a"), 500);
    expect(held.take(500)).toEqual(["a a"]);
    held.add(of("d", "d", "d"), 900);
    expect(held.take(999)).toEqual(["b c"]);
    held.add(of("e"), 1000);
    held.add(of("f"), 1899);
    expect(held.take(1900)).toEqual(["d d d"]);
    expect(held.stats()).toMatchObject({
      held: { spans: 2, traces: 2, oldestAgeMillis: 900 },
      whole: { traces: 1, spans: 3 },
      incomplete: { bound: { traces: 3, spans: 4 } },
    });
  });

  test("above the bound of bytes too, and all is given back in the end", () => {
    const size = (...names: readonly string[]) => {
      const alone = hold();
      alone.add(of(...names), 0);
      return alone.stats().held.bytes;
    };
    const held = hold({ maxBytes: size("a", "a") + size("b") });
    held.add(of("a", "a"), 0);
    held.add(of("b"), 0);
    expect(held.take(0)).toEqual([]);
    expect(held.stats().held.bytes).toBe(size("a", "a") + size("b"));
    held.add(of("c"), 1);
    expect(held.take(1)).toEqual(["a a"]);
    expect(held.stats().held.bytes).toBe(size("b") + size("c"));
    expect(held.flush()).toEqual(["b c"]);
    expect(held.stats().held).toEqual({ spans: 0, bytes: 0, traces: 0, oldestAgeMillis: 0 });
    expect(held.stats().incomplete.flush).toEqual({ traces: 2, spans: 2 });
  });

  test("flush counts as whole what is whole", () => {
    const held = hold({ quietMillis: 1000 });
    held.add(of("a"), 0);
    held.add(of("b"), 1000);
    expect(held.flush()).toEqual(["a b"]);
    expect(held.stats()).toMatchObject({ whole: { traces: 1, spans: 1 }, incomplete: { flush: { traces: 1, spans: 1 } } });
    expect(held.flush()).toEqual([]);
  });

  test("a request holds no more bytes than it may, but for one trace that does", () => {
    const held = hold({ quietMillis: 1, maxRequestBytes: 1 });
    held.add(of("a", "b", "a"), 0);
    expect(held.take(1)).toEqual(["b", "a a"]);
  });

  test("a clock that is set back stands still, and one that jumps ahead lets go early", () => {
    const held = hold({ quietMillis: 1000 });
    held.add(of("a"), 1_000_000);
    held.add(of("b"), 5000);
    expect(held.take(5999)).toEqual([]);
    expect(held.take(6000)).toEqual(["a b"]);
    held.add(of("c"), 6000);
    expect(held.take(9e15)).toEqual(["c"]);
  });

  test("the oldest token is that of the first request of which a span is held", () => {
    const held = hold({ quietMillis: 1000 });
    expect(held.oldestToken()).toBeUndefined();
    held.add(of("a", "b"), 0, 17);
    held.add({ resourceSpans: [] }, 0, 18);
    held.add(of("c"), 100, 19);
    held.add(of("b"), 600, 20);
    expect(held.oldestToken()).toBe(17);
    held.take(1000);
    expect(held.oldestToken()).toBe(17);
    held.take(1100);
    expect(held.oldestToken()).toBe(17);
    held.take(1600);
    expect(held.oldestToken()).toBeUndefined();
    held.add(of("d"), 1700, 21);
    expect(held.oldestToken()).toBe(21);
  });

  describe("traces that report one call leave together", () => {
    const CALL = { "litellm.call_id": "one" };
    const RESPONSE = { "gen_ai.response.id": "one" };

    test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>, readonly string[]]>([
      ["the same call id", CALL, CALL, ["a b"]],
      ["the same response id", RESPONSE, RESPONSE, ["a b"]],
      ["one of both", { ...CALL, "gen_ai.response.id": "two" }, { ...RESPONSE, "litellm.call_id": "one" }, ["a b"]],
      ["a call id that is another's response id", CALL, RESPONSE, ["a", "b"]],
      ["other ids", CALL, { "litellm.call_id": "two" }, ["a", "b"]],
      ["empty ids", { "litellm.call_id": "" }, { "litellm.call_id": "" }, ["a", "b"]],
      ["ids of 1,024 characters", { "litellm.call_id": "x".repeat(1024) }, { "litellm.call_id": "x".repeat(1024) }, ["a b"]],
      ["ids of 1,025 characters", { "litellm.call_id": "x".repeat(1025) }, { "litellm.call_id": "x".repeat(1025) }, ["a", "b"]],
      ["ids beyond ASCII", { "litellm.call_id": "ü€😀".repeat(256) }, { "litellm.call_id": "ü€😀".repeat(256) }, ["a b"]],
    ])("%s", (_name, ofA, ofB, expected) => {
      const held = hold({ quietMillis: 1000 });
      held.add(calling("a", ofA), 0);
      held.add(calling("b", ofB), 500);
      const taken = [...held.take(1000), ...held.take(1500)];
      expect(taken).toEqual(expected);
    });

    test("the last of ids that are repeated counts, and only where it is a text", () => {
      const held = hold({ quietMillis: 1000 });
      const repeated = (name: string, ...values: readonly (string | number)[]) =>
        litellmTraces(
          span(
            values.map((value) => attribute("litellm.call_id", value), { traceId: idOf(name) }),
            { traceId: idOf(name) },
          ),
        );
      held.add(repeated("a", "one", "two"), 0);
      held.add(repeated("b", "two"), 100);
      held.add(repeated("c", "one"), 200);
      held.add(repeated("d", "one", 7), 300);
      expect([1000, 1100, 1200, 1300].map((now) => held.take(now))).toEqual([[], ["a b"], ["c"], ["d"]]);
    });

    test("they wait for each other, and for whatever they are joined with, up to the age of the oldest", () => {
      const held = hold({ quietMillis: 1000, maxAgeMillis: 2000 });
      held.add(of("a"), 0);
      held.add(of("b", "b"), 500);
      held.add(of("c"), 600);
      held.add(calling("b", CALL), 900);
      held.add(calling("a", CALL), 950);
      expect(held.take(1600)).toEqual(["c"]);
      held.add(calling("d", CALL), 1700);
      expect(held.take(1999)).toEqual([]);
      expect(held.take(2000)).toEqual(["a b b b a d"]);
      expect(held.stats().incomplete.age).toEqual({ traces: 3, spans: 6 });
      held.add(calling("e", CALL), 2000);
      expect(held.take(3000)).toEqual(["e"]);
    });

    test("no more than may be: an id that all share does not hold all", () => {
      const held = hold({ quietMillis: 1000, maxJoinedTraces: 2 });
      for (const [at, name] of ["a", "b", "c", "d", "e"].entries()) held.add(calling(name, CALL), at * 100);
      held.add(calling("a", CALL), 500);
      expect(held.take(1300)).toEqual(["c d"]);
      expect(held.take(1400)).toEqual(["e"]);
      expect(held.take(1500)).toEqual(["a b a"]);
      held.add(calling("f", CALL), 1600);
      held.add(calling("g", CALL), 1700);
      expect(held.take(2700)).toEqual(["f g"]);
      expect(held.stats().held.traces).toBe(0);
    });

    test("none, where none are to be", () => {
      const held = hold({ quietMillis: 1000, maxJoinedTraces: 1 });
      held.add(calling("a", CALL), 0);
      held.add(calling("b", CALL), 500);
      expect([...held.take(1000), ...held.take(1500)]).toEqual(["a", "b"]);
    });
  });

  test.each<[string, Span["traceId"] | undefined]>([
    ["no id", undefined],
    ["an empty id", ""],
    ["zeros", "0".repeat(32)],
    ["15 bytes", "ab".repeat(15)],
    ["17 bytes", "ab".repeat(17)],
  ])("a span whose trace id is not valid leaves at once, by itself: %s", (_name, traceId) => {
    const held = hold();
    held.add(of("a"), 0, 1);
    held.add(
      litellmTraces(traceId === undefined ? { name: "no id" } : span({}, { traceId }), span({}, { traceId: idOf("b") })),
      0,
      2,
    );
    expect(held.stats().held).toMatchObject({ spans: 3, traces: 2 });
    expect(held.take(0)).toHaveLength(1);
    expect(held.stats()).toMatchObject({ held: { spans: 2, traces: 2 }, unheldSpans: 1 });
    expect(held.flush()).toEqual(["a b"]);
  });

  test("a resource that is too large to be repeated for each trace is not", () => {
    const [resourceSpans] = of("a", "b").resourceSpans ?? [];
    const large = { resource: { attributes: [attribute("large", "x".repeat(70_000))] } };
    const held = hold();
    held.add(of("c"), 0);
    held.add({ resourceSpans: [{ ...resourceSpans, ...large }] }, 0);
    expect(held.take(0)).toEqual(["a b"]);
    expect(held.stats()).toMatchObject({ held: { spans: 1 }, unheldSpans: 2 });
    expect(held.flush()).toEqual(["c"]);
  });

  test("what is not asked for stays held", () => {
    const traces = wholeTraces({ quietMillis: 1, maxRequestBytes: 1 });
    traces.add(of("a", "b", "c"), 0);
    for (const request of traces.takeReady(1)) {
      expect(namesIn(request)).toBe("a");
      break;
    }
    expect(traces.stats()).toMatchObject({ held: { spans: 2, traces: 2 }, whole: { traces: 1 } });
  });
});

describe("objects", () => {
  test("spans leave under their resource and scope, once each, with all these had", () => {
    const of = (name: string) => span({}, { traceId: idOf(name) });
    const [a1, a2, a3, b] = [of("a"), of("a"), of("a"), of("b")];
    const one = {
      resource: { attributes: [attribute("service.name", "litellm")] },
      schemaUrl: "https://example.com/1",
      later: 1,
    };
    const other = { resource: null };
    const scopes = [
      { scope: { name: "litellm", version: "2" }, schemaUrl: "https://example.com/2", later: [2] },
      { scope: null },
    ];
    const traces = wholeTraces({ quietMillis: 1 });
    const request = {
      resourceSpans: [
        {
          ...one,
          scopeSpans: [
            { ...scopes[0], spans: [a1, b, a2] },
            { ...scopes[1], spans: [a3] },
          ],
        },
        { ...other, scopeSpans: [{ spans: [b] }] },
        { ...other, scopeSpans: [{ spans: [] }] },
      ],
    };
    traces.add(deepFreeze(request), 0);
    traces.add({ resourceSpans: [{ scopeSpans: [{ spans: [b] }] }] }, 1);
    const [whole, ...more] = traces.takeReady(1);
    expect(more).toEqual([]);
    expect(whole).toEqual({
      resourceSpans: [
        {
          ...one,
          scopeSpans: [
            { ...scopes[0], spans: [a1, a2] },
            { ...scopes[1], spans: [a3] },
          ],
        },
      ],
    });
    expect(spansOf(whole ?? {})[0]).toBe(a1);
    expect([...traces.flush()]).toEqual([
      {
        resourceSpans: [
          { ...one, scopeSpans: [{ ...scopes[0], spans: [b] }] },
          { ...other, scopeSpans: [{ spans: [b] }] },
          { scopeSpans: [{ spans: [b] }] },
        ],
      },
    ]);
  });

  test.each(forms)("$name: what comes out can be encoded, and is what went in", (form) => {
    const request = form.decode(otlpJson.encode(of("a", "b", "a")));
    const traces = wholeTraces({ quietMillis: 1, maxRequestBytes: 1 });
    traces.add(request, 0);
    const taken = [...traces.takeReady(1)].map((each) => namesIn(otlpJson.decode(form.encode(each))));
    expect(taken).toEqual(["b", "a a"]);
  });

  test.each<[string, unknown]>([
    ["hex", idOf("a")],
    ["upper case", idOf("z").toUpperCase()],
    ["base64", Buffer.from(idOf("a"), "hex").toString("base64")],
    ["base64 without padding", Buffer.from(idOf("a"), "hex").toString("base64").slice(0, 22)],
    ["bytes", Uint8Array.from(Buffer.from(idOf("a"), "hex"))],
    ["a list of bytes", [...Buffer.from(idOf("a"), "hex")]],
  ])("spans whose trace id is %s are of one trace", (_form, traceId) => {
    const traces = wholeTraces();
    const hex = typeof traceId === "string" && traceId.length === 32 ? traceId.toLowerCase() : idOf("a");
    traces.add(litellmTraces(span({}, { traceId: hex }), span({}, { traceId } as object)), 0);
    expect(traces.stats().held).toMatchObject({ spans: 2, traces: 1 });
  });

  test.each<[string, unknown]>([
    ["a number", 5],
    ["a text of no form", "trace-1"],
    ["a text of 32 characters that is not hex", "g".repeat(32)],
    ["a text that is long", "ab".repeat(1_000_000)],
    ["an object", { length: 32 }],
    ["a list of 16 that are not bytes", Array(16).fill(null)],
    ["a view", new DataView(new ArrayBuffer(16))],
  ])("a trace id that is not one does not throw: %s", (_name, traceId) => {
    const traces = wholeTraces();
    traces.add(litellmTraces(span({}, { traceId } as object)), 0);
    expect(traces.stats().held.traces).toBe(0);
    expect([...traces.takeReady(0)]).toHaveLength(1);
  });

  test.each<[string, unknown, number]>([
    ["null", null, 0],
    ["undefined", undefined, 0],
    ["a text", "x", 0],
    ["an empty request", {}, 0],
    ["null as the list", { resourceSpans: null }, 0],
    ["null among the resources", { resourceSpans: [null, 5, {}] }, 0],
    ["null among the scopes", { resourceSpans: [{ scopeSpans: [null, 5, {}] }] }, 0],
    ["null as spans", { resourceSpans: [{ scopeSpans: [{ spans: null }] }] }, 0],
    ["null among the spans", { resourceSpans: [{ scopeSpans: [{ spans: [null, 5, {}] }] }] }, 3],
    [
      "attributes that are none",
      { resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [null, 5, { key: "litellm.call_id" }] }] }] }] },
      1,
    ],
    [
      "members of other names",
      JSON.parse('{"resourceSpans": [{"__proto__": 1, "scopeSpans": [{"__proto__": [], "spans": [{}]}]}]}'),
      1,
    ],
  ])("what is malformed does not throw: %s", (_name, request, count) => {
    const traces = wholeTraces();
    traces.add(deepFreeze(request) as TracesData, 0);
    expect(traces.stats().held.spans).toBe(count);
    expect([...traces.takeReady(0)].flatMap(spansOf)).toHaveLength(count);
  });
});

describe("bytes", () => {
  test("what is held is a copy", () => {
    const traces = wholeTracesProtobuf();
    const bytes = Buffer.from(otlpJson.encode(of("a")));
    traces.add(bytes, 0);
    bytes.fill(0);
    expect([...traces.flush()].map((each) => namesIn(otlpJson.decode(each)))).toEqual(["a"]);
  });

  test.each([undefined, null, "x", {}, [1], new Uint16Array(2)])("a request that is %j is not one", (request) => {
    expect(() => wholeTracesProtobuf().add(request as Uint8Array, 0)).toThrow(TypeError);
  });
});

describe("options", () => {
  const OPTIONS = ["quietMillis", "maxAgeMillis", "maxSpans", "maxBytes", "maxRequestBytes", "maxJoinedTraces"];
  const wrong: readonly (readonly [unknown, string])[] = [
    [0, "0"],
    [-1, "-1"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["10", '"10"'],
    [null, "null"],
    [10n, "bigint"],
  ];
  const rows = OPTIONS.flatMap((option) => wrong.map(([value, said]) => [option, said, value] as const));

  test.each(rows)("%s: %s throws", (option, said, value) => {
    for (const make of [(options: object) => wholeTraces(options), (options: object) => wholeTracesProtobuf(options)]) {
      expect(() => make({ [option]: value })).toThrow(new RegExp(`^Option "${option}" must be a .* above 0, not ${said}\\.$`));
      expect(() => make({ [option]: value })).toThrow(TypeError);
    }
  });

  test.each(OPTIONS)("%s: undefined is the default", (option) => {
    expect(() => wholeTraces({ [option]: undefined })).not.toThrow();
  });

  test.each(["maxSpans", "maxBytes", "maxRequestBytes", "maxJoinedTraces"])("%s is a whole number", (option) => {
    expect(() => wholeTraces({ [option]: 1.5 })).toThrow(TypeError);
  });

  test("others throw", () => {
    expect(() => wholeTraces({ quietMilliseconds: 5 } as object)).toThrow(
      /^There is no option "quietMilliseconds" \(5\)\. Known options: quietMillis, /,
    );
    expect(() => wholeTraces(5 as never)).toThrow(/^The options must be an object, not 5\.$/);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, "5", new Date(0)])("the time %s throws", (now) => {
    const traces = wholeTraces();
    expect(() => traces.add({}, now as number)).toThrow(/^The time must be a number of milliseconds, not /);
    expect(() => traces.takeReady(now as number)).toThrow(TypeError);
  });
});
