/** Whatever could move the cursor, change colours or turn the direction of writing in a terminal. */
const NOT_PRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text that a terminal shows as it is, whatever callers wrote into the names of models and teams. JSON on one line stays the same
 * JSON: what is replaced stands in its texts alone, and the escapes are those of JSON.
 */
export function printable(text: string): string {
  return text.replace(NOT_PRINTABLE, (character) => character.split("").map(escaped).join(""));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
