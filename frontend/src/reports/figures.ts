/** Figures as people read them. Nothing here flatters: times never round below a limit, shares never up to one, and an
 * end that the calls cannot prove is said to be so. */

import type { Figure } from "@/reports/answers";

export interface Units {
  second: string;
  minute: string;
  /** The minutes of a promise, which are counted past the hour. */
  minutes: string;
  hour: string;
  day: string;
  /** An end that the calls cannot prove. */
  unproven: string;
  /** A percentile longer than anything that was seen to end. */
  beyond: string;
  none: string;
}

const TINY = 1e-9;
/** A number never stands at the end of a line without its unit. */
const GLUE = "\u00a0";

/** 4.3 秒, 8 分 20 秒, 1 小时 5 分, 2 天 3 小时; whatever is cut off counts as a whole one more. */
export function duration(seconds: number, units: Units): string {
  if (seconds < 60) return `${trimmed(Math.ceil(seconds * 10 - TINY) / 10)}${GLUE}${units.second}`;
  if (seconds < 3600) return pair(Math.ceil(seconds - TINY), 60, units.minute, units.second);
  const minutes = Math.ceil(seconds / 60 - TINY);
  if (minutes < 24 * 60) return pair(minutes, 60, units.hour, units.minute);
  return pair(Math.ceil(seconds / 3600 - TINY), 24, units.day, units.hour);
}

/** A promise in the unit it was made in: 60 秒, 15 分钟, 60 分钟. */
export function promised(seconds: number, words: Pick<Units, "second" | "minutes">): string {
  return seconds <= 180 || seconds % 60 !== 0
    ? `${seconds}${GLUE}${words.second}`
    : `${seconds / 60}${GLUE}${words.minutes}`;
}

/** 97.4 % for 0.9746: cut, not rounded, because 97.5 would be another answer. */
export const share = (part: number): string => `${trimmed(floored(part))}%`;

/** 85.1–99.5%, widened outwards to what is shown. */
export function shareInterval(low: number, high: number): string {
  return `${trimmed(floored(low))}–${trimmed(Math.ceil(high * 1000 - TINY) / 10)}%`;
}

export function percentile(figure: Figure, n: number, units: Units): string {
  if (n === 0) return units.none;
  return figure.value === null ? units.beyond : duration(figure.value, units);
}

/** 11–20 秒, 58 秒 – 1 分 2 秒, 12 秒 – 不能证明; one word when neither end is proven. */
export function interval({ low, high }: Pick<Figure, "low" | "high">, units: Units): string {
  if (low === null && high === null) return units.unproven;
  const [from, to] = [low, high].map((end) => (end === null ? units.unproven : duration(end, units))) as [
    string,
    string,
  ];
  if (from === to) return from;
  const unit = `${GLUE}${units.second}`;
  if (low !== null && high !== null && high < 60) return `${from.slice(0, -unit.length)}–${to}`;
  return `${from} – ${to}`;
}

/** Evenly spaced marks that a clock would have: at most `most` of them reach `top`. */
export function timeStep(top: number, most = 6): number {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];
  return steps.find((step) => top / step <= most) ?? Math.ceil(top / most / 86_400) * 86_400;
}

/** Where an axis of times ends: all values fit, open-ended intervals may run off the edge, limits near by are seen. */
export function axisTop(values: readonly number[], highs: readonly number[], limits: readonly number[]): number {
  const tallest = Math.max(1, ...values);
  const top = Math.max(tallest, Math.min(Math.max(0, ...highs), tallest * 2));
  const seen = limits.filter((limit) => limit <= top * 1.6);
  const step = timeStep(Math.max(top, ...seen) * 1.05);
  return Math.ceil((Math.max(top, ...seen) * 1.05) / step) * step;
}

/** Where an axis of shares begins: at 80 %, or at the ten below the lowest share. */
export function axisFloor(shares: readonly number[]): number {
  return Math.max(0, Math.floor(Math.min(0.8, ...shares) * 10 + TINY) / 10);
}

const floored = (part: number): number => Math.floor(part * 1000 + TINY) / 10;
const trimmed = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

function pair(whole: number, base: number, big: string, little: string): string {
  const rest = whole % base;
  const main = `${Math.floor(whole / base)}${GLUE}${big}`;
  return rest === 0 ? main : `${main}${GLUE}${rest}${GLUE}${little}`;
}
