import type { ResourceView, ScopeView } from "../reading/span-view.js";
import { checkField } from "../wire/check-message.js";
import { FieldReader, type Place } from "../wire/field-reader.js";
import { FIELD, RESOURCE_SPANS, SCOPE_SPANS } from "../wire/otlp-messages.js";
import { AttributeIndex } from "./attribute-index.js";
import { ByteAttributes } from "./byte-attributes.js";
import { ByteSpan } from "./byte-span.js";
import type { RequestBytes } from "./request-bytes.js";
import { readPlaces, SpanPlaces } from "./span-places.js";

/** How many messages a field of a `ScopeSpans` or `ResourceSpans` is nested in. */
const DEPTH = { resourceSpans: 2, scopeSpans: 3 } as const;

/** A `ScopeSpans` in the bytes that it came in. */
export interface ByteScope extends ScopeView {
  readonly place: Place;
  readonly spans: readonly ByteSpan[];
}

/** A `ResourceSpans` in the bytes that it came in; its spans are read when first asked for. */
export class ByteResource implements ResourceView {
  readonly place: Place;
  readonly #request: RequestBytes;
  readonly #index: AttributeIndex;
  readonly #attributes: ByteAttributes;
  readonly #scopePlaces: readonly Place[];
  #scopes: readonly ByteScope[] | undefined;

  /** Reads all but the spans. Throws `MalformedProtobufError`. */
  constructor(request: RequestBytes, place: Place, index: AttributeIndex) {
    this.#request = request;
    this.place = place;
    this.#index = index;
    const scopePlaces: Place[] = [];
    const field = new FieldReader(request.bytes, place.content, place.end, DEPTH.resourceSpans);
    while (field.next()) {
      if (field.number === FIELD.resourceSpans.scopeSpans && field.isLengthDelimited) scopePlaces.push(field.place());
      else checkField(request.bytes, RESOURCE_SPANS, field, DEPTH.resourceSpans);
      if (field.number === FIELD.resourceSpans.resource) readAttributes(request.bytes, field, index);
    }
    this.#attributes = new ByteAttributes(request, index.takePlaces());
    this.#scopePlaces = scopePlaces;
  }

  attribute(key: string): unknown {
    const attributes = this.#attributes;
    for (let at = attributes.count - 1; at >= 0; at--) {
      if (this.#request.isText(attributes.keyStartAt(at), attributes.keyEndAt(at), key)) return attributes.valueAt(at);
    }
    return undefined;
  }

  /** Throws `MalformedProtobufError` when first asked for. */
  get scopes(): readonly ByteScope[] {
    return (this.#scopes ??= this.#scopePlaces.map((place) => this.#scopeAt(place)));
  }

  /** Checks the spans, unless they were read. Throws `MalformedProtobufError`. */
  check(): void {
    if (this.#scopes !== undefined) return;
    const index = new AttributeIndex(this.#request, false);
    for (const place of this.#scopePlaces) {
      this.#readScope(place, (span) => readPlaces(this.#request, span, index, new SpanPlaces(span)));
    }
  }

  #scopeAt(place: Place): ByteScope {
    const spans: ByteSpan[] = [];
    const name = this.#readScope(place, (span) => {
      const places = new SpanPlaces(span);
      readPlaces(this.#request, span, this.#index, places);
      spans.push(new ByteSpan(places, new ByteAttributes(this.#request, this.#index.takePlaces())));
    });
    return { place, name, spans };
  }

  /** The name of the scope. */
  #readScope(place: Place, readSpan: (place: Place) => void): string | undefined {
    const { bytes } = this.#request;
    let name: string | undefined;
    const field = new FieldReader(bytes, place.content, place.end, DEPTH.scopeSpans);
    while (field.next()) {
      if (field.number === FIELD.scopeSpans.spans && field.isLengthDelimited) readSpan(field.place());
      else checkField(bytes, SCOPE_SPANS, field, DEPTH.scopeSpans);
      if (field.number === FIELD.scopeSpans.scope) name = this.#nameOfScope(field.place()) ?? name;
    }
    return name;
  }

  #nameOfScope({ content, end }: Place): string | undefined {
    let name: string | undefined;
    const field = new FieldReader(this.#request.bytes, content, end);
    while (field.next()) if (field.number === FIELD.scope.name) name = this.#request.text(field.content, field.end);
    return name;
  }
}

/** The attributes of a `Resource` that was checked. */
function readAttributes(bytes: Uint8Array, { content, end }: Place, index: AttributeIndex): void {
  const field = new FieldReader(bytes, content, end);
  while (field.next()) {
    if (field.number === FIELD.resource.attributes && index.regular(field.start, end) === 0) index.irregular(field);
  }
}
