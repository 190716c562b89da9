import { describe, expect, test } from "vitest";
import type { MappingOptions, Span } from "../src/index.js";
import { call, rawWithCall, USAGE } from "./raw-spans.js";
import { PLACEHOLDER } from "./redacted-spans.js";
import { lasting, mapped, plainOf, span, under } from "./spans.js";

describe("a raw request span with the call's own attributes (1.81.9-1.82.2)", () => {
  const tokensOf = (spans: readonly Span[], options: MappingOptions = {}) =>
    mapped(spans, options).spans.map((each) => plainOf(each, "gen_ai.usage.input_tokens"));
  const root = span({}, { name: "Received Proxy Server Request" });

  test.each<[string, readonly Span[], readonly unknown[], readonly unknown[]]>([
    ["is the call where it has no parent", [rawWithCall()], ["llm"], ["23"]],
    ["is the call under a span that is none", [root, rawWithCall({}, under(root))], ["chain", "llm"], [undefined, "23"]],
    [
      "is an echo where its parent is not among the spans",
      [rawWithCall({}, { parentSpanId: "f".repeat(16) })],
      ["chain"],
      [undefined],
    ],
    ["is a chain of reranking, with its tokens", [rawWithCall({ "llm.request.type": "arerank" })], ["chain"], ["23"]],
  ])("%s", (_what, spans, types, tokens) => {
    expect(mapped(spans).types).toEqual(types);
    expect(tokensOf(spans)).toEqual(tokens);
  });

  test("is an echo of its parent that is the call", () => {
    const parent = call(USAGE);
    const echo = rawWithCall({}, under(parent));
    const { types, issues } = mapped([parent, echo]);
    expect(types).toEqual(["llm", "chain"]);
    expect(tokensOf([parent, echo])).toEqual(["23", undefined]);
    expect(issues.map(({ code, spanId }) => [code, spanId])).toEqual([["duplicate-call", echo.spanId]]);
  });

  test("is an echo of its parent by the call id, whatever else differs", () => {
    const parent = call({ "litellm.call_id": "c", "gen_ai.response.id": "x", "gen_ai.usage.input_tokens": 1 }, lasting(0, 100));
    const echo = rawWithCall({ "litellm.call_id": "c", "gen_ai.response.id": "r" }, { ...under(parent), ...lasting(10, 90) });
    expect(mapped([parent, echo]).types).toEqual(["llm", "chain"]);
  });

  test("is an echo of its parent by its usage, though the proxy rewrote the id", () => {
    const parent = call({ "gen_ai.response.id": "resp_9", ...USAGE }, lasting(0, 100));
    const echo = rawWithCall({ "gen_ai.response.id": "r" }, { ...under(parent), ...lasting(10, 90) });
    expect(mapped([parent, echo]).types).toEqual(["llm", "chain"]);
  });

  test("is an echo of its parent by its usage, where what the provider counted was cut", () => {
    const parent = call({ "gen_ai.response.id": "resp_9", ...USAGE }, lasting(0, 100));
    const cut = { "gen_ai.response.id": "r", "llm.openai.usage": "{'prompt_tokens': 23, 'comp" };
    expect(mapped([parent, rawWithCall(cut, { ...under(parent), ...lasting(10, 90) })]).types).toEqual(["llm", "chain"]);
    const other = { ...cut, "gen_ai.usage.output_tokens": 12 };
    expect(mapped([parent, rawWithCall(other, { ...under(parent), ...lasting(10, 90) })]).types).toEqual(["llm", "llm"]);
  });

  test("is an echo by the call id", () => {
    const id = { "litellm.call_id": "c" };
    const other = call({ ...id, ...USAGE }, { traceId: "1".repeat(32), ...lasting(0, 100) });
    expect(mapped([other, rawWithCall(id, lasting(10, 90))]).types).toEqual(["llm", "chain"]);
  });

  test("is the call where it has another call id and response than its parent", () => {
    const parent = call({ "litellm.call_id": "c", "gen_ai.response.id": "x", "gen_ai.usage.input_tokens": 1 }, lasting(0, 100));
    const other = rawWithCall({ "litellm.call_id": "d", "gen_ai.response.id": "r" }, { ...under(parent), ...lasting(10, 90) });
    expect(mapped([parent, other]).types).toEqual(["llm", "llm"]);
  });

  test("is what its call is recovered from, where another span stays the call", () => {
    const same = { "gen_ai.usage.input_tokens": "", "gen_ai.usage.output_tokens": "" };
    const stays = call({ ...same, extra: "1", more: "2", most: "3" }, { traceId: "1".repeat(32), ...lasting(0, 100) });
    const { spans, types } = mapped([stays, rawWithCall(same, lasting(0, 90))], { recoverFromRawRequest: true });
    expect(types).toEqual(["llm", "chain"]);
    expect(plainOf(spans[0], "gen_ai.llm.output")).toBe("A");
    const beside = call({ "gen_ai.input.messages": PLACEHOLDER }, lasting(500, 600));
    const withheld = mapped([stays, rawWithCall(same, lasting(0, 90)), beside], { recoverFromRawRequest: true });
    expect(plainOf(withheld.spans[0], "gen_ai.llm.output")).toBeUndefined();
  });

  test("is the call where its parent is another one, as after a retry", () => {
    const parent = call({ "gen_ai.response.id": "x", "gen_ai.usage.input_tokens": 1 }, lasting(0, 100));
    const other = rawWithCall({ "gen_ai.response.id": "r" }, { ...under(parent), ...lasting(10, 90) });
    expect(mapped([parent, other]).types).toEqual(["llm", "llm"]);
    expect(tokensOf([parent, other])).toEqual(["1", "23"]);
  });
});
