import { describe, expect, test } from "vitest";
import { type MappingOptions, mapLiteLLMSpan, mapLiteLLMTraces } from "../src/index.js";
import { litellmTraces, span } from "./spans.js";

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

describe("a wrong option throws a TypeError that names the option, the value and the way out", () => {
  test.each<[string, unknown, string]>([
    ["serviceNames as a text", { serviceNames: "litellm" }, 'Option "serviceNames" must be a list of strings, not "litellm".'],
    ["serviceNames of numbers", { serviceNames: [1] }, 'Option "serviceNames" must be a list of strings, not [1].'],
    ["a number among serviceNames", { serviceNames: ["a", 1] }, 'Option "serviceNames" must be a list of strings, not ["a",1].'],
    ["scopeNames as a set", { scopeNames: new Set(["litellm"]) }, 'Option "scopeNames" must be a list of strings, not {}.'],
    ["duplicates", { duplicates: "drop" }, 'Option "duplicates" must be "demote" or "keep", not "drop".'],
    ["duplicates of null", { duplicates: null }, 'Option "duplicates" must be "demote" or "keep", not null.'],
    ["agentContext", { agentContext: "strip" }, 'Option "agentContext" must be "keep" or "drop", not "strip".'],
    ["rawRequests", { rawRequests: true }, 'Option "rawRequests" must be "keep" or "withhold", not true.'],
    [
      "recoverFromRawRequest",
      { recoverFromRawRequest: "yes" },
      'Option "recoverFromRawRequest" must be true or false, not "yes".',
    ],
    ["onIssue", { onIssue: "log" }, 'Option "onIssue" must be a function, not "log".'],
    ["a bigint", { duplicates: 1n }, 'Option "duplicates" must be "demote" or "keep", not bigint.'],
    ["a value that is no JSON", { onIssue: cyclic }, 'Option "onIssue" must be a function, not object.'],
    [
      "an unknown option",
      { recover: true },
      'There is no option "recover" (true). Known options: serviceNames, scopeNames, otherScopes, duplicates, rawRequests, agentContext, recoverFromRawRequest, onIssue.',
    ],
    [
      "an option by the name of an object member",
      { constructor: 1 },
      'There is no option "constructor" (1). Known options: serviceNames, scopeNames, otherScopes, duplicates, rawRequests, agentContext, recoverFromRawRequest, onIssue.',
    ],
    ["options that are none", "demote", 'The options must be an object, not "demote".'],
    ["null", null, "The options must be an object, not null."],
  ])("%s", (_what, options, message) => {
    const expected = new TypeError(message);
    expect(() => mapLiteLLMSpan({}, options as MappingOptions)).toThrow(expected);
    expect(() => mapLiteLLMTraces({}, options as MappingOptions)).toThrow(expected);
  });
});

test("an option that is undefined is not given", () => {
  const input = litellmTraces(span({ "gen_ai.operation.name": "chat" }));
  const unset = {
    serviceNames: undefined,
    scopeNames: undefined,
    duplicates: undefined,
    rawRequests: undefined,
    agentContext: undefined,
    recoverFromRawRequest: undefined,
    onIssue: undefined,
  };
  expect(mapLiteLLMTraces(input, unset)).toEqual(mapLiteLLMTraces(input));
});

test("the defaults may be said", () => {
  const said: MappingOptions = {
    serviceNames: ["litellm", "litellm-proxy"],
    scopeNames: [],
    duplicates: "demote",
    rawRequests: "keep",
    agentContext: "keep",
    recoverFromRawRequest: false,
  };
  const input = litellmTraces(span({ "gen_ai.operation.name": "chat", "litellm.provider.model": "openai/m" }));
  expect(mapLiteLLMTraces(input, said)).toEqual(mapLiteLLMTraces(input));
});

test("what onIssue throws reaches the caller", () => {
  const onIssue = () => {
    throw new Error("from the host");
  };
  expect(() => mapLiteLLMTraces(litellmTraces(span({ "gen_ai.operation.name": "x" })), { onIssue })).toThrow("from the host");
});
