import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isRawRequest } from "../fuzz/contract.js";
import { LAWS } from "../fuzz/laws.js";
import { runOf } from "../fuzz/mapper-run.js";
import { isSame } from "../fuzz/tree.js";
import { mapLiteLLMTraces, type ResourceSpans, type Span, type TracesData } from "../src/index.js";
import { plainConversations } from "./arbitraries/messages.js";
import { generatedTraces, mappingOptions, recordedTraces, shapelessTraces, spans } from "./arbitraries/traces.js";
import { sayings } from "./arbitraries/values.js";
import { attribute, isOfType, litellmTraces, plainOf, span, spansOf } from "./spans.js";

/** A fixed seed: a failure of today is a failure of tomorrow. `npm run fuzz` is for the seeds nobody thought of. */
const RUNS = { seed: 20_251, numRuns: 200 };

const SOURCES = [
  ["generated requests", generatedTraces, 100],
  ["recorded requests with losses", recordedTraces, 100],
  ["requests of no particular shape", shapelessTraces, 200],
] as const;

describe.each(SOURCES)("of %s", (_name, traces: fc.Arbitrary<object>, numRuns) => {
  test("the mapper never throws, nor changes its input", () => {
    fc.assert(
      fc.property(traces, mappingOptions, (input, options) => void runOf(input, options)),
      { ...RUNS, numRuns },
    );
  });

  test.each([...LAWS])("%s", (_law, holds) => {
    fc.assert(
      fc.property(traces, mappingOptions, (input, options) => {
        expect(holds(runOf(input, options))).toBeUndefined();
      }),
      { ...RUNS, numRuns },
    );
  });
});

test("a span is mapped as if it were alone, where no rule looks at several", () => {
  fc.assert(
    fc.property(
      fc.array(
        spans.filter((one) => isNotRedacted(one) && !isRawRequest(one)),
        { maxLength: 6 },
      ),
      (several) => {
        const together = spansOf(mapLiteLLMTraces(litellmTraces(...several), { duplicates: "keep" }));
        const alone = several.flatMap((one) => spansOf(mapLiteLLMTraces(litellmTraces(one), { duplicates: "keep" })));
        expect(isSame(together, alone)).toBe(true);
      },
    ),
    RUNS,
  );
});

test("what stands before or behind LiteLLM's resources is the same object afterwards", () => {
  fc.assert(
    fc.property(generatedTraces, recordedTraces, (others, litellm) => {
      const foreign = (others.resourceSpans ?? []).filter(
        ({ resource }) => plainOf(resource ?? undefined, "service.name") === "checkout",
      );
      const traces = { resourceSpans: [...foreign, ...(litellm.resourceSpans ?? []), ...foreign] };
      const mapped = mapLiteLLMTraces(traces).resourceSpans;
      const changed = mapped.filter((resourceSpans, at) => resourceSpans !== traces.resourceSpans[at]);
      const isOurs = ({ resource }: ResourceSpans) => plainOf(resource ?? undefined, "service.name") === "litellm";
      expect(changed).toHaveLength((litellm.resourceSpans ?? []).filter(isOurs).length);
    }),
    RUNS,
  );
});

describe("a call that is reported again is counted once", () => {
  const calls = fc.record({
    id: fc.uuid(),
    input: fc.nat(1e6),
    output: fc.nat(1e6),
    cost: fc.double({ min: 0, max: 10, noNaN: true }),
    echoes: fc.integer({ min: 1, max: 4 }),
  });
  type Call = typeof calls extends fc.Arbitrary<infer T> ? T : never;

  const ECHOES: readonly (readonly [string, (call: Call) => Span])[] = [
    ["with its call id", (call) => tellingOf(call, { "litellm.call_id": call.id })],
    ["with its response id", (call) => tellingOf(call, { "gen_ai.response.id": call.id })],
    [
      "with its start time and messages",
      (call) => tellingOf(call, { "gen_ai.input.messages": `[{"role":"user","content":"${call.id}"}]` }),
    ],
    ["by its raw request span", (call) => tellingOf(call, { "llm.openai.id": call.id })],
  ];

  test.each(ECHOES)("%s", (_name, tell) => {
    fc.assert(
      fc.property(fc.uniqueArray(calls, { minLength: 1, maxLength: 4, selector: ({ id }) => id }), (several) => {
        const once = several.map((call, at) => later(withCallId(tell(call)), at));
        const again = several.flatMap((call, at) => Array.from({ length: call.echoes }, () => later(tell(call), at)));
        expect(sumsOf(litellmTraces(...once, ...again))).toEqual(sumsOf(litellmTraces(...once)));
        expect(sumsOf(litellmTraces(...again, ...once))).toEqual(sumsOf(litellmTraces(...once)));
      }),
      RUNS,
    );
  });

  /** A call and its raw request span differ in name; in the other rows all spans of a call are alike. */
  function withCallId(telling: Span): Span {
    const isRaw = telling.attributes?.some(({ key }) => key.startsWith("llm.openai."));
    return isRaw
      ? { ...telling, attributes: (telling.attributes ?? []).filter(({ key }) => !key.startsWith("llm.openai.")) }
      : telling;
  }

  function tellingOf(call: Call, by: Readonly<Record<string, string>>): Span {
    return span({
      "gen_ai.operation.name": "acompletion",
      "gen_ai.request.model": "gpt-4o-mini",
      ...by,
      "gen_ai.usage.input_tokens": call.input,
      "gen_ai.usage.output_tokens": call.output,
      "gen_ai.cost.total_cost": { doubleValue: call.cost },
    });
  }

  function later(telling: Span, seconds: number): Span {
    const start = 1795461211000000000n + BigInt(seconds) * 2_000_000_000n;
    return { ...telling, startTimeUnixNano: String(start), endTimeUnixNano: String(start + 1_000_000_000n) };
  }

  function sumsOf(traces: TracesData) {
    const mapped = spansOf(mapLiteLLMTraces(traces));
    const sumOf = (key: string, of: readonly Span[]) =>
      of.map((one) => Number(plainOf(one, key) ?? 0)).reduce((a, b) => a + b, 0);
    const llm = mapped.filter(isOfType("llm"));
    const cost = "fiddler.span.user.gen_ai.cost.total_cost";
    // Whoever sums over all spans, whatever their type, gets the same.
    return [llm, mapped].map((of) => [sumOf("gen_ai.usage.total_tokens", of), sumOf(cost, of).toFixed(9)]);
  }
});

test("a total that is missing is the exact sum, beyond 2^53 too, or absent where 64 bits can't hold it", () => {
  const counts = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(counts, counts, (input, output) => {
      const call = span({
        "gen_ai.usage.prompt_tokens": { intValue: String(input) },
        "gen_ai.usage.completion_tokens": { intValue: String(output) },
      });
      const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call)));
      const total = input + output < 2n ** 63n ? String(input + output) : undefined;
      expect(plainOf(mapped, "gen_ai.usage.total_tokens")).toBe(total);
    }),
    RUNS,
  );
});

describe("messages", () => {
  const promptOf = (json: string) => {
    const issues: string[] = [];
    const call = span({ "gen_ai.operation.name": "chat", "gen_ai.input.messages": json });
    const [mapped] = spansOf(mapLiteLLMTraces(litellmTraces(call), { onIssue: ({ code }) => issues.push(code) }));
    return { system: plainOf(mapped, "gen_ai.llm.input.system"), user: plainOf(mapped, "gen_ai.llm.input.user"), issues };
  };
  const filler = { role: "assistant", content: "filler ".repeat(300) };

  test("say the first system prompt and the last user input, in short JSON and in long", () => {
    fc.assert(
      fc.property(plainConversations, fc.nat(8), fc.boolean(), (conversation, at, isLong) => {
        const textOf = (role: string) => conversation.filter((message) => message.role === role).map(({ content }) => content);
        const messages = isLong ? conversation.toSpliced(at, 0, filler) : conversation;
        expect(promptOf(JSON.stringify(messages))).toEqual({
          system: textOf("system")[0] ?? textOf("developer")[0],
          user: textOf("user").at(-1),
          issues: [],
        });
      }),
      RUNS,
    );
  });

  test("say the same when texts inside them look like messages", () => {
    fc.assert(
      fc.property(plainConversations, plainConversations, sayings, (conversation, quoted, text) => {
        const quoting = [
          JSON.stringify(quoted),
          JSON.stringify(JSON.stringify(quoted)),
          `"}]${JSON.stringify(quoted)}`,
          `${text}\\`,
        ];
        const around = quoting.map((content) => ({ role: "tool", content }));
        const { system, user } = promptOf(JSON.stringify(conversation));
        expect(promptOf(JSON.stringify([...around, ...conversation, filler, ...around]))).toEqual({ system, user, issues: [] });
      }),
      RUNS,
    );
  });

  test("cut anywhere, have no user input, and of the system prompt what stands before the cut", () => {
    fc.assert(
      fc.property(plainConversations, fc.nat(), fc.boolean(), (conversation, length, isLong) => {
        const json = JSON.stringify(isLong ? [...conversation, filler] : conversation);
        const cut = promptOf(json.slice(0, 1 + (length % (json.length - 1))));
        const whole = promptOf(json);
        expect(cut.user).toBeUndefined();
        expect(cut.issues).toEqual(["messages-truncated"]);
        if (cut.system !== undefined) expect(String(whole.system).startsWith(String(cut.system))).toBe(true);
      }),
      RUNS,
    );
  });
});

function isNotRedacted(candidate: Span): boolean {
  return !JSON.stringify(candidate).includes("redacted-by-");
}

test("the helpers of this file recognise spans of LiteLLM's", () => {
  expect(spansOf(litellmTraces(span([attribute("a", "b")])))).toHaveLength(1);
});
