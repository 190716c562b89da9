/** The attributes of HTTP spans that hold a URL or its query. */
const URL_KEYS: ReadonlySet<string> = new Set(["url.query", "url.full", "http.url", "http.target"]);

/** Query parameters that are credentials: Gemini's routes take the proxy's key as `key`. */
const CREDENTIAL = /(^|[?&;])(key|api_key|api-key|access_token|token|sig|signature)=([^&#;]+)/gi;

/** What replaces a credential. */
export const REPLACEMENT = "REDACTED";

/** Servers accept URLs of a few thousand characters. Nothing is kept of one longer than this. */
const MAX_LENGTH = 1_000_000;

/** Whether an attribute of this name holds a URL. */
export function isUrlKey(key: string): boolean {
  return URL_KEYS.has(key);
}

/**
 * The URL with `REDACTED` in place of the credentials in its query, as OpenTelemetry's HTTP conventions
 * require for `url.query` and `url.full`. The same text where it holds none.
 */
export function withoutCredentials(url: string): string {
  if (url.length > MAX_LENGTH) return REPLACEMENT;
  return url.replace(CREDENTIAL, (_, before, name) => `${before}${name}=${REPLACEMENT}`);
}
