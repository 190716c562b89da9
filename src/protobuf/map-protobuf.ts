import { mapSpanOf, reportResource } from "../mapping/map-request.js";
import { type MappingOptions, settingsFrom } from "../options.js";
import { type Place, tagOf, WIRE_TYPE } from "../wire/field-reader.js";
import { FIELD } from "../wire/otlp-messages.js";
import { ByteEdit, GROWTH } from "./byte-edit.js";
import type { ByteSpan } from "./byte-span.js";
import { ByteWriter, type MessageStart } from "./byte-writer.js";
import { decideEncodedRequest } from "./encoded-request.js";

const TAG = {
  resourceSpans: tagOf(FIELD.request.resourceSpans, WIRE_TYPE.lengthDelimited),
  scopeSpans: tagOf(FIELD.resourceSpans.scopeSpans, WIRE_TYPE.lengthDelimited),
} as const;

/**
 * Maps all `ResourceSpans` of LiteLLM in an encoded OTLP request: what `mapLiteLLMTraces` does with a decoded
 * one. What does not change is copied as the bytes it came in, with fields that OTLP does not know. Where
 * nothing changes, the same array is returned. The request is never written to.
 *
 * @param request an encoded `ExportTraceServiceRequest`, or `TracesData`, which is the same on the wire; not
 * compressed.
 * @throws {MalformedProtobufError} for bytes that are not a well-formed request, before anything is reported
 * or returned.
 * @throws {TypeError} for a wrong option, or a request that is not a `Uint8Array`.
 */
export function mapLiteLLMTracesProtobuf(request: Uint8Array, options?: MappingOptions): Uint8Array {
  const settings = settingsFrom(options);
  const { request: input, views, decisions, resources, release } = decideEncodedRequest(request, settings);
  let writer: ByteWriter | undefined;
  for (const [at, view] of views.entries()) {
    const resource = resources[at];
    reportResource(view, resource, settings);
    if (resource === undefined) continue;
    let resourceStart: MessageStart | undefined;
    for (const [scopeAt, { place, spans }] of view.scopes.entries()) {
      let scopeStart: MessageStart | undefined;
      const edit = (span: unknown) => {
        writer ??= new ByteWriter(input);
        resourceStart ??= begin(writer, view.place, TAG.resourceSpans);
        scopeStart ??= begin(writer, place, TAG.scopeSpans, spans.length);
        return new ByteEdit(span as ByteSpan, writer);
      };
      for (const reading of resource.scopes[scopeAt] ?? []) {
        if (reading !== undefined) mapSpanOf(resource, reading, { decisions, settings, edit })?.finish();
      }
      end(writer, place, scopeStart);
    }
    end(writer, view.place, resourceStart);
  }
  release();
  return writer === undefined ? request : writer.finish();
}

/** Starts writing a message of which parts change; `spans` is the number of its spans. */
function begin(writer: ByteWriter, { start, content, end: before }: Place, tag: number, spans = 1): MessageStart {
  writer.keepTo(start);
  writer.skipTo(content);
  return writer.begin(tag, before - content + spans * GROWTH);
}

function end(writer: ByteWriter | undefined, place: Place, start: MessageStart | undefined): void {
  if (writer === undefined || start === undefined) return;
  writer.keepTo(place.end);
  writer.end(start);
}
