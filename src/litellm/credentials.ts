import type { Report } from "../issues.js";
import { textOf } from "../otlp/any-value.js";
import type { OtlpForm } from "../otlp/form.js";
import type { KeyValue } from "../otlp/types.js";

/** The attributes of HTTP spans that hold a URL or its query. */
const URL_KEYS: ReadonlySet<string> = new Set(["url.query", "url.full", "http.url", "http.target"]);

/** Query parameters that are credentials: Gemini's routes take the proxy's key as `key`. */
const CREDENTIAL = /(^|[?&;])(key|api_key|api-key|access_token|token|sig|signature)=([^&#;]+)/gi;

const REPLACEMENT = "REDACTED";

/** Servers take URLs of some thousand characters; of a longer one nothing is kept. */
const MAX_LENGTH = 1_000_000;

/** Whether an attribute of this name holds a URL. */
export function isUrlKey(key: string): boolean {
  return URL_KEYS.has(key);
}

/**
 * The attribute with `REDACTED` in place of the credentials in its query, as OpenTelemetry's HTTP conventions ask of
 * instrumentations (`url.query`, `url.full`); the same attribute where it holds none.
 */
export function withoutCredentials(attribute: KeyValue, form: OtlpForm, report: Report): KeyValue {
  const url = textOf(attribute.value);
  if (url === undefined) return attribute;
  const told =
    url.length > MAX_LENGTH ? REPLACEMENT : url.replace(CREDENTIAL, (_, before, name) => `${before}${name}=${REPLACEMENT}`);
  if (told === url) return attribute;
  report("credential-withheld", `A credential in ${attribute.key} was replaced by ${REPLACEMENT}`, attribute.key);
  return form.stringAttribute(attribute.key, told);
}
