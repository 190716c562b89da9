import { endOfString } from "../quotes.js";

/** The value of a JSON text, `undefined` where it is none. What Python's `json` writes of a number that is none is read as null. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.includes("NaN") || text.includes("Infinity") ? strictJsonIn(withNullFor(text)) : undefined;
  }
}

function strictJsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const NOT_NUMBERS = ["NaN", "Infinity", "-Infinity"];

/** The text with null for these words where they stand outside of strings. */
function withNullFor(text: string): string {
  let json = "";
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at);
      if (at === -1) break;
    } else if (char === "N" || char === "I" || char === "-") {
      const word = NOT_NUMBERS.find((each) => text.startsWith(each, at));
      if (word === undefined) continue;
      json += `${text.slice(copied, at)}null`;
      copied = at + word.length;
      at = copied - 1;
    }
  }
  return json + text.slice(copied);
}
