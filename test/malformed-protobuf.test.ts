import { describe, expect, test } from "vitest";
import { fiddlerSpansOfProtobuf, mapLiteLLMTracesProtobuf } from "../src/protobuf/index.js";
import { wholeTracesProtobuf } from "../src/whole-traces/index.js";
import { MalformedProtobufError } from "../src/wire/malformed-protobuf-error.js";
import { attribute, type Bytes, field, GROUP, inList, inSpan, nested, TRACE_ID, text, varint } from "./wire.js";

type InSpan = typeof inSpan;

/** A request with one span of LiteLLM's, whose resource stands behind it, so that the span is where `inSpan` has it. */
const inLiteLLMSpan: InSpan = (...fields) => {
  const serviceName = field(1, field(1, text("service.name")), field(2, field(1, text("litellm"))));
  return field(1, field(2, field(2, TRACE_ID, ...fields)), field(1, serviceName));
};

const ROWS: readonly (readonly [string, Bytes | ((inSpan: InSpan) => Uint8Array), number, RegExp])[] = [
  ["a tag that is cut", [0x80], 1, /another byte of a number/],
  ["a length that is missing", [0x0a], 1, /another byte of a number/],
  ["a length that is cut", [0x0a, 0x80], 2, /another byte of a number/],
  ["content that is cut", [0x0a, 5, 1, 2], 1, /ends with its message, at byte 28 /],
  ["content beyond its message, inside the bytes", [0x0a, 2, 0x12, 3, 0, 0, 0], 3, /ends with its message, at byte 28 /],
  ["a length beyond 2^32", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 1], 1, /ends with its message/],
  ["a length beyond 2^63", [0x0a, ...Array(9).fill(0xff), 0x7f], 1, /ends with its message/],
  ["a number of 11 bytes", (inSpan) => inSpan(varint(6 * 8), [...Array(10).fill(0x80), 0]), 25, /at most 10 bytes/],
  ["a tag of 11 bytes", [...Array(10).fill(0x80), 1], 0, /at most 10 bytes/],
  ["a field number of 0", [0x02, 0], 0, /field number between 1/],
  ["a field number beyond 2^29", [...varint(2 ** 32 + 2), 0], 0, /field number between 1/],
  ["wire type 6", [0x0e], 0, /wire type between 0 and 5, not 6/],
  ["wire type 7", [0x0f], 0, /wire type between 0 and 5, not 7/],
  ["the end of no group", [0x0c], 0, /no end of a group/],
  ["a group without an end", [0x13, 8, 1], 3, /another byte of a number/],
  ["a group with the end of another", [0x13, 0x1c], 1, /the end of the group that began last/],
  ["groups nested without end", nested(101, (inner) => GROUP(2, inner)), 99, /at most 100 messages and groups/],
  ["32 bits that are cut", (inSpan) => inSpan([...varint(16 * 8 + 5), 1, 2, 3]), 26, /ends with its message/],
  ["64 bits that are cut", (inSpan) => inSpan([...varint(7 * 8 + 1), 1, 2, 3, 4, 5, 6, 7]), 25, /ends with its message/],
  ["resource spans that are a number", [0x08, 1], 0, /a length and content in ExportTraceServiceRequest.resource_spans/],
  ["scope spans that are 32 bits", field(1, [0x15, 0, 0, 0, 0]), 2, /a length and content in ResourceSpans.scope_spans/],
  ["a trace id that is a number", field(1, field(2, field(2, [0x08, 1]))), 6, /a length and content in Span.trace_id/],
  ["a time that is a number", (inSpan) => inSpan([0x38, 1]), 24, /64 bits in Span.start_time_unix_nano/],
  ["a kind that is a text", (inSpan) => inSpan(field(6, text("x"))), 24, /a varint in Span.kind/],
  ["flags that are 64 bits", (inSpan) => inSpan([...varint(16 * 8 + 1), ...Array(8).fill(0)]), 24, /32 bits in Span.flags/],
  ["an attribute that is cut", (inSpan) => inSpan(field(9, [0x0a, 9])), 27, /ends with its message/],
  ["an event whose attribute is cut", (inSpan) => inSpan(field(11, field(3, [0x0a, 9]))), 29, /ends with its message/],
  ["a link whose id is a number", (inSpan) => inSpan(field(13, [0x08, 1])), 26, /Span.Link.trace_id/],
  ["a status whose code is a text", (inSpan) => inSpan(field(15, field(3))), 26, /a varint in Status.code/],
  ["a resource whose attribute is cut", field(1, field(1, field(1, [0x0a, 9]))), 7, /ends with its message/],
  ["a scope whose name is a number", field(1, field(2, field(1, [0x08, 1]))), 6, /InstrumentationScope.name/],
  ["values nested without end", (inSpan) => inSpan(attribute("a", nested(48, inList))), 258, /at most 100 messages and groups/],
];

/** What is wrong stands behind a span that is well-formed. */
const requestOf = (rest: (typeof ROWS)[number][1], wrap: InSpan) =>
  Buffer.concat([inSpan(), Uint8Array.from(typeof rest === "function" ? rest(wrap) : rest)]);

function errorOf(run: () => unknown): MalformedProtobufError {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(MalformedProtobufError);
  const error = thrown as MalformedProtobufError;
  expect(error.name).toBe("MalformedProtobufError");
  expect(error.message).toBe(`The bytes are not a well-formed request: expected ${error.expected} at byte ${error.offset}.`);
  return error;
}

describe("bytes that are not a request throw, before anything is kept, reported or returned", () => {
  describe.each([
    ["a span of LiteLLM's", inLiteLLMSpan],
    ["another span", inSpan],
  ])("in %s", (_where, wrap) => {
    test.each(ROWS)("%s", (_name, rest, offset, expected) => {
      const request = requestOf(rest, wrap);
      const traces = wholeTracesProtobuf();
      const issues: unknown[] = [];
      const options = { onIssue: (issue: unknown) => issues.push(issue) };
      for (const run of [
        () => mapLiteLLMTracesProtobuf(request, options),
        () => fiddlerSpansOfProtobuf(request, options),
        () => traces.add(request, 0, "token"),
      ]) {
        const error = errorOf(run);
        expect(error.expected).toMatch(expected);
        expect(error.offset - inSpan().length).toBe(offset);
      }
      expect(issues).toEqual([]);
      expect(traces.stats().held.spans).toBe(0);
      expect(traces.oldestToken()).toBeUndefined();
      expect([...traces.flush()]).toEqual([]);
    });
  });

  test("what is not bytes at all is a wrong argument", () => {
    for (const request of [null, {}, [], "CgA=", new Uint16Array(2), new ArrayBuffer(2)]) {
      expect(() => mapLiteLLMTracesProtobuf(request as never)).toThrow(/^The request must be a Uint8Array, not /);
      expect(() => fiddlerSpansOfProtobuf(request as never)).toThrow(TypeError);
    }
  });
});
