import { z } from "zod";
import { isObject } from "../otlp/guards.js";
import type { TracesData } from "../otlp/types.js";

/** Text, or bytes in decoded protobuf. */
const id = z.union([z.string(), z.instanceof(Uint8Array), z.array(z.number())], "must be an id: text or bytes").nullish();
const int64 = z
  .union(
    [z.string().regex(/^-?[0-9]{1,20}$/), z.int(), z.number(), z.bigint(), z.looseObject({ low: z.number(), high: z.number() })],
    "must be a 64-bit integer",
  )
  .nullish();
/** Values are not checked. They may be nested to any depth, and the mapper leaves out what it can't read. */
const attribute = z.looseObject({ key: z.string(), value: z.looseObject({}).nullish() });
const attributes = z.array(attribute).nullish();
const resource = z.looseObject({ attributes }).nullish();
const scope = z.looseObject({ name: z.string().nullish(), attributes }).nullish();
const span = z.looseObject({
  traceId: id,
  spanId: id,
  parentSpanId: id,
  name: z.string().nullish(),
  startTimeUnixNano: int64,
  endTimeUnixNano: int64,
  attributes,
  status: z.looseObject({}).nullish(),
});
const scopeSpans = z.looseObject({ scope, spans: z.array(span).nullish() });
const request = z.looseObject({
  resourceSpans: z.array(z.looseObject({ resource, scopeSpans: z.array(scopeSpans).nullish() })),
});

/**
 * An OTLP `ExportTraceServiceRequest` in any form that the mapper reads, checked loosely: members that OTLP
 * doesn't know may be there, and those it knows may be missing or null. For a host that answers 400: the path
 * of each issue says where the body is not OTLP. An empty object is the empty request, as protobuf's JSON
 * writes it. The mapper itself accepts any body and does not need this.
 *
 * The result is the value that was given, not a copy.
 */
export const tracesDataSchema: z.ZodType<TracesData> = z.custom<TracesData>().check((context) => {
  const body: unknown = context.value;
  if (isObject(body) && !Array.isArray(body) && Object.keys(body).length === 0) return;
  const { error } = request.safeParse(body);
  for (const { path, message } of error?.issues ?? []) {
    context.issues.push({ code: "custom", message: messageFor(body, path, message), path: [...path], input: body });
  }
});

function messageFor(body: unknown, path: readonly PropertyKey[], message: string): string {
  if (path.length === 0) return "must be an OTLP request: an object with a list resourceSpans";
  if (path.length > 1 || !isObject(body) || body.resourceSpans !== undefined) return message;
  if (body.resource_spans !== undefined) return "must be named resourceSpans: OTLP's JSON has no resource_spans";
  if (body.scopeSpans !== undefined) return "is missing: this is one ResourceSpans; a request is {resourceSpans: [it]}";
  return "is missing: an OTLP request is an object with a list resourceSpans";
}
