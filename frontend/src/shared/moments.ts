/** Moments and spans as people read them; the district's time, whatever the device is set to. */

const ZONE = "Asia/Shanghai";
const clockTime = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const shortTime = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });

/** 10:15:04 */
export const atSecond = (moment: string | number): string => clockTime.format(new Date(moment));
/** 10:15 */
export const atMinute = (moment: string | number): string => shortTime.format(new Date(moment));
/** 2026-11-22 */
export const onDay = (moment: string | number): string => day.format(new Date(moment));

/** 0:47, 12:05, 1:02:10; never negative. */
export function ticking(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export const secondsBetween = (from: string, toMs: number): number => (toMs - Date.parse(from)) / 1000;

/** Whole years at `atMs`; null when the birth date is unknown or unreadable. */
export function yearsOld(birthDate: string | null | undefined, atMs: number): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)/.exec(birthDate ?? "");
  if (!parts) return null;
  const [year, today] = [Number(parts[1]), onDay(atMs)];
  return Number(today.slice(0, 4)) - year - (today.slice(5) < `${parts[2]}-${parts[3]}` ? 1 : 0);
}
