import { FIDDLER, IDENTITY } from "../litellm/attribute-names.js";
import { type PlainMap, type PlainValue, plainMapOf } from "../otlp/plain-value.js";
import type { FiddlerSpan } from "./fiddler-span.js";

/** The attributes of a span by name. What goes into a member is taken out, so that each is in one place. */
export type SpanValues = Map<string, PlainValue>;

/** Takes a text other than `""` out of the values; what is not a text stays there. */
export function takenText(values: SpanValues, key: string): string | undefined {
  const text = textIn(values.get(key));
  if (text !== undefined) values.delete(key);
  return text;
}

/** Takes a count that a `number` holds exactly out of the values; anything else stays there. */
export function takenCount(values: SpanValues, key: string): number | undefined {
  const count = values.get(key);
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) return undefined;
  values.delete(key);
  return count;
}

/** A text that says something. */
export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Who made the call. These attributes are read and not taken out: `user` keeps them under the names that
 * Fiddler shows.
 */
export function identityIn(user: PlainMap): Pick<FiddlerSpan, keyof typeof IDENTITY> {
  const texts: { -readonly [member in keyof typeof IDENTITY]?: string } = {};
  for (const [member, names] of IDENTITY_NAMES) {
    const text = firstTextIn(user, names);
    if (text !== undefined) texts[member] = text;
  }
  return texts;
}

const IDENTITY_NAMES = Object.entries(IDENTITY) as unknown as readonly (readonly [keyof typeof IDENTITY, readonly string[]])[];

function firstTextIn(user: PlainMap, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = textIn(user[name]);
    if (text !== undefined) return text;
  }
  return undefined;
}

const COST_PREFIX = `${FIDDLER.userPrefix}gen_ai.cost.`;

/** The attributes that went into no member, by group. */
export function groupsOf(values: ReadonlyMap<string, PlainValue>): Pick<FiddlerSpan, "costs" | "user" | "attributes"> {
  const costs: [string, number][] = [];
  const user: [string, PlainValue][] = [];
  const attributes: [string, PlainValue][] = [];
  for (const [key, value] of values) {
    if (key.startsWith(COST_PREFIX) && typeof value === "number" && Number.isFinite(value)) {
      costs.push([key.slice(COST_PREFIX.length), value]);
    } else if (key.startsWith(FIDDLER.userPrefix)) user.push([key.slice(FIDDLER.userPrefix.length), value]);
    else attributes.push([key, value]);
  }
  return { costs: plainMapOf(costs), user: plainMapOf(user), attributes: plainMapOf(attributes) };
}
