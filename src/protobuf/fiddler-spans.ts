import { mapSpanOf, reportResource } from "../mapping/map-request.js";
import { type MappingOptions, settingsFrom } from "../options.js";
import type { SpanView } from "../reading/span-view.js";
import type { FiddlerSpan } from "../records/fiddler-span.js";
import { recordOf } from "../records/record.js";
import { RecordEdit } from "../records/record-edit.js";
import { originIn, resourceOriginOf } from "../records/span-origin.js";
import type { ByteSpan } from "./byte-span.js";
import { decideEncodedRequest } from "./encoded-request.js";

/**
 * Maps an encoded OTLP request, and reads it into records: what `fiddlerSpansFrom` does with a decoded one,
 * in one pass and without decoding it. As there, spans that came with a `fiddler.span.type` are read too, and
 * those of other services are left out.
 *
 * @param request an encoded `ExportTraceServiceRequest`, or `TracesData`, which is the same on the wire; not
 * compressed.
 * @throws {MalformedProtobufError} for bytes that are not a well-formed request, before anything is reported.
 * @throws {TypeError} for a wrong option, or a request that is not a `Uint8Array`.
 */
export function fiddlerSpansOfProtobuf(request: Uint8Array, options?: MappingOptions): readonly FiddlerSpan[] {
  const settings = settingsFrom(options);
  const { views, decisions, resources, release } = decideEncodedRequest(request, settings);
  const edit = (view: SpanView) => new RecordEdit(view as ByteSpan);
  const records: FiddlerSpan[] = [];
  for (const [at, view] of views.entries()) {
    const resource = resources[at];
    reportResource(view, resource, settings);
    const resourceOrigin = resourceOriginOf((key) => view.attribute(key));
    for (const [scopeAt, { name, spans }] of view.scopes.entries()) {
      const origin = originIn(resourceOrigin, name);
      const readings = resource?.scopes[scopeAt];
      for (const [spanAt, span] of spans.entries()) {
        const reading = readings?.[spanAt];
        const mapped = resource && reading && mapSpanOf(resource, reading, { decisions, settings, edit });
        const { view, values } = mapped ?? asItCame(span);
        const record = recordOf(values, view.facts, origin);
        if (record !== undefined) records.push(record);
      }
    }
  }
  release();
  return records;
}

/** A span that is not mapped, as one that came with a type. */
function asItCame(span: ByteSpan): RecordEdit<ByteSpan> {
  const edit = new RecordEdit(span);
  if (span.layout.sources.spanType !== undefined) edit.keep(0, span.attributeCount);
  return edit;
}
