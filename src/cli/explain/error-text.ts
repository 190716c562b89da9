import { isObject, listOf } from "../otlp/guards.js";
import { attributesOf, textOf } from "../otlp/values.js";

/** What a failed span says went wrong; `undefined` for one that did not fail. */
export function errorTextOf(mappedSpan: unknown): string | undefined {
  if (!isObject(mappedSpan) || !isObject(mappedSpan.status)) return undefined;
  const { code, message } = mappedSpan.status;
  if (code !== 2 && code !== "STATUS_CODE_ERROR") return undefined;
  const attributes = attributesOf(mappedSpan);
  const exception = attributesOf(listOf(mappedSpan, "events").findLast((event) => isObject(event) && event.name === "exception"));
  const text =
    textOf(attributes.get("error.message")) ??
    (typeof message === "string" && message !== "" ? message : undefined) ??
    textOf(exception.get("exception.message")) ??
    textOf(attributes.get("exception")) ??
    textOf(attributes.get("error.type")) ??
    "failed";
  const status = textOf(attributes.get("error.code"));
  return status === undefined || text.includes(status) ? text : `${status} ${text}`;
}
