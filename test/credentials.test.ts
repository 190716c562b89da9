import { describe, expect, test } from "vitest";
import { mapped, plainOf, span } from "./spans.js";

const told = (key: string, url: string) => {
  const { spans, issues } = mapped([span({ before: "b", [key]: url, after: "a" })]);
  return { url: plainOf(spans[0], key), keys: spans[0]?.attributes?.map((attribute) => attribute.key), issues };
};

describe("credentials in URLs are withheld", () => {
  test.each(["url.query", "url.full", "http.url", "http.target"])("in %s, in its place, which is reported", (key) => {
    const { url, keys, issues } = told(key, "https://proxy/v1beta/models/m:generateContent?alt=sse&key=sk-1234");
    expect(url).toBe("https://proxy/v1beta/models/m:generateContent?alt=sse&key=REDACTED");
    expect(keys).toEqual(["before", key, "after", "fiddler.span.type"]);
    expect(issues).toEqual([expect.objectContaining({ code: "credential-withheld", severity: "info", key })]);
    expect(issues[0]?.message).toBe(`A credential in ${key} was replaced by REDACTED`);
  });

  test.each(["key", "api_key", "api-key", "access_token", "token", "sig", "signature", "KEY", "Api_Key"])(
    "by the name of %s",
    (name) => {
      expect(told("url.query", `${name}=secret`).url).toBe(`${name}=REDACTED`);
      expect(told("url.query", `a=1&${name}=secret&b=2`).url).toBe(`a=1&${name}=REDACTED&b=2`);
    },
  );

  test.each([
    ["several", "key=a&token=b&x=c&sig=d", "key=REDACTED&token=REDACTED&x=c&sig=REDACTED"],
    ["the same twice", "key=a&key=b", "key=REDACTED&key=REDACTED"],
    ["behind semicolons", "a=1;key=b;c=2", "a=1;key=REDACTED;c=2"],
    ["before a fragment", "/a?key=b#top", "/a?key=REDACTED#top"],
    ["with equals signs in it", "key=ab==&x=1", "key=REDACTED&x=1"],
    ["with escapes in it", "key=a%26b&x=1", "key=REDACTED&x=1"],
  ])("%s", (_what, url, expected) => {
    const { url: after, issues } = told("url.query", url);
    expect(after).toBe(expected);
    expect(issues).toHaveLength(1);
  });

  test.each([
    ["a longer name", "monkey=a&apikey_id=b&tokens=c&max-token=d"],
    ["a value of that name", "sort=key&by=token"],
    ["no value", "key=&token"],
    ["a path", "/key/token"],
    ["nothing", ""],
  ])("%s is none: the attribute stays the same object", (_what, url) => {
    const input = span({ "url.query": url });
    const { spans, issues } = mapped([input]);
    expect(spans[0]?.attributes?.[0]).toBe(input.attributes?.[0]);
    expect(issues).toEqual([]);
  });

  test.each(["url.path", "http.route", "url.fragment", "gen_ai.input.messages", "metadata.url", "server.address"])(
    "other attributes are left alone: %s",
    (key) => {
      const { spans, issues } = mapped([span({ [key]: "?key=a" })]);
      expect(plainOf(spans[0], key.startsWith("metadata.") ? `fiddler.span.user.${key}` : key)).toBe("?key=a");
      expect(issues).toEqual([]);
    },
  );

  test("a URL of more than a million characters is replaced as a whole", () => {
    const [longest, longer] = [1_000_000, 1_000_001].map((length) => told("url.full", "/?a=".padEnd(length, "b")).url);
    expect(longest).toHaveLength(1_000_000);
    expect(longer).toBe("REDACTED");
  });

  test("a value that is no text passes", () => {
    const input = span({ "url.query": { intValue: "5" } });
    expect(mapped([input]).spans[0]?.attributes?.[0]).toBe(input.attributes?.[0]);
  });

  test("on a call as on the proxy's server span, also where it is an echo", () => {
    const call = { "llm.request.type": "acompletion", "litellm.call_id": "c", "http.url": "http://p/?key=a" };
    for (const each of mapped([span({ ...call, more: "1" }), span(call)]).spans)
      expect(plainOf(each, "http.url")).toBe("http://p/?key=REDACTED");
  });
});
