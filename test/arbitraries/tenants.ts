import fc from "fast-check";
import type { AnyValue, Span } from "../../src/index.js";
import { lasting, saying, span, under } from "../spans.js";

/** A call that some tenant really made. */
export interface TenantCall {
  readonly tenant: string;
  /** Tokens in; as many come out, and the call costs as much. */
  readonly input: number;
  /** Told by its raw request span alone: a call with recovery on, and without its cost. */
  readonly isRawAlone: boolean;
  /** The spans that report it, the first of which is the call's own. */
  readonly spans: readonly Span[];
}

/** What servers, callers, caches and clocks repeat across tenants. */
const choices = fc.record({
  tenant: fc.constantFrom("blue", "green", "red"),
  model: fc.constantFrom("llama3", "gpt-4o-mini"),
  operation: fc.constantFrom("acompletion", "acompletion", "aresponses", "arerank"),
  // KoboldCpp answers with one id always, Ollama draws from few; "" is an id of its own.
  responseId: fc.constantFrom("chatcmpl-A1", "chatcmpl-7", ""),
  // A caller may choose its call ids.
  callId: fc.constantFrom("x", "", "", ""),
  question: fc.constantFrom("Opening hours?", "", ""),
  start: fc.nat(6).map((step) => step * 15),
  duration: fc.constantFrom(1, 40, 500),
  shape: fc.constantFrom("alone", "with-raw", "on-root-too", "in-two-traces", "raw-with-call", "raw-alone"),
  // In this mode the key's hash stands under another name.
  isV2: fc.boolean(),
  fails: fc.constantFrom(false, false, false, true),
});

type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

const hex = (number: number, length: number) => number.toString(16).padStart(length, "0");

/** The spans as LiteLLM writes them of one call; `at` makes ids that no other call has. */
function spansOfCall(call: Choices, at: number, input: number): readonly Span[] {
  const keyHash = call.isV2 ? "litellm.api_key.hash" : "metadata.user_api_key_hash";
  const attributes: Record<string, string | number | AnyValue> = {
    "llm.request.type": call.operation,
    "gen_ai.request.model": call.model,
    "litellm.call_id": call.callId || `call-${at}`,
    "gen_ai.response.id": call.responseId || `response-${at}`,
    [keyHash]: `key of ${call.tenant}`,
    "gen_ai.input.messages": saying("user", call.question || `question ${at}`),
    "gen_ai.output.messages": saying("assistant", `answer ${at}`),
    "gen_ai.usage.input_tokens": input,
    "gen_ai.usage.output_tokens": input,
    "gen_ai.cost.total_cost": { doubleValue: input },
  };
  const members = { ...lasting(call.start, call.start + call.duration), ...(call.fails ? { status: { code: 2 } } : {}) };
  const trace = { traceId: hex(2 * at + 1, 32) };
  const own = span(attributes, { ...members, ...trace });
  const fields = {
    "llm.openai.id": call.responseId || `response-${at}`,
    "llm.openai.messages": `[{'role': 'user', 'content': '${call.question || `question ${at}`}'}]`,
    "llm.openai.choices": `[{'message': {'content': 'answer ${at}'}}]`,
    "llm.openai.usage": `{'prompt_tokens': ${input}, 'completion_tokens': ${input}}`,
  };
  const raw = (more: typeof attributes, parent: Span) =>
    span({ ...fields, ...more }, { name: "raw_gen_ai_request", ...members, ...trace, ...parent });
  switch (call.shape) {
    case "with-raw":
      return [own, raw({}, under(own))];
    case "on-root-too": {
      const root = span({ ...attributes, "http.route": "/" }, { name: "Received Proxy Server Request", ...members, ...trace });
      return [{ ...own, ...under(root) }, root];
    }
    case "in-two-traces":
      return [own, span({ ...attributes, more: "1" }, { ...members, traceId: hex(2 * at + 2, 32) })];
    case "raw-alone":
      return [raw({ [keyHash]: attributes[keyHash] as string, "llm.openai.model": call.model }, {})];
    case "raw-with-call":
      return [raw(attributes, {})];
    default:
      return [own];
  }
}

/** Calls of several tenants at once. Token counts are powers of two, so that a sum tells which calls are in it. */
export const tenantCalls: fc.Arbitrary<readonly TenantCall[]> = fc
  .array(choices, { minLength: 1, maxLength: 12 })
  .map((several) =>
    several.map((call, at) => {
      const input = 2 ** at;
      return { tenant: call.tenant, input, isRawAlone: call.shape === "raw-alone", spans: spansOfCall(call, at, input) };
    }),
  );
