import {
  ADDED,
  COUNTS,
  isConsumed,
  isOwned,
  isUrl,
  isUsageOrCost,
  keyOf,
  listOf,
  passes,
  RECOVERED,
  SPAN_TYPE,
  spanTextOf,
  textOf,
} from "./contract.js";
import { type Law, mappedPairs, mayWithhold } from "./law.js";
import type { MapperRun } from "./mapper-run.js";
import { isObject, memberOf } from "./tree.js";

/** A mapped span's attributes: as they came, those that stayed, and those that were added, the span type first of them. */
interface Attributes {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
  readonly stayed: readonly unknown[];
  readonly added: readonly unknown[];
  readonly isRaw: boolean;
  /** May have lost its content. */
  readonly isStripped: boolean;
}

/** The laws of contract 8, and those of 4 to 7 that a value's text does not matter to. */
export const attributeLaws: readonly (readonly [string, Law])[] = [
  ["a mapped span has one span type, llm or chain", ofEachSpan(hasOneType)],
  ["what came keeps its order, and moves as the same object", ofEachSpan(keepsOrder)],
  ["what no rule reads stays, by reference", ofEachSpan(losesNothing)],
  ["nothing is added but what the contract names, behind the span type", ofEachSpan(addsLittle)],
  ["an attribute of the mapper's stands once, and is never empty", ofEachSpan(ownsWell)],
  ["token counts are whole, not negative and no more than 64 bits", ofEachSpan(countsWell)],
  ["names that moved are gone", ofEachSpan(consumes)],
];

function ofEachSpan(law: (attributes: Attributes, run: MapperRun) => string | undefined): Law {
  return (run) => {
    for (const { before, after, isRaw } of mappedPairs(run)) {
      const attributes = listOf(after, "attributes");
      const typeAt = attributes.findIndex((attribute) => keyOf(attribute) === SPAN_TYPE);
      const how = law(
        {
          before: listOf(before, "attributes"),
          after: attributes,
          stayed: attributes.slice(0, typeAt),
          added: attributes.slice(typeAt),
          isRaw,
          isStripped: mayWithhold(run),
        },
        run,
      );
      if (how !== undefined) return how;
    }
    return undefined;
  };
}

function hasOneType({ after }: Attributes): string | undefined {
  const types = after.filter((attribute) => keyOf(attribute) === SPAN_TYPE).map(textOf);
  return types.length === 1 && (types[0] === "llm" || types[0] === "chain") ? undefined : JSON.stringify(types);
}

function keepsOrder({ before, stayed }: Attributes): string | undefined {
  let at = 0;
  for (const attribute of stayed) {
    while (at < before.length && !isSameOrMoved(before[at], attribute)) at++;
    if (at === before.length) return `${keyOf(attribute)} is out of its place, or another object`;
    at++;
  }
  return undefined;
}

function isSameOrMoved(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true;
  const to = keyOf(after) ?? "";
  if (isUrl(to)) return keyOf(before) === to && textOf(after)?.includes("REDACTED") === true;
  if (passes(to)) return false;
  const from = keyOf(before) ?? "";
  if (COUNTS.has(to)) return COUNTS.has(from) || (isConsumed(from) && /tokens$/.test(from));
  return (
    Object.is(memberOf(before, "value"), memberOf(after, "value")) && isConsumed(from) && to.startsWith("fiddler.span.user.")
  );
}

function losesNothing({ before, stayed, isStripped, after }: Attributes): string | undefined {
  const isChain = spanTextOf({ attributes: after }, SPAN_TYPE) === "chain";
  const kept = new Set(stayed);
  const lost = before.find((attribute) => {
    const key = keyOf(attribute);
    if (key === undefined) return !isStripped && !kept.has(attribute);
    return passes(key) && !kept.has(attribute) && !isStripped && !(isChain && isUsageOrCost(key));
  });
  return lost === undefined ? undefined : `${keyOf(lost)} is gone from a span`;
}

function addsLittle({ added }: Attributes, { options }: MapperRun): string | undefined {
  const isKnown = (key: string) => ADDED.has(key) || (options.recoverFromRawRequest === true && RECOVERED.has(key));
  const unknown = added.slice(1).find((attribute) => !isKnown(keyOf(attribute) ?? ""));
  return unknown === undefined ? undefined : `${JSON.stringify(keyOf(unknown))} was added`;
}

function ownsWell({ after }: Attributes): string | undefined {
  const seen = new Set<string>();
  for (const attribute of after) {
    const key = keyOf(attribute);
    if (key === undefined || !isOwned(key)) continue;
    if (seen.has(key)) return `${key} stands twice`;
    seen.add(key);
    if (textOf(attribute) === "") return `${key} is empty`;
  }
  return undefined;
}

function countsWell({ after }: Attributes): string | undefined {
  for (const attribute of after) {
    const key = keyOf(attribute) ?? "";
    if (!COUNTS.has(key)) continue;
    const count = intOf(memberOf(attribute, "value"));
    if (count === undefined || count < 0n || count >= 2n ** 63n) return `${key} is ${count}`;
  }
  return undefined;
}

function intOf(value: unknown): bigint | undefined {
  const oneof = memberOf(value, "value");
  const int = memberOf(value, "intValue") ?? (memberOf(oneof, "case") === "intValue" ? memberOf(oneof, "value") : undefined);
  if (isObject(int) && typeof int.low === "number" && typeof int.high === "number") {
    return BigInt.asIntN(64, (BigInt(int.high >>> 0) << 32n) | BigInt(int.low >>> 0));
  }
  if (typeof int !== "string" && typeof int !== "number" && typeof int !== "bigint") return undefined;
  return /^-?[0-9]+$/.test(String(int)) || Number.isInteger(int) ? BigInt(int) : undefined;
}

function consumes({ after }: Attributes): string | undefined {
  const left = after.find((attribute) => isConsumed(keyOf(attribute) ?? ""));
  return left === undefined ? undefined : `${keyOf(left)} is still there`;
}
