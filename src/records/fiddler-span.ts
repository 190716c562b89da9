import type { PlainMap } from "../otlp/plain-value.js";

/**
 * One mapped span as a flat record, for a row of a database. A member that the span does not report, or
 * reports in a wrong type, is left out; only `type`, `status`, `costs`, `user` and `attributes` are always
 * there.
 *
 * Every attribute of the span is in one place: in a member, in `costs`, in `user` or in `attributes`. What a
 * member can't hold (a model that is a number, a count above 2^53 - 1) stays in `attributes`. The members
 * that say who made the call (`teamId` to `endUser`) are a view of `user`, which keeps their attributes under
 * the names that Fiddler shows.
 */
export interface FiddlerSpan {
  /** 32 lower-case hex digits. An id in a form that OTLP does not have is given as it came. */
  readonly traceId?: string;
  /** 16 lower-case hex digits, as `traceId`. */
  readonly spanId?: string;
  /** 16 lower-case hex digits, as `traceId`; left out on the root of a trace. */
  readonly parentSpanId?: string;
  /** `application.id` of the resource, a UUID where Fiddler is to take the span; not checked here. */
  readonly applicationId?: string;
  /** `service.name` of the resource. */
  readonly serviceName?: string;
  /** `deployment.environment.name` of the resource, else `deployment.environment`. */
  readonly environment?: string;
  /**
   * The name of the instrumentation scope: `litellm`, or what else writes into LiteLLM's resource, such as
   * `fastapi`.
   */
  readonly scopeName?: string;
  readonly name?: string;
  /** `fiddler.span.type`: `llm` or `chain` from the mapper; on spans that came with a type, whatever text that is. */
  readonly type: string;
  /** OpenTelemetry's span kind; left out where it is unspecified or not known. */
  readonly kind?: "internal" | "server" | "client" | "producer" | "consumer";
  /** `unset` where the span has no status, or one that OTLP doesn't know. */
  readonly status: "unset" | "ok" | "error";
  /** What went wrong, for a person. */
  readonly statusMessage?: string;

  /**
   * Nanoseconds since 1970 in UTC, between 1 and 2^63 - 1; left out otherwise. 0 is how protobuf writes that
   * there is none.
   */
  readonly startTimeUnixNano?: bigint;
  /** Nanoseconds, as `startTimeUnixNano`. */
  readonly endTimeUnixNano?: bigint;
  /**
   * End minus start in nanoseconds; negative where the sender's clock was set back. Left out where either is
   * missing.
   */
  readonly durationNano?: bigint;

  /** What decided the type: `litellm.call_type`, else `llm.request.type`, else `gen_ai.operation.name`. */
  readonly operation?: string;
  /** `gen_ai.system`, e.g. `openai`. */
  readonly provider?: string;
  /** `gen_ai.request.model` */
  readonly requestModel?: string;
  /** `gen_ai.response.model` */
  readonly responseModel?: string;
  /** `litellm.call_id`, from LiteLLM 1.85 on: one id for a request and its retries. */
  readonly callId?: string;
  /** `gen_ai.response.id`: the provider's id of the answer, or LiteLLM's own in place of it. */
  readonly responseId?: string;

  /**
   * The team that the key belongs to. In default mode `metadata.user_api_key_team_id`; the documentation
   * lists V2's names.
   */
  readonly teamId?: string;
  /** The team's name for people. */
  readonly teamAlias?: string;
  /** The name of the virtual key, for people. */
  readonly keyAlias?: string;
  /** The hash of the virtual key, or LiteLLM's word for the master key. */
  readonly keyHash?: string;
  /** LiteLLM's user that the key belongs to. */
  readonly userId?: string;
  /** The person at the other end, as the application named them: LiteLLM's end user, else `user` of the request. */
  readonly endUser?: string;

  /** `gen_ai.llm.input.system` */
  readonly systemPrompt?: string;
  /** `gen_ai.llm.input.user` */
  readonly userInput?: string;
  /** `gen_ai.llm.output`: text, or the JSON list of the tools that were called. */
  readonly output?: string;

  /**
   * `gen_ai.usage.input_tokens`, a whole number between 0 and 2^53 - 1; a greater one stays in `attributes`,
   * as a `bigint`.
   */
  readonly inputTokens?: number;
  /** `gen_ai.usage.output_tokens`, as `inputTokens`. */
  readonly outputTokens?: number;
  /** `gen_ai.usage.total_tokens`, as `inputTokens`. */
  readonly totalTokens?: number;
  /**
   * `gen_ai.usage.cache_read.input_tokens`, as `inputTokens`: how much of the input came from the provider's
   * cache.
   */
  readonly cacheReadTokens?: number;
  /**
   * `gen_ai.usage.cache_creation.input_tokens`, as `inputTokens`: how much of the input was written to the
   * provider's cache.
   */
  readonly cacheCreationTokens?: number;
  /** `gen_ai.usage.reasoning.output_tokens`, as `inputTokens`: how much of the output was reasoning. */
  readonly reasoningTokens?: number;

  /**
   * `fiddler.span.user.gen_ai.cost.*` by the last part of the name: `costs.total_cost`. US dollars, except
   * for the percentages. Only finite numbers; any other value is in `user`. An object without a prototype,
   * like the next two.
   */
  readonly costs: { readonly [name: string]: number };
  /** The other `fiddler.span.user.*`, by the rest of the name: `user["metadata.user_api_key_team_alias"]`. */
  readonly user: PlainMap;
  /** All other attributes, by name. */
  readonly attributes: PlainMap;
}
