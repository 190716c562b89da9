import { FIDDLER, LITELLM } from "../litellm/attribute-names.js";
import { isObject } from "../otlp/guards.js";
import { hexIdOf, parentIdOf } from "../otlp/ids.js";
import { integerOf } from "../otlp/integers.js";
import { listOf } from "../otlp/members.js";
import { plainValuesOf } from "../otlp/plain-value.js";
import type { FiddlerSpan } from "./fiddler-span.js";
import { groupsOf, identityIn, type SpanValues, takenCount, takenText, textIn } from "./span-values.js";

/** What a span's resource and scope say about it. */
export interface SpanOrigin {
  readonly applicationId: string | undefined;
  readonly serviceName: string | undefined;
  readonly environment: string | undefined;
  readonly scopeName: string | undefined;
}

/** A record whose every member is named, told or not. */
type AllMembers = { readonly [member in keyof FiddlerSpan]-?: FiddlerSpan[member] | undefined };

/** The members that this file fills by itself: all but those that a group fills. */
type OwnMembers = Omit<AllMembers, keyof ReturnType<typeof identityIn> | keyof ReturnType<typeof groupsOf>>;

/** The record of a span, `undefined` of one that is not mapped. */
export function recordOf(span: Readonly<Record<string, unknown>>, origin: SpanOrigin): FiddlerSpan | undefined {
  const values = plainValuesOf(listOf(span, "attributes"));
  const type = takenText(values, FIDDLER.spanType);
  if (type === undefined) return undefined;
  const startTimeUnixNano = timeOf(span.startTimeUnixNano);
  const endTimeUnixNano = timeOf(span.endTimeUnixNano);
  const status = isObject(span.status) ? span.status : {};
  const members: OwnMembers = {
    traceId: hexIdOf(span.traceId),
    spanId: hexIdOf(span.spanId),
    parentSpanId: parentIdOf(span),
    ...origin,
    name: textIn(span.name),
    type,
    kind: KINDS.get(span.kind),
    status: STATUSES.get(status.code) ?? "unset",
    statusMessage: textIn(status.message),
    startTimeUnixNano,
    endTimeUnixNano,
    durationNano: startTimeUnixNano && endTimeUnixNano && endTimeUnixNano - startTimeUnixNano,
    ...callMembers(values),
  };
  const groups = groupsOf(values);
  return withoutAbsent({ ...members, ...identityIn(groups.user), ...groups });
}

/** What a call's attributes say, each taken out of the values. */
function callMembers(values: SpanValues) {
  return {
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

function withoutAbsent(members: OwnMembers & Pick<FiddlerSpan, "costs" | "user" | "attributes">): FiddlerSpan {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as FiddlerSpan;
}
