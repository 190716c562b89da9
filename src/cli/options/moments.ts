const NS_PER_MS = 1_000_000n;
const DAY_MS = 86_400_000;

const UNITS: ReadonlyMap<string, number> = new Map([
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", DAY_MS],
  ["w", 7 * DAY_MS],
]);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

export const MOMENTS =
  "a date (2026-05-01), a date and time (2026-05-01T12:00Z), today, yesterday, or an age such as 30m, 24h or 7d";

/** A moment as a person writes it, in nanoseconds since 1970; `undefined` for what is none. Without a time zone it is UTC. */
export function momentOf(text: string, nowMs: number): bigint | undefined {
  const ms = msOf(text, nowMs);
  return ms === undefined || !Number.isFinite(ms) ? undefined : BigInt(Math.trunc(ms)) * NS_PER_MS;
}

function msOf(text: string, nowMs: number): number | undefined {
  const today = nowMs - (nowMs % DAY_MS);
  if (text === "now") return nowMs;
  if (text === "today") return today;
  if (text === "yesterday") return today - DAY_MS;
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return nowMs - Number(count) * (UNITS.get(unit) ?? 0);
  if (DATE.test(text)) return Date.parse(`${text}T00:00:00Z`);
  const [, zone] = DATE_AND_TIME.exec(text) ?? [undefined, undefined];
  return DATE_AND_TIME.test(text) ? Date.parse(text.replace(" ", "T") + (zone === undefined ? "Z" : "")) : undefined;
}
