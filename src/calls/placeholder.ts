import { REDACTION_PLACEHOLDER } from "../messages/parts.js";
import { plainMessagesIn } from "../messages/plain-messages.js";
import { isObject } from "../otlp/guards.js";
import { jsonIn } from "../otlp/json.js";

/** How much of the placeholder a length limit must leave for it to be recognised. */
export const SHORTEST_PLACEHOLDER = "redacted-by-";

/** Whether a text is the placeholder, or may be what a limit left of it. */
export function isPlaceholder(text: unknown, mayBeCut = false): boolean {
  if (text === REDACTION_PLACEHOLDER) return true;
  return (
    mayBeCut && typeof text === "string" && text.length >= SHORTEST_PLACEHOLDER.length && REDACTION_PLACEHOLDER.startsWith(text)
  );
}

/** How LiteLLM writes the messages of a redacted request: in default mode, and in `LITELLM_OTEL_V2`. */
const REDACTED_REQUESTS = [
  `[{"role": "user", "parts": [{"type": "text", "content": "${REDACTION_PLACEHOLDER}"}]}]`,
  `[{"role": "user", "content": "${REDACTION_PLACEHOLDER}"}]`,
];

const LONGEST_REDACTED = Math.max(...REDACTED_REQUESTS.map((request) => request.length));

/** In characters: a lower limit leaves nothing readable of any field. */
const MIN_LIMIT = 16;

/**
 * Whether a length limit may have cut a redacted request before enough of the placeholder to recognise it. It
 * then looks like any other request, so what is beside it is withheld to be safe.
 */
export function isCutRequest(json: string): boolean {
  if (json.length < MIN_LIMIT || json.length > LONGEST_REDACTED) return false;
  return isBeginningOfRedacted(json);
}

function isBeginningOfRedacted(json: string): boolean {
  return REDACTED_REQUESTS.some((request) => request.startsWith(json));
}

/**
 * Whether messages say nothing but the placeholder. Such an attribute stays as LiteLLM wrote it. If it was
 * cut, its beginning decides.
 */
export function saysPlaceholderAlone(json: string): boolean {
  return isBeginningOfRedacted(json) || isPlaceholderAlone(plainMessagesIn(json) ?? jsonIn(json));
}

/** Members of a message or a part that hold nothing of what was said. */
const HARMLESS: ReadonlySet<string> = new Set(["role", "type", "finish_reason", "id", "index", "status"]);

/**
 * How many levels are searched. A list of messages holds lists of parts, and other members may hold `null` a
 * level or two below.
 */
export const MAX_LEVELS = 8;

/**
 * Whether a value holds nothing but the placeholder, whatever its members are called, because every release
 * brings new ones.
 */
function isPlaceholderAlone(value: unknown, levels = MAX_LEVELS): boolean {
  if (value === null || value === "") return true;
  if (!isObject(value)) return isPlaceholder(value);
  if (levels === 0) return false;
  const isHarmless = (name: string, member: unknown) => HARMLESS.has(name) && !isObject(member);
  return Object.entries(value).every(([name, each]) => isHarmless(name, each) || isPlaceholderAlone(each, levels - 1));
}
