import { FIDDLER, LITELLM } from "./attribute-names.js";
import { resourceAttributeOf } from "./detection.js";
import type { ResourceSpansLike } from "./map-litellm-span.js";
import { textOf } from "./otlp/any-value.js";
import { isObject } from "./otlp/guards.js";
import { hexIdOf } from "./otlp/ids.js";
import { integerOf } from "./otlp/integers.js";
import { listOf } from "./otlp/members.js";
import { type PlainMap, type PlainValue, plainMapOf, plainValuesOf } from "./records/plain-value.js";

/**
 * One mapped span as a flat record, for a row of a database. A member that the span does not tell, or tells in a wrong type, is
 * left out; only `type`, `status`, `costs`, `user` and `attributes` are always there.
 *
 * Every attribute of the span is in one place: in a member, in `costs`, in `user` or in `attributes`. What a member can't hold (a
 * model that is a number, a count above 2^53 - 1) stays in `attributes`.
 */
export interface FiddlerSpan {
  /** 32 lower-case hex digits. An id of no form that OTLP knows is given as it came. */
  readonly traceId?: string;
  /** 16 lower-case hex digits, as `traceId`. */
  readonly spanId?: string;
  /** 16 lower-case hex digits, as `traceId`; left out on the root of a trace. */
  readonly parentSpanId?: string;
  /** `application.id` of the resource, a UUID where Fiddler is to take the span; not checked here. */
  readonly applicationId?: string;
  readonly name?: string;
  /** `fiddler.span.type`: `llm` or `chain` from the mapper; whatever text it is on spans that came with a type. */
  readonly type: string;
  /** `unset` where the span has no status, or one that OTLP doesn't know. */
  readonly status: "unset" | "ok" | "error";
  /** What went wrong, for a person. */
  readonly statusMessage?: string;

  /** Nanoseconds since 1970 in UTC, between 1 and 2^63 - 1; left out where it is anything else. 0 is how protobuf writes none. */
  readonly startTimeUnixNano?: bigint;
  /** Nanoseconds, as `startTimeUnixNano`. */
  readonly endTimeUnixNano?: bigint;
  /** End minus start in nanoseconds; negative where the sender's clock was set back. Left out where either is missing. */
  readonly durationNano?: bigint;

  /** What decided the type: `litellm.call_type`, else `llm.request.type`, else `gen_ai.operation.name`. */
  readonly operation?: string;
  /** `gen_ai.system`, e.g. `openai`. */
  readonly provider?: string;
  /** `gen_ai.request.model` */
  readonly requestModel?: string;
  /** `gen_ai.response.model` */
  readonly responseModel?: string;

  /** `gen_ai.llm.input.system` */
  readonly systemPrompt?: string;
  /** `gen_ai.llm.input.user` */
  readonly userInput?: string;
  /** `gen_ai.llm.output`: text, or the JSON list of the tools that were called. */
  readonly output?: string;

  /** `gen_ai.usage.input_tokens`, a whole number between 0 and 2^53 - 1; a greater one stays in `attributes`, as a `bigint`. */
  readonly inputTokens?: number;
  /** `gen_ai.usage.output_tokens`, as `inputTokens`. */
  readonly outputTokens?: number;
  /** `gen_ai.usage.total_tokens`, as `inputTokens`. */
  readonly totalTokens?: number;

  /**
   * `fiddler.span.user.gen_ai.cost.*` by the last part of the name: `costs.total_cost`. US dollars, but for the percentages.
   * Only finite numbers; any other value is in `user`. An object without a prototype, as the next two.
   */
  readonly costs: { readonly [name: string]: number };
  /** The other `fiddler.span.user.*` by what stands behind that: `user["metadata.user_api_key_team_alias"]`. */
  readonly user: PlainMap;
  /** All other attributes by their name. */
  readonly attributes: PlainMap;
}

/**
 * Reads a mapped OTLP `ResourceSpans`, in any input form, into one flat record per mapped span, in their order. Spans without a
 * string `fiddler.span.type` are left out, so of what is not LiteLLM's, and of `null`, the list is empty. Nothing in it throws.
 */
export function fiddlerSpansOf(mapped: ResourceSpansLike | null): readonly FiddlerSpan[] {
  if (!isObject(mapped)) return [];
  const applicationId = textOf(resourceAttributeOf(mapped, LITELLM.applicationId));
  return listOf(mapped, "scopeSpans").flatMap((scopeSpans) =>
    listOf(scopeSpans, "spans").flatMap((span) => (isObject(span) ? recordsOf(span, applicationId) : [])),
  );
}

/** One record, or none of a span that is not mapped. */
function recordsOf(span: Readonly<Record<string, unknown>>, applicationId: string | undefined): readonly FiddlerSpan[] {
  const values = plainValuesOf(listOf(span, "attributes"));
  const type = takenText(values, FIDDLER.spanType);
  if (type === undefined) return [];
  const startTimeUnixNano = timeOf(span.startTimeUnixNano);
  const endTimeUnixNano = timeOf(span.endTimeUnixNano);
  const status = isObject(span.status) ? span.status : {};
  return [
    withoutAbsent({
      traceId: hexIdOf(span.traceId),
      spanId: hexIdOf(span.spanId),
      parentSpanId: hexIdOf(span.parentSpanId),
      applicationId,
      name: toldText(span.name),
      type,
      status: STATUSES.get(status.code) ?? "unset",
      statusMessage: toldText(status.message),
      startTimeUnixNano,
      endTimeUnixNano,
      durationNano: startTimeUnixNano && endTimeUnixNano && endTimeUnixNano - startTimeUnixNano,
      operation:
        takenText(values, LITELLM.callType) ?? takenText(values, LITELLM.requestType) ?? takenText(values, LITELLM.operationName),
      provider: takenText(values, LITELLM.system),
      requestModel: takenText(values, LITELLM.requestModel),
      responseModel: takenText(values, LITELLM.responseModel),
      systemPrompt: takenText(values, FIDDLER.systemPrompt),
      userInput: takenText(values, FIDDLER.userInput),
      output: takenText(values, FIDDLER.output),
      inputTokens: takenCount(values, LITELLM.inputTokens),
      outputTokens: takenCount(values, LITELLM.outputTokens),
      totalTokens: takenCount(values, LITELLM.totalTokens),
      ...groupsOf(values),
    }),
  ];
}

/** Status codes in OTLP/JSON and decoded protobuf, and in protobuf's own JSON. */
const STATUSES: ReadonlyMap<unknown, FiddlerSpan["status"]> = new Map<unknown, FiddlerSpan["status"]>([
  [1, "ok"],
  ["STATUS_CODE_OK", "ok"],
  [2, "error"],
  ["STATUS_CODE_ERROR", "error"],
]);

const COST_PREFIX = `${FIDDLER.userPrefix}gen_ai.cost.`;

/** The attributes that no member has taken, by what they tell. */
function groupsOf(values: ReadonlyMap<string, PlainValue>): Pick<FiddlerSpan, "costs" | "user" | "attributes"> {
  const costs: [string, number][] = [];
  const user: [string, PlainValue][] = [];
  const attributes: [string, PlainValue][] = [];
  for (const [key, value] of values) {
    if (key.startsWith(COST_PREFIX) && typeof value === "number" && Number.isFinite(value)) {
      costs.push([key.slice(COST_PREFIX.length), value]);
    } else if (key.startsWith(FIDDLER.userPrefix)) user.push([key.slice(FIDDLER.userPrefix.length), value]);
    else attributes.push([key, value]);
  }
  return { costs: plainMapOf(costs), user: plainMapOf(user), attributes: plainMapOf(attributes) };
}

/** Takes a text other than `""` out of the values; what is no text stays there. */
function takenText(values: Map<string, PlainValue>, key: string): string | undefined {
  const text = toldText(values.get(key));
  if (text !== undefined) values.delete(key);
  return text;
}

/** Takes a count that a `number` holds exactly out of the values; what is none stays there. */
function takenCount(values: Map<string, PlainValue>, key: string): number | undefined {
  const count = values.get(key);
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) return undefined;
  values.delete(key);
  return count;
}

function toldText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A time that fits a signed 64-bit column. */
function timeOf(value: unknown): bigint | undefined {
  const time = integerOf(value);
  return time !== undefined && time > 0n && BigInt.asIntN(64, time) === time ? time : undefined;
}

/** A record whose every member is named, told or not. */
type AllMembers = { readonly [member in keyof FiddlerSpan]-?: FiddlerSpan[member] | undefined };

function withoutAbsent(members: AllMembers): FiddlerSpan {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as FiddlerSpan;
}
