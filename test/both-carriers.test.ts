import { describe, expect, test } from "vitest";
import { mapLiteLLMTracesProtobuf } from "../src/protobuf/index.js";
import { OPTIONS, outcomeOfBytes, outcomeOfObjects } from "./both-carriers.js";
import { otlpJson } from "./otlp-forms.js";
import { recordedCasesOrSome } from "./recorded-cases.js";

describe("a recorded request as bytes comes out as it does when it is decoded first: spans, issues and records", () => {
  test.each(recordedCasesOrSome().map(({ name, input }) => [name, otlpJson.encode(input)] as const))("%s", (_name, request) => {
    const before = Buffer.from(request);
    for (const [options, given] of OPTIONS) {
      expect(outcomeOfBytes(request, given), options).toEqual(outcomeOfObjects(request, given));
    }
    expect(before.equals(request), "the request is not written to").toBe(true);
  });
});

test("what is mapped already, and what is not LiteLLM's, is the same array", () => {
  for (const { name, input } of recordedCasesOrSome()) {
    const mapped = mapLiteLLMTracesProtobuf(otlpJson.encode(input), { otherScopes: "chain" });
    expect(mapLiteLLMTracesProtobuf(mapped, { otherScopes: "chain" }), name).toBe(mapped);
    const request = otlpJson.encode(input);
    expect(mapLiteLLMTracesProtobuf(request, { serviceNames: ["none"], scopeNames: [] }), name).toBe(request);
  }
});
