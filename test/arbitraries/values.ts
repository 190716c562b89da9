import fc from "fast-check";
import type { AnyValue, KeyValue } from "../../src/index.js";

/** Texts as prompts and metadata hold them, hostile ones among them. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("", "None", "redacted-by-litellm", "default-message-value", "__proto__", "constructor"),
  },
  { weight: 1, arbitrary: fc.json({ maxDepth: 2 }) },
);

/** Texts that say something, and nothing that LiteLLM means otherwise. */
export const sayings: fc.Arbitrary<string> = fc.string({ minLength: 1, maxLength: 60 }).map((text) => `said ${text}`);

/** 64-bit integers as OTLP/JSON and decoders write them. */
export const int64s: fc.Arbitrary<string | number> = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  fc.nat(),
  fc.bigInt({ min: -(2n ** 63n), max: -1n }).map(String),
);

export const anyValues: fc.Arbitrary<AnyValue> = fc.oneof(
  texts.map((stringValue) => ({ stringValue })),
  int64s.map((intValue) => ({ intValue })),
  fc.double({ noNaN: true }).map((doubleValue) => ({ doubleValue })),
  fc.boolean().map((boolValue) => ({ boolValue })),
  fc.constant({ arrayValue: { values: [{ stringValue: "a" }] } }),
  fc.constant({}),
);

/** An attribute of LiteLLM's, of Fiddler's, of neither, or of a name that is a trap. */
export const keys: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      ...namesOf("gen_ai.usage.", "input_tokens output_tokens total_tokens prompt_tokens completion_tokens"),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...namesOf("gen_ai.cost.", "total_cost input_cost"),
      ...namesOf("litellm.cost.", "total input other"),
    ),
  },
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }).map((name) => `metadata.${name}`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...namesOf("gen_ai.", "system provider.name request.model response.model response.id")),
  },
  { weight: 1, arbitrary: fc.constantFrom("gen_ai.operation.name", "litellm.call_type", "llm.request.type", "litellm.call_id") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("llm.openai.messages", "llm.openai.id", "llm.usage.total_tokens", "fiddler.span.type"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("gen_ai.llm.input.user", "fiddler.span.user.metadata.team", "gen_ai.prompt.0.content"),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "hasOwnProperty", "toString") },
);

export const attributes: fc.Arbitrary<KeyValue> = fc.record({ key: keys, value: anyValues });

export function namesOf(prefix: string, names: string): readonly string[] {
  return names.split(" ").map((name) => prefix + name);
}
