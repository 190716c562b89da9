import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promptOf } from "../src/messages/conversation.js";
import { plainMessagesIn } from "../src/messages/plain-messages.js";
import { type JsonStyle, pick, pythonJson, randomFrom, runs, styledJson, text } from "./generated-messages.js";

type Member = Readonly<Record<string, unknown>>;

const textPart = fc.oneof(
  fc.record({ type: fc.constantFrom("text", "input_text", "output_text"), content: text }),
  fc.record({ type: fc.constant("text"), text }),
  text,
);

/** Things that say nothing, among them ones that hold what looks like messages. */
const unsaidPart = fc.oneof(
  fc.record({ type: fc.constantFrom("reasoning", "thinking"), content: text }),
  fc.record({
    type: fc.constant("tool_call"),
    id: text,
    name: text,
    arguments: fc.record({
      role: fc.constant("system"),
      messages: fc.array(fc.record({ role: text, content: text }), { maxLength: 2 }),
    }),
  }),
  fc.record({
    type: fc.constant("tool_call_response"),
    response: fc.array(fc.record({ role: fc.constant("user"), content: text }), { maxLength: 2 }),
  }),
);

const parts = fc.array(fc.oneof({ weight: 3, arbitrary: textPart }, { weight: 2, arbitrary: unsaidPart }), { maxLength: 3 });

const role = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<unknown>("system", "developer", "user", "assistant", "tool") },
  { weight: 1, arbitrary: fc.constantFrom<unknown>("System", "system ", "users", "", null, 1, ["user"], { role: "user" }) },
);

const message: fc.Arbitrary<Member> = fc
  .tuple(
    role,
    fc.oneof(
      fc.record<Member>({ parts }),
      fc.record<Member>({ content: fc.oneof<fc.Arbitrary<unknown>[]>(text, parts, textPart) }),
    ),
    fc.dictionary(
      fc.oneof(text, fc.constantFrom("name", "Role", "finish_reason", "tool_calls")),
      fc.oneof(text, fc.constant("system")),
    ),
    fc.boolean(),
  )
  .map(([of, said, others, isRoleLast]) => {
    const { role: _role, content: _content, parts: _parts, refusal: _refusal, ...rest } = others;
    return isRoleLast ? { ...rest, ...said, role: of } : { role: of, ...said, ...rest };
  });

const conversation: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 20, arbitrary: fc.array(message, { maxLength: 6 }) },
  { weight: 1, arbitrary: message },
  { weight: 1, arbitrary: fc.array(fc.oneof(message, text, fc.constantFrom(null, 1, true, [])), { maxLength: 4 }) },
);

/** Long enough that the ends are looked for: white space counts, and is there in real JSON too. */
const style: fc.Arbitrary<JsonStyle> = fc
  .record({ seed: fc.nat(), spacing: fc.constantFrom(0, 0.05, 0.5), escapes: fc.constantFrom(0, 0.02, 1) })
  .map(({ seed, spacing, escapes }) => {
    const next = randomFrom(seed);
    return {
      space: () => (next() < spacing ? pick([" ", "\n", "\r\n", "\t", "    "], next) : ""),
      escapes: () => next() < escapes,
      repeat: () => next() < spacing / 4,
    };
  });

/** What contract 4 says, over messages that were parsed whole. */
function expectedPrompt(json: string): { readonly system: string | undefined; readonly user: string | undefined } {
  const value: unknown = JSON.parse(json);
  const messages = (Array.isArray(value) ? value : [value]).filter((entry) => typeof entry === "object" && entry !== null);
  const saidBy = (of: string) =>
    messages
      .filter((entry) => entry.role === of)
      .map(expectedText)
      .filter((said) => said !== undefined);
  return { system: saidBy("system")[0] ?? saidBy("developer")[0], user: saidBy("user").at(-1) };
}

function expectedText({ parts: inParts, content }: { parts?: unknown; content?: unknown }): string | undefined {
  const source = Array.isArray(inParts) && inParts.length > 0 ? inParts : content;
  const all = Array.isArray(source) ? source : [source];
  const said = all.map(expectedPart).filter((part) => typeof part === "string" && /\S/.test(part));
  const told = said.filter((part) => part !== "default-message-value" && part !== "redacted-by-litellm");
  return told.length === 0 ? undefined : told.join("\n\n");
}

function expectedPart(part: unknown): unknown {
  if (typeof part !== "object" || part === null) return part;
  const { type, content, text: ofText } = part as Member;
  return ["text", "input_text", "output_text"].includes(type as string) ? (content ?? ofText) : undefined;
}

describe("a conversation read from its ends says what it says when parsed whole", () => {
  test("whatever its texts look like, however it is written", () => {
    let lengthened = 0;
    fc.assert(
      fc.property(conversation, style, fc.nat(3), (value, how, padding) => {
        const json = styledJson(value, how) + " ".repeat(padding * 512);
        if (json.length >= 1024) lengthened++;
        const found = promptOf(json);
        const expected = expectedPrompt(json);
        return found.system === expected.system && found.user === expected.user && found.problem === undefined;
      }),
      { numRuns: runs(10_000, 100_000) },
    );
    expect(lengthened).toBeGreaterThan(runs(10_000, 100_000) / 4);
  });

  test("and a text that looks like messages stays a text", () => {
    const looks = (said: string) =>
      `[{"role":"system","content":${JSON.stringify(said)}},{"role":"user","content":"${"u".repeat(1024)}"}]`;
    fc.assert(
      fc.property(conversation, style, fc.constantFrom("user", "assistant", "tool"), (inner, how, of) => {
        const quoted = styledJson(inner, how);
        const json = JSON.stringify([
          { role: of, content: `${quoted} ` },
          { role: of, content: looks(`${quoted}"]}`) },
        ]);
        const { system, user } = promptOf(json);
        return system === undefined && user === (of === "user" ? looks(`${quoted}"]}`) : undefined);
      }),
      { numRuns: runs(1000, 10_000) },
    );
  });
});

const plainMessage = fc
  .tuple(fc.constantFrom("system", "developer", "user", "assistant"), fc.option(text), fc.nat(2), fc.nat(2))
  .map(([role, said, shape, end]) => ({
    role,
    ...(shape === 0 ? { content: said ?? "" } : { parts: partsOf(said, shape) }),
    ...[{}, { finish_reason: "stop" }, { refusal: null, tool_calls: null }][end],
  }));

function partsOf(said: string | null, shape: number) {
  return said === null ? [] : [{ type: "text", [shape === 1 ? "content" : "text"]: said }];
}

/** One place of a text where something is missing or too much; mostly none. */
const slip = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({ at: fc.nat(), missing: fc.nat(2), more: fc.constantFrom("", '"', "\\", "\n", "}", "]", ", ", " ") }),
  },
);

test("messages in the usual shape say what they say when parsed, and what is no JSON is never taken for such", () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(plainMessage, { maxLength: 4 }), slip, (messages, slipped) => {
      const written = pythonJson(messages);
      const at = slipped === undefined ? 0 : slipped.at % written.length;
      const json = written.slice(0, at) + (slipped?.more ?? "") + written.slice(at + (slipped?.missing ?? 0));
      if (plainMessagesIn(json) === undefined) return;
      plain++;
      expect(promptOf(json)).toMatchObject(expectedPrompt(json));
    }),
    { numRuns: runs(10_000, 100_000) },
  );
  expect(plain).toBeGreaterThan(runs(10_000, 100_000) / 4);
});

const LONG = "x".repeat(1024);

describe("unusual forms, also longer than what is parsed whole", () => {
  test.each([
    ["an empty list", `[${" ".repeat(2000)}]`, {}],
    ["one message without a list", `{"role": "user", "content": "${LONG}"}`, { user: LONG }],
    [
      "an escaped role",
      `[{"role":"\\u0073ystem","content":"s"},{"role":"u\\u0073er","content":"${LONG}"}]`,
      { system: "s", user: LONG },
    ],
    [
      "an escaped name of the member",
      `[{"\\u0072ole":"system","content":"s"},{"role":"user","content":"${LONG}"}]`,
      { system: "s", user: LONG },
    ],
    ["a role that is said twice", `[{"role":"system","role":"user","content":"${LONG}"}]`, { user: LONG }],
    ["an escaped quote before the last one", `[{"role":"user","content":"${LONG}\\\\"}]`, { user: `${LONG}\\` }],
    ["a list of texts", `["system","user","${LONG}"]`, {}],
    ["a role inside a role", `[{"role":{"role":"user"},"content":"${LONG}"}]`, {}],
  ])("%s", (_name, json, expected) => {
    const { system, user } = promptOf(json);
    expect({ system, user }).toEqual({ system: undefined, user: undefined, ...expected });
  });
});
