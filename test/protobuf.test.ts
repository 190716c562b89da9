import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../fuzz/random.js";
import { MalformedProtobufError, wholeTracesProtobuf } from "../src/whole-traces/index.js";
import { otlpJson } from "./otlp-forms.js";
import { protobufEsRequest, protobufjsRequest } from "./otlp-proto.js";
import { recordedCase } from "./recorded-cases.js";
import { attribute, field, GROUP, inList, inSpan, nested, TRACE_ID, text, UNKNOWN } from "./wire.js";

describe("fields of later versions are kept byte for byte", () => {
  test.each(UNKNOWN)("%s", (_name, unknown) => {
    const span = Buffer.concat([TRACE_ID, unknown, field(5, text("name")), unknown]);
    const scope = Buffer.concat([unknown, field(1, field(1, text("litellm"))), unknown, field(3, text("https://example.com/"))]);
    const resource = Buffer.concat([field(1, unknown), field(3, text("https://example.com/")), unknown]);
    const request = field(1, resource, field(2, scope, field(2, span)));
    const traces = wholeTracesProtobuf();
    traces.add(request, 0);
    const [whole] = traces.flush();
    expect(Buffer.from(whole ?? []).toString("hex")).toBe(Buffer.from(request).toString("hex"));
  });

  test("in any order, and resources that come in parts", () => {
    const traces = wholeTracesProtobuf();
    const scopes = (name: string) => field(2, field(2, TRACE_ID), field(1, field(1, text(name))));
    const request = field(1, scopes("a"), field(3, text("one")), scopes("b"), field(1, text("")), field(3, text("two")));
    traces.add(request, 0);
    const [whole] = traces.flush();
    expect(fromBinary(protobufEsRequest, whole ?? new Uint8Array())).toEqual(
      fromBinary(protobufEsRequest, Uint8Array.from(request)),
    );
  });
});

describe("what is read in place", () => {
  const OTHER = Buffer.from("1af7651916cd43dd8448eb211c80319c", "hex");
  const text1 = field(1, text("one"));
  const CALL = "litellm.call_id";

  test.each<[string, readonly Uint8Array[], boolean]>([
    ["the call's id", [attribute(CALL, text1)], true],
    ["the value before the key", [field(9, field(2, text1), field(1, text(CALL)))], true],
    ["the last of several keys", [field(9, field(1, text("other")), field(1, text(CALL)), field(2, text1))], true],
    ["another key", [attribute("litellm.call_ix", text1)], false],
    ["the beginning of a key", [attribute("litellm.call_", text1)], false],
    ["no key", [field(9, field(2, text1))], false],
    ["no value", [field(9, field(1, text(CALL)))], false],
    ["an empty value", [attribute(CALL)], false],
    ["a text, then a number", [attribute(CALL, text1, Uint8Array.from([0x18, 1]))], false],
    ["a number, then a text", [attribute(CALL, Uint8Array.from([0x18, 1]), text1)], true],
    ["a text, then a later version's field", [attribute(CALL, text1, Uint8Array.from([0x40, 1]))], true],
    ["a value in two parts", [field(9, field(1, text(CALL)), field(2, text1), field(2))], true],
    ["an attribute that is repeated", [attribute(CALL, text1), attribute(CALL, field(1, text("two")))], false],
    ["a long text", [attribute(CALL, field(1, text("x".repeat(5000))))], false],
  ])("%s", (_name, attributes, joins) => {
    const traces = wholeTracesProtobuf({ quietMillis: 1000 });
    traces.add(field(1, field(2, field(2, field(1, OTHER), attribute(CALL, text1)))), 0);
    traces.add(inSpan(...attributes), 500);
    expect([...traces.takeReady(1000)]).toHaveLength(joins ? 0 : 1);
  });

  test("the last trace id counts", () => {
    const traces = wholeTracesProtobuf();
    traces.add(Buffer.concat([inSpan(field(1, OTHER)), inSpan()]), 0);
    expect(traces.stats().held.traces).toBe(2);
  });
});

test("values and groups nested as deep as decoders take them", () => {
  const request = inSpan(
    attribute("a", nested(47, inList)),
    nested(90, (inner) => GROUP(1000, inner)),
  );
  const traces = wholeTracesProtobuf();
  traces.add(request, 0);
  for (const whole of traces.flush()) {
    fromBinary(protobufEsRequest, whole);
    protobufjsRequest.decode(whole);
  }
  expect(() => fromBinary(protobufEsRequest, inSpan(attribute("a", nested(48, inList))))).toThrow(/recursion depth/);
});

test("whatever is held can be decoded; what holds a text that is not UTF-8 leaves by itself", () => {
  const bytes = otlpJson.encode(recordedCase("1.83.10-chat-tools").input);
  const random = randomFrom(7, 0);
  let taken = 0;
  let refusals = 0;
  for (let round = 0; round < 3000; round++) {
    const mutant = Uint8Array.from(bytes);
    for (let changes = 1 + random.below(3); changes > 0; changes--) {
      mutant[random.below(mutant.length)] = random.below(256);
    }
    const traces = wholeTracesProtobuf();
    try {
      traces.add(mutant, 0);
    } catch (error) {
      expect(error).toBeInstanceOf(MalformedProtobufError);
      continue;
    }
    taken++;
    const requests = [...traces.takeReady(0)];
    const refused = requests.filter((request) => !isDecoded(request));
    refusals += refused.length;
    // What is not held at all may be refused; it has no other trace's spans beside it.
    for (const request of traces.flush()) expect(isDecoded(request)).toBe(true);
  }
  expect(taken).toBeGreaterThan(300);
  expect(taken).toBeLessThan(2700);
  expect(refusals).toBeGreaterThan(10);
});

function isDecoded(request: Uint8Array): boolean {
  try {
    protobufjsRequest.decode(request);
    fromBinary(protobufEsRequest, request);
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/not valid for encoding utf-8/);
    return false;
  }
}
