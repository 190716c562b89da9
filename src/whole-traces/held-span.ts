/** The request that a span came in, which is to know whether it is still held. */
export interface Origin {
  hold(): void;
  release(): void;
}

/** What spans come in: a scope, which comes in a resource, each with all it had but what it holds. */
export interface Wrapper<Part> {
  readonly part: Part;
  readonly bytes: number;
  readonly above: Wrapper<Part> | undefined;
  /** How many spans, or wrappers below it, are held. */
  held: number;
}

/** A span that is held back. `Part` is what a form of requests is made of: objects, or bytes. */
export interface HeldSpan<Part> {
  readonly part: Part;
  readonly bytes: number;
  readonly scope: Wrapper<Part>;
  readonly origin: Origin;
  /** `undefined` of a span that is not to be held: its trace id is not valid, or others could suffer from it. */
  readonly traceKey: string | undefined;
  readonly callKeys: readonly string[];
  /** Which span it was of all that came. */
  position: number;
}

/** How a form of requests is taken apart and put together. */
export interface RequestForm<Request, Part> {
  spansOf(request: Request, origin: Origin): readonly HeldSpan<Part>[];
  requestOf(spans: readonly HeldSpan<Part>[]): Request;
}

/** Spans by resource and by scope, all in the order in which each first comes. */
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

/** Counts one more thing that is held below; gives the bytes that are held because of it. */
export function retain<Part>(wrapper: Wrapper<Part> | undefined): number {
  if (wrapper === undefined || wrapper.held++ > 0) return 0;
  return wrapper.bytes + retain(wrapper.above);
}

/** Counts one less; gives the bytes that are no longer held. */
export function release<Part>(wrapper: Wrapper<Part> | undefined): number {
  if (wrapper === undefined || --wrapper.held > 0) return 0;
  return wrapper.bytes + release(wrapper.above);
}

/** The bytes of a scope with its resource. */
export function sizeOfWrappers<Part>({ bytes, above }: Wrapper<Part>): number {
  return bytes + (above === undefined ? 0 : sizeOfWrappers(above));
}

/** The bytes that spans add to a request that has some wrappers already; theirs are added to these. */
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
