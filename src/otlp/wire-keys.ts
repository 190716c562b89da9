/**
 * What comes from the wire and becomes the key of a `Map`. V8 hashes a text above 16,383 characters by its length alone, so that
 * texts can be chosen that all fall together and make a map as slow as a list: no key is that long.
 */

/** LiteLLM's own ids have 36 characters, those of responses up to about 400. */
export const MAX_ID_LENGTH = 1024;

/** An id; `undefined` for a text that is too long for one. */
export function idIn(text: string | undefined): string | undefined {
  return text === undefined || text.length > MAX_ID_LENGTH ? undefined : text;
}

const MAX_NAME_LENGTH = 8192;

/** The name of an attribute; `undefined` where it is none, or too long for one: no rule is about such an attribute. */
export function nameIn(key: unknown): string | undefined {
  return typeof key === "string" && key.length <= MAX_NAME_LENGTH ? key : undefined;
}

/** A key of any text: a long one counts by its length and ends. */
export function shortKeyOf(text: string): string {
  return text.length <= MAX_ID_LENGTH ? text : `${text.length}:${text.slice(0, 512)}${text.slice(-512)}`;
}
