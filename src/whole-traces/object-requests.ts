import { LITELLM } from "../litellm/attribute-names.js";
import type { TracesDataLike } from "../map-litellm-span.js";
import { messageLike } from "../objects/form.js";
import { textOf } from "../otlp/any-value.js";
import { isObject } from "../otlp/guards.js";
import { attributeOf, likeMessage, listOf } from "../otlp/members.js";
import { type HeldSpan, type Origin, type RequestForm, regrouped, type Wrapper } from "./held-span.js";
import { callKeysOf, traceKeyOf } from "./keys.js";
import { sizeOf } from "./object-size.js";

type Message = Readonly<Record<string, unknown>>;

/**
 * Requests as objects, in every form that decoders and JSON give. They are not changed. `maxBytes` bounds how
 * far one is measured.
 */
export function objectRequests<Request extends TracesDataLike>(maxBytes: number): RequestForm<Request, unknown> {
  return {
    spansOf: (request, origin) => spansOf(request, origin, maxBytes),
    requestOf: (spans) => requestOf(spans) as unknown as Request,
  };
}

function spansOf(request: unknown, origin: Origin, maxBytes: number): readonly HeldSpan<unknown>[] {
  const held: HeldSpan<unknown>[] = [];
  const top = isObject(request) ? { part: messageLike(request, {}), bytes: 0, above: undefined, held: 0 } : undefined;
  const wrapperOf = (message: unknown, member: string, above: Wrapper<unknown> | undefined): Wrapper<unknown> => {
    const part = isObject(message) ? likeMessage({ ...message, [member]: [] }, message) : message;
    return { part, bytes: sizeOf(part, maxBytes), above, held: 0 };
  };
  for (const resourceSpans of listOf(request, "resourceSpans")) {
    const resource = wrapperOf(resourceSpans, "scopeSpans", top);
    for (const scopeSpans of listOf(resourceSpans, "scopeSpans")) {
      const scope = wrapperOf(scopeSpans, "spans", resource);
      for (const part of listOf(scopeSpans, "spans")) {
        held.push({ part, bytes: sizeOf(part, maxBytes), scope, origin, ...keysOf(part), position: 0 });
      }
    }
  }
  return held;
}

function keysOf(span: unknown): Pick<HeldSpan<unknown>, "traceKey" | "callKeys"> {
  const attributes = listOf(span, "attributes");
  return {
    traceKey: isObject(span) ? traceKeyOf(span.traceId) : undefined,
    callKeys: callKeysOf(textOf(attributeOf(attributes, LITELLM.callId)), textOf(attributeOf(attributes, LITELLM.responseId))),
  };
}

function requestOf(spans: readonly HeldSpan<unknown>[]): object {
  const resourceSpans = [...regrouped(spans)].map(([resource, scopes]) => {
    const scopeSpans = [...scopes].map(([scope, parts]) => withMember(scope.part, "spans", parts));
    return withMember(resource?.part, "scopeSpans", scopeSpans);
  });
  return withMember(spans[0]?.scope.above?.above?.part, "resourceSpans", resourceSpans);
}

function withMember(part: unknown, member: string, list: readonly unknown[]): object {
  const message: Message = isObject(part) ? part : {};
  return likeMessage({ ...message, [member]: list }, message);
}
