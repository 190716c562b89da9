import { type DescMessage, fromBinary, toJson } from "@bufbuild/protobuf";
import { isObject, listOf } from "../otlp/guards.js";
import { hexOfBase64 } from "../otlp/ids.js";
import { MOST_VALUES, TOO_MANY_VALUES } from "./limits.js";
import { tracesDataDescriptor } from "./otlp-descriptor.js";
import { hasMoreMessages } from "./protobuf-size.js";

let descriptor: DescMessage | undefined;

const NOT_TRACES = "is binary that can't be decoded as OTLP traces in protobuf";

/** Encoded traces as OTLP/JSON; for bytes that are something else, a text that says what is wrong. */
export function tracesIn(bytes: Uint8Array): object | string {
  descriptor ??= tracesDataDescriptor();
  try {
    if (hasMoreMessages(bytes, MOST_VALUES)) return TOO_MANY_VALUES;
    const message = toJson(descriptor, fromBinary(descriptor, bytes, { readUnknownFields: false }));
    const spans = spansIn(message);
    if (spans.length > 0 && !spans.some(mayBeSpan)) return NOT_TRACES;
    for (const span of spans) for (const one of [span, ...listOf(span, "links")]) changeIds(one);
    return isObject(message) ? message : NOT_TRACES;
  } catch {
    return NOT_TRACES;
  }
}

function spansIn(message: unknown): readonly unknown[] {
  return listOf(message, "resourceSpans").flatMap((resourceSpans) =>
    listOf(resourceSpans, "scopeSpans").flatMap((scopeSpans) => listOf(scopeSpans, "spans")),
  );
}

/** In base64, 16 bytes. */
const TRACE_ID_LENGTH = 24;

/** Metrics decode as spans too: their names and descriptions are where spans have their ids. */
function mayBeSpan(span: unknown): boolean {
  if (!isObject(span)) return false;
  const { traceId } = span;
  return traceId === undefined || (typeof traceId === "string" && traceId.length === TRACE_ID_LENGTH);
}

const IDS: ReadonlySet<string> = new Set(["traceId", "spanId", "parentSpanId"]);

/** Protobuf's JSON has ids in base64, OTLP/JSON in hex. Spans and links have them. */
function changeIds(message: unknown): void {
  if (!isObject(message)) return;
  for (const name of IDS) {
    const id = message[name];
    if (typeof id === "string") Reflect.set(message, name, hexOfBase64(id));
  }
}
