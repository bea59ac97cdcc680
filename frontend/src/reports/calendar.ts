/** Dates of the district's calendar as text (2026-11-22), and the periods people ask for by name. A period's end is
 * the first day after it, as in the service's addresses. */

export interface Period {
  from: string;
  to: string;
}

export const NAMED = ["today", "yesterday", "last7", "last30", "thisMonth", "lastMonth"] as const;
export type Named = (typeof NAMED)[number];

const DAY_MS = 86_400_000;

export const isDate = (text: unknown): text is string =>
  typeof text === "string" &&
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  addDays(text, 0) === text;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

export function addMonths(date: string, months: number): string {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

export const daysIn = (period: Period): number =>
  Math.round((Date.parse(period.to) - Date.parse(period.from)) / DAY_MS);

/** The named period as it stands `today`; those that run include today. */
export function named(name: Named, today: string): Period {
  const tomorrow = addDays(today, 1);
  switch (name) {
    case "today":
      return { from: today, to: tomorrow };
    case "yesterday":
      return { from: addDays(today, -1), to: today };
    case "last7":
      return { from: addDays(today, -6), to: tomorrow };
    case "last30":
      return { from: addDays(today, -29), to: tomorrow };
    case "thisMonth":
      return { from: addMonths(today, 0), to: tomorrow };
    case "lastMonth":
      return { from: addMonths(today, -1), to: addMonths(today, 0) };
  }
}

export const isSame = (a: Period, b: Period): boolean => a.from === b.from && a.to === b.to;

/** How the trend cuts a period: hours of one day, days, or months when days would be too many to read. */
export function trendBy(period: Period): "hour" | "day" | "month" {
  const days = daysIn(period);
  if (days <= 1) return "hour";
  return days <= 92 ? "day" : "month";
}

/** Every place on the trend's axis, those without a call included: a gap must look like one. */
export function trendKeys(period: Period, by: "hour" | "day" | "month"): string[] {
  if (by === "hour") return Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  const keys: string[] = [];
  if (by === "day") for (let day = period.from; day < period.to; day = addDays(day, 1)) keys.push(day);
  else
    for (let month = addMonths(period.from, 0); month < period.to; month = addMonths(month, 1))
      keys.push(month.slice(0, 7));
  return keys;
}
