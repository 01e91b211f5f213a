declare const dayBrand: unique symbol;

/** A UTC day, counted from 1970-01-01: a number, so that rules can add and compare. People and files have it as `YYYY-MM-DD`. */
export type Day = number & { readonly [dayBrand]: true };

const millisecondsPerDay = 86_400_000;
const isoDay = /^\d{4}-\d{2}-\d{2}$/;

const toDay = (count: number): Day => count as Day;

export const dayOfDate = (date: Date): Day => toDay(Math.floor(date.getTime() / millisecondsPerDay));

/** The day's last millisecond. */
export const endOfDay = (day: Day): Date => new Date((day + 1) * millisecondsPerDay - 1);

/** Reads `YYYY-MM-DD`; undefined for anything else, also for a day that no month has. */
export function parseDay(text: string): Day | undefined {
  if (!isoDay.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return undefined;
  const day = toDay(time / millisecondsPerDay);
  return formatDay(day) === text ? day : undefined;
}

/** Kept, because a plan over 100,000 images formats the same few hundred days again and again. */
const formatted = new Map<Day, string>();

export function formatDay(day: Day): string {
  const known = formatted.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
  formatted.set(day, text);
  return text;
}

export const addDays = (day: Day, days: number): Day => toDay(day + days);

export const daysBetween = (earlier: Day, later: Day): number => later - earlier;

export const earlierDay = (a: Day, b: Day): Day => (a < b ? a : b);

export const laterDay = (a: Day, b: Day): Day => (a > b ? a : b);
