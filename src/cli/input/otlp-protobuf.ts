import { type DescMessage, fromBinary, type JsonValue, toJson } from "@bufbuild/protobuf";
import { isObject, listOf } from "../otlp/guards.js";
import { tracesDataDescriptor } from "./otlp-descriptor.js";

let descriptor: DescMessage | undefined;

/** Encoded traces as OTLP/JSON; `undefined` for bytes that are something else. */
export function tracesIn(bytes: Uint8Array): unknown {
  descriptor ??= tracesDataDescriptor();
  try {
    return withHexIds(toJson(descriptor, fromBinary(descriptor, bytes, { readUnknownFields: false })));
  } catch {
    return undefined;
  }
}

const IDS: ReadonlySet<string> = new Set(["traceId", "spanId", "parentSpanId"]);

/** Protobuf's JSON has base64 ids, OTLP/JSON hex; they stand on spans and links. Attributes are left alone. */
function withHexIds(message: JsonValue): unknown {
  for (const resourceSpans of listOf(message, "resourceSpans")) {
    for (const scopeSpans of listOf(resourceSpans, "scopeSpans")) {
      for (const span of listOf(scopeSpans, "spans")) for (const one of [span, ...listOf(span, "links")]) changeIds(one);
    }
  }
  return message;
}

function changeIds(message: unknown): void {
  if (!isObject(message)) return;
  for (const name of IDS) {
    const id = message[name];
    if (typeof id === "string") Reflect.set(message, name, Buffer.from(id, "base64").toString("hex"));
  }
}
