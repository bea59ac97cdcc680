/** A stretch of time as a bar's name: 0–5 秒, 1–1.5 分, > 10 分. */

import type { Bin } from "@/reports/answers";

export function stretch(
  bin: Pick<Bin, "from_seconds" | "to_seconds">,
  units: { second: string; minute: string },
): string {
  const { from_seconds: from, to_seconds: to } = bin;
  const [divisor, unit] = (to ?? from) <= 60 ? [1, units.second] : [60, units.minute];
  const written = (seconds: number) => String(Math.round((seconds / divisor) * 100) / 100);
  return to === null ? `> ${written(from)} ${unit}` : `${written(from)}–${written(to)} ${unit}`;
}
