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
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:(?<=:\d{2}:\d{2})\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;

export const MOMENTS =
  "a date (2026-05-01), a date and time (2026-05-01T12:00Z), now, today, yesterday, or an age such as 90s, 30m, 24h, 7d or 2w";

/**
 * A moment as a person writes it, in nanoseconds since 1970; `undefined` where the text is not one. Without a
 * time zone, it is UTC.
 */
export function momentOf(text: string, nowMs: number): bigint | undefined {
  const ms = relativeMs(text, nowMs);
  if (ms !== undefined) return BigInt(ms) * NS_PER_MS;
  const [, date, time, fraction = "", zone = "Z"] = DATE.test(text) ? ["", text, "00:00"] : (DATE_AND_TIME.exec(text) ?? []);
  if (date === undefined || !isInCalendar(date)) return undefined;
  const wholeMs = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(wholeMs) ? undefined : BigInt(wholeMs) * NS_PER_MS + BigInt(fraction.padEnd(9, "0"));
}

function relativeMs(text: string, nowMs: number): number | undefined {
  const today = nowMs - (nowMs % DAY_MS);
  if (text === "now") return nowMs;
  if (text === "today") return today;
  if (text === "yesterday") return today - DAY_MS;
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  return count === undefined || unit === undefined ? undefined : nowMs - Number(count) * (UNITS.get(unit) ?? 0);
}

/** `Date.parse` reads 31 February as a day in March. */
function isInCalendar(date: string): boolean {
  const ms = Date.parse(`${date}T00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
