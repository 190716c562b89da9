import { FIDDLER, LITELLM } from "../litellm/attribute-names.js";
import { integerOf } from "../otlp/integers.js";
import type { FiddlerSpan } from "./fiddler-span.js";
import type { SpanOrigin } from "./span-origin.js";
import { groupsOf, identityIn, type SpanValues, takenCount, takenText, textIn } from "./span-values.js";

/** What a span says beside its attributes: its ids as hex, and the rest in whatever form it came. */
export interface SpanFacts {
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly parentSpanId: string | undefined;
  readonly name: unknown;
  readonly kind: unknown;
  readonly startTimeUnixNano: unknown;
  readonly endTimeUnixNano: unknown;
  readonly statusCode: unknown;
  readonly statusMessage: unknown;
}

/** A record with every member named, whether it has a value or not. */
type AllMembers = { readonly [member in keyof FiddlerSpan]-?: FiddlerSpan[member] | undefined };

/** The members that this file fills itself: all except those that a group of members fills. */
type OwnMembers = Omit<AllMembers, keyof ReturnType<typeof identityIn> | keyof ReturnType<typeof groupsOf>>;

/**
 * The record of a span; `undefined` where the span is not mapped. Takes the values that have a member out of
 * `values`.
 */
export function recordOf(values: SpanValues, facts: SpanFacts, origin: SpanOrigin): FiddlerSpan | undefined {
  const type = takenText(values, FIDDLER.spanType);
  if (type === undefined) return undefined;
  const startTimeUnixNano = timeOf(facts.startTimeUnixNano);
  const endTimeUnixNano = timeOf(facts.endTimeUnixNano);
  const members: OwnMembers = {
    traceId: facts.traceId,
    spanId: facts.spanId,
    parentSpanId: facts.parentSpanId,
    applicationId: origin.applicationId,
    serviceName: origin.serviceName,
    environment: origin.environment,
    scopeName: origin.scopeName,
    name: textIn(facts.name),
    type,
    kind: KINDS.get(facts.kind),
    status: STATUSES.get(facts.statusCode) ?? "unset",
    statusMessage: textIn(facts.statusMessage),
    startTimeUnixNano,
    endTimeUnixNano,
    durationNano: startTimeUnixNano && endTimeUnixNano && endTimeUnixNano - startTimeUnixNano,
    operation:
      takenText(values, LITELLM.callType) ?? takenText(values, LITELLM.requestType) ?? takenText(values, LITELLM.operationName),
    provider: takenText(values, LITELLM.system),
    requestModel: takenText(values, LITELLM.requestModel),
    responseModel: takenText(values, LITELLM.responseModel),
    callId: takenText(values, LITELLM.callId),
    responseId: takenText(values, LITELLM.responseId),
    systemPrompt: takenText(values, FIDDLER.systemPrompt),
    userInput: takenText(values, FIDDLER.userInput),
    output: takenText(values, FIDDLER.output),
    inputTokens: takenCount(values, LITELLM.inputTokens),
    outputTokens: takenCount(values, LITELLM.outputTokens),
    totalTokens: takenCount(values, LITELLM.totalTokens),
    cacheReadTokens: takenCount(values, LITELLM.cacheReadTokens),
    cacheCreationTokens: takenCount(values, LITELLM.cacheCreationTokens),
    reasoningTokens: takenCount(values, LITELLM.reasoningTokens),
  };
  const groups = groupsOf(values);
  return withoutAbsent(members, identityIn(groups.user), groups);
}

/** Status codes in OTLP/JSON and decoded protobuf, and in protobuf's own JSON. */
const STATUSES: ReadonlyMap<unknown, FiddlerSpan["status"]> = new Map<unknown, FiddlerSpan["status"]>([
  [1, "ok"],
  ["STATUS_CODE_OK", "ok"],
  [2, "error"],
  ["STATUS_CODE_ERROR", "error"],
]);

/** Span kinds, as numbers and as names. */
const KINDS: ReadonlyMap<unknown, FiddlerSpan["kind"]> = new Map(
  (["internal", "server", "client", "producer", "consumer"] as const).flatMap((kind, at): [unknown, typeof kind][] => [
    [at + 1, kind],
    [`SPAN_KIND_${kind.toUpperCase()}`, kind],
  ]),
);

/** A time that fits a signed 64-bit column. */
function timeOf(value: unknown): bigint | undefined {
  const time = integerOf(value);
  return time !== undefined && time > 0n && BigInt.asIntN(64, time) === time ? time : undefined;
}

/**
 * The members that have a value. They are put together one by one, because spreading objects takes several
 * times as long.
 */
function withoutAbsent(
  own: OwnMembers,
  identity: ReturnType<typeof identityIn>,
  groups: ReturnType<typeof groupsOf>,
): FiddlerSpan {
  const record: Record<string, unknown> = {};
  for (const members of [own, identity, groups] as readonly Record<string, unknown>[]) {
    for (const member in members) if (members[member] !== undefined) record[member] = members[member];
  }
  return record as unknown as FiddlerSpan;
}
