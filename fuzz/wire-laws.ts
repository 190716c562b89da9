/** What holds of every encoded request, well-formed or not. */
import { isDeepStrictEqual } from "node:util";
import type { MappingOptions } from "../src/index.js";
import { fiddlerSpansOfProtobuf, MalformedProtobufError, mapLiteLLMTracesProtobuf } from "../src/protobuf/index.js";
import { checkWithTexts } from "../src/wire/check-message.js";
import { EXPORT_TRACE_SERVICE_REQUEST } from "../src/wire/otlp-messages.js";
import { outcomeOfBytes, outcomeOfObjects } from "../test/both-carriers.js";
import { protobufjsRequest } from "../test/otlp-proto.js";

/** The law that mapping a request breaks, with what it showed; `undefined` where all hold. */
export function brokenWireLaw(request: Uint8Array, options: MappingOptions): string | undefined {
  const before = request.slice();
  const mapped = resultOf(() => mapLiteLLMTracesProtobuf(request, options));
  const records = resultOf(() => fiddlerSpansOfProtobuf(request, options));
  if (!isSame(before, request)) return "the request is not changed";
  for (const each of [mapped, records]) {
    if ("error" in each && !(each.error instanceof MalformedProtobufError)) return `the only error is one: ${each.error}`;
  }
  if ("error" in mapped !== "error" in records) return "both functions refuse the same requests";
  if ("error" in mapped) return undefined;
  if (!isSame(mapLiteLLMTracesProtobuf(mapped.value, options), mapped.value)) return "what is mapped stays as it is";
  // Decoders differ in what they make of a text that is not UTF-8, and most refuse it.
  if (!checkWithTexts(request, EXPORT_TRACE_SERVICE_REQUEST)) return undefined;
  // protobufjs takes no length of more than five bytes, which protobuf allows.
  if ("error" in resultOf(() => protobufjsRequest.decode(request))) return undefined;
  return isDeepStrictEqual(outcomeOfBytes(request, options), outcomeOfObjects(request, options))
    ? undefined
    : "the mapped bytes are the mapped request, with its issues and records";
}

function resultOf<T>(run: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
