import { z } from "zod";
import type { PlainMap } from "../otlp/plain-value.js";
import { isMapOfPlainValues } from "./plain-map.js";

/** JSON has no 64-bit integers, so they are decimal text in the JSON form of a record. */
const INT64 = { type: "string", pattern: "^-?[0-9]{1,19}$" };

const text = () => z.string().min(1);
const int64 = () =>
  z
    .bigint()
    .min(-(2n ** 63n))
    .max(2n ** 63n - 1n);
const time = () =>
  int64()
    .min(1n)
    .meta({ ...INT64, format: "unix-nano" });
const duration = () => int64().meta({ ...INT64, format: "int64" });
const count = () => z.int().nonnegative();

/**
 * Maps are checked and returned as they are. zod's own `z.record` would copy them into an object with a
 * prototype, and leave out a name like `__proto__`, which may come from the wire.
 */
const plainMap = () => z.custom<PlainMap>(isMapOfPlainValues, "must be an object of plain values").meta({ type: "object" });
const costs = () =>
  z
    .custom<{ readonly [name: string]: number }>(
      (value) => isMapOfPlainValues(value) && Object.values(value).every(Number.isFinite),
      "must be an object of finite numbers",
    )
    .meta({ type: "object", additionalProperties: { type: "number" } });

/**
 * A record of `fiddlerSpansOf`. Optional members may be left out, and are never `undefined`. Unknown members
 * are left out of the result, so that a reader of today accepts the records of a later release.
 */
export const fiddlerSpanSchema = z.object({
  traceId: z.exactOptional(text().describe("32 lower-case hex digits")),
  spanId: z.exactOptional(text().describe("16 lower-case hex digits")),
  parentSpanId: z.exactOptional(text().describe("16 lower-case hex digits; left out on the root of a trace")),
  applicationId: z.exactOptional(text().describe("application.id of the resource, a UUID where Fiddler is to take the span")),
  serviceName: z.exactOptional(text().describe("service.name of the resource")),
  environment: z.exactOptional(text().describe("deployment.environment.name, else deployment.environment")),
  scopeName: z.exactOptional(text().describe("name of the instrumentation scope")),
  name: z.exactOptional(text().describe("name of the span")),
  type: text().describe("fiddler.span.type: llm or chain, or what the span came with"),
  kind: z.exactOptional(z.enum(["internal", "server", "client", "producer", "consumer"]).describe("OpenTelemetry's span kind")),
  status: z.enum(["unset", "ok", "error"]).describe("status of the span"),
  statusMessage: z.exactOptional(text().describe("what went wrong, for a person")),
  startTimeUnixNano: z.exactOptional(time().describe("nanoseconds since 1970 in UTC")),
  endTimeUnixNano: z.exactOptional(time().describe("nanoseconds since 1970 in UTC")),
  durationNano: z.exactOptional(duration().describe("nanoseconds; negative where the sender's clock was set back")),
  operation: z.exactOptional(text().describe("what decided the type, such as acompletion or chat")),
  provider: z.exactOptional(text().describe("gen_ai.system, such as openai")),
  requestModel: z.exactOptional(text().describe("gen_ai.request.model")),
  responseModel: z.exactOptional(text().describe("gen_ai.response.model")),
  callId: z.exactOptional(text().describe("litellm.call_id")),
  responseId: z.exactOptional(text().describe("gen_ai.response.id")),
  teamId: z.exactOptional(text().describe("team that the virtual key belongs to")),
  teamAlias: z.exactOptional(text().describe("name of the team")),
  keyAlias: z.exactOptional(text().describe("name of the virtual key")),
  keyHash: z.exactOptional(text().describe("hash of the virtual key")),
  userId: z.exactOptional(text().describe("LiteLLM's user that the virtual key belongs to")),
  endUser: z.exactOptional(text().describe("end user, as the application named them")),
  systemPrompt: z.exactOptional(text().describe("gen_ai.llm.input.system")),
  userInput: z.exactOptional(text().describe("gen_ai.llm.input.user")),
  output: z.exactOptional(text().describe("gen_ai.llm.output: text, or the JSON list of the tools that were called")),
  inputTokens: z.exactOptional(count().describe("gen_ai.usage.input_tokens")),
  outputTokens: z.exactOptional(count().describe("gen_ai.usage.output_tokens")),
  totalTokens: z.exactOptional(count().describe("gen_ai.usage.total_tokens")),
  cacheReadTokens: z.exactOptional(count().describe("input tokens from the provider's cache")),
  cacheCreationTokens: z.exactOptional(count().describe("input tokens written to the provider's cache")),
  reasoningTokens: z.exactOptional(count().describe("output tokens of reasoning")),
  costs: costs().describe("fiddler.span.user.gen_ai.cost.*, by the last part of the name; US dollars but for the percentages"),
  user: plainMap().describe("the other fiddler.span.user.*, by what stands behind that"),
  attributes: plainMap().describe("all other attributes, by their name"),
});

const { $schema: _draft, ...schema } = z.toJSONSchema(fiddlerSpanSchema, { unrepresentable: "any", io: "input" });

/**
 * JSON Schema (draft 2020-12) of the JSON form of a record, as `recordToJSON` gives it. The package also
 * holds it as a file, `schemas/fiddler-span.v1.schema.json`. Its version changes when a member is removed or
 * changes its meaning, not when one is added.
 */
export const fiddlerSpanJSONSchema: z.core.JSONSchema.BaseSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:litellm-span-mapper:fiddler-span:v1",
  title: "FiddlerSpan",
  description: "One span of LiteLLM, mapped to Fiddler's schema, in the JSON form of a record.",
  ...schema,
};
