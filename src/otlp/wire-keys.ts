/**
 * Makes texts from the wire safe as keys of a `Map`. V8 hashes a text above 16,383 characters by its length
 * alone, so an attacker could choose texts that all collide and make a map as slow as a list. No key is that
 * long.
 */

/** LiteLLM's own ids have 36 characters, those of responses up to about 400. */
export const MAX_ID_LENGTH = 1024;

/** An id; `undefined` for a text that is too long for one. */
export function idIn(text: string | undefined): string | undefined {
  return text === undefined || text.length > MAX_ID_LENGTH ? undefined : text;
}

const MAX_NAME_LENGTH = 8192;

/** The name of an attribute; `undefined` where it is not a text, or too long. No rule is about such an attribute. */
export function nameIn(key: unknown): string | undefined {
  return typeof key === "string" && key.length <= MAX_NAME_LENGTH ? key : undefined;
}

/** A key for any text; that of a long one consists of its length and ends. */
export function shortKeyOf(text: string): string {
  return text.length <= MAX_ID_LENGTH ? text : `${text.length}:${text.slice(0, 512)}${text.slice(-512)}`;
}
