/** The request that a span came in, which keeps track of whether any of its spans is still held. */
export interface Origin {
  hold(): void;
  release(): void;
}

/** What spans come in: a scope or a resource, with everything that it had except its content. */
export interface Wrapper<Part> {
  readonly part: Part;
  readonly bytes: number;
  readonly above: Wrapper<Part> | undefined;
  /** How many of its spans, or of the wrappers in it, are held. */
  held: number;
}

/** A span that is held back. `Part` is what the form of requests consists of: objects or bytes. */
export interface HeldSpan<Part> {
  readonly part: Part;
  readonly bytes: number;
  readonly scope: Wrapper<Part>;
  readonly origin: Origin;
  /** `undefined` where the span must not be held, because its trace id is not valid or it could harm other traces. */
  readonly traceKey: string | undefined;
  readonly callKeys: readonly string[];
  /** The number of the span among all that came. */
  position: number;
}

/** How a form of requests is taken apart and put together. */
export interface RequestForm<Request, Part> {
  spansOf(request: Request, origin: Origin): readonly HeldSpan<Part>[];
  requestOf(spans: readonly HeldSpan<Part>[]): Request;
}

/** Spans by resource and by scope, each in the order in which it first came. */
export type Regrouped<Part> = ReadonlyMap<Wrapper<Part> | undefined, ReadonlyMap<Wrapper<Part>, readonly Part[]>>;

export function regrouped<Part>(spans: readonly HeldSpan<Part>[]): Regrouped<Part> {
  const resources = new Map<Wrapper<Part> | undefined, Map<Wrapper<Part>, Part[]>>();
  for (const { part, scope } of spans) {
    const scopes = resources.get(scope.above) ?? new Map<Wrapper<Part>, Part[]>();
    const parts = scopes.get(scope) ?? [];
    parts.push(part);
    if (parts.length === 1) resources.set(scope.above, scopes.set(scope, parts));
  }
  return resources;
}

/** Counts one more thing held in it. Returns the bytes that are held because of that. */
export function retain<Part>(wrapper: Wrapper<Part> | undefined): number {
  if (wrapper === undefined || wrapper.held++ > 0) return 0;
  return wrapper.bytes + retain(wrapper.above);
}

/** Counts one less. Returns the bytes that are no longer held. */
export function release<Part>(wrapper: Wrapper<Part> | undefined): number {
  if (wrapper === undefined || --wrapper.held > 0) return 0;
  return wrapper.bytes + release(wrapper.above);
}

/** The bytes of a scope with its resource. */
export function sizeOfWrappers<Part>({ bytes, above }: Wrapper<Part>): number {
  return bytes + (above === undefined ? 0 : sizeOfWrappers(above));
}

/** The bytes that spans add to a request that has `wrappers` already; the wrappers of the spans are added to those. */
export function sizeBeside<Part>(wrappers: Set<Wrapper<Part>>, spans: readonly HeldSpan<Part>[]): number {
  let size = 0;
  for (const span of spans) {
    size += span.bytes;
    for (let wrapper: Wrapper<Part> | undefined = span.scope; wrapper && !wrappers.has(wrapper); wrapper = wrapper.above) {
      wrappers.add(wrapper);
      size += wrapper.bytes;
    }
  }
  return size;
}
