import { type DecidedRequest, decideRequest } from "../mapping/map-request.js";
import type { Settings } from "../options.js";
import { checkField } from "../wire/check-message.js";
import { bytesOfRequest } from "../wire/encoded-bytes.js";
import { FieldReader } from "../wire/field-reader.js";
import { EXPORT_TRACE_SERVICE_REQUEST, FIELD } from "../wire/otlp-messages.js";
import { AttributeIndex } from "./attribute-index.js";
import { ByteResource } from "./byte-resource.js";
import { RequestBytes } from "./request-bytes.js";

/** An encoded request that is well-formed, and what was decided about its spans. */
export interface EncodedRequest extends DecidedRequest {
  readonly request: RequestBytes;
  readonly views: readonly ByteResource[];
  /** Nothing of the request is read after this. */
  release(): void;
}

/** How many messages a field of the request is nested in. */
const DEPTH = 1;

/**
 * Checks a request, reads what is LiteLLM's in it, and decides what its spans are. Nothing is reported yet.
 *
 * @throws {TypeError} for what is not a `Uint8Array`, and `MalformedProtobufError` for one that is not a
 * well-formed request.
 */
export function decideEncodedRequest(encoded: Uint8Array, settings: Settings): EncodedRequest {
  const request = new RequestBytes(bytesOfRequest(encoded));
  const { bytes } = request;
  const index = new AttributeIndex(request, true);
  const views: ByteResource[] = [];
  const field = new FieldReader(bytes, 0, bytes.length, DEPTH);
  while (field.next()) {
    if (field.number === FIELD.request.resourceSpans && field.isLengthDelimited) {
      views.push(new ByteResource(request, field.place(), index));
    } else checkField(bytes, EXPORT_TRACE_SERVICE_REQUEST, field, DEPTH);
  }
  const decided = decideRequest(views, settings);
  for (const view of views) view.check();
  return { request, views, ...decided, release: () => index.release() };
}
