/** Hour by weekday: what the answer took, in the colours of the promise: blue within it, amber and red beyond. */

import type { EChartsOption } from "echarts";
import type { Figure, HeatCell, HeatMap, PolicyTarget } from "@/reports/answers";
import { categories, frame, tint, tooltips, type Palette } from "@/reports/charts/look";
import type { Saying } from "@/reports/saying";

export const MEASURES = ["p50", "p90", "within", "n"] as const;
export type Measure = (typeof MEASURES)[number];

interface Piece {
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
  color: string;
  label: string;
}

/** A percentile beyond everything seen is beyond every limit. */
const BEYOND = 1e9;

export function heatChart(
  heat: HeatMap,
  measure: Measure,
  targets: readonly PolicyTarget[],
  say: Saying,
  p: Palette,
): EChartsOption {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => say.t(`reports.weekday.${day}`));
  const cells = heat.cells;
  return {
    ...frame(p),
    grid: { left: 8, right: 8, top: 8, bottom: 44, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: { ...categories(p), data: hours, splitArea: { show: false }, axisLine: { show: false } },
    yAxis: {
      ...categories(p),
      data: days,
      inverse: true,
      axisLine: { show: false },
      axisLabel: { color: p.quiet, interval: 0 },
    },
    visualMap: {
      type: "piecewise",
      orient: "horizontal",
      left: 0,
      bottom: 0,
      itemSymbol: "rect",
      dimension: 2,
      pieces: pieces(measure, cells, targets, say, p),
      textStyle: { color: p.quiet, fontFamily: p.font },
      hoverLink: false,
      selectedMode: false,
    },
    tooltip: {
      ...tooltips(p),
      formatter: (hovered) => tell(cells[(Array.isArray(hovered) ? hovered[0] : hovered)?.dataIndex ?? -1], say),
    },
    series: {
      type: "heatmap",
      data: cells.map((cell) => ({
        value: [cell.hour, cell.weekday - 1, amount(cell, measure)],
        label: { formatter: written(cell, measure, say), fontWeight: isProven(cell, measure) ? "bold" : "normal" },
      })),
      label: { show: true, color: p.ink, fontSize: 11, fontFamily: p.font },
      itemStyle: { borderColor: p.paper, borderWidth: 2, borderRadius: 4 },
      emphasis: { itemStyle: { borderColor: p.ink } },
    },
  };
}

export function figureOf(cell: HeatCell, measure: "p50" | "p90"): Figure {
  return measure === "p50" ? cell.answer_p50 : cell.answer_p90;
}

function amount(cell: HeatCell, measure: Measure): number {
  switch (measure) {
    case "p50":
    case "p90":
      return figureOf(cell, measure).value ?? BEYOND;
    case "within":
      return cell.within?.share ?? 0;
    case "n":
      return cell.n;
  }
}

/** False where the calls leave an end of the interval open: only the others are written bold. */
function isProven(cell: HeatCell, measure: Measure): boolean {
  if (measure === "n" || measure === "within") return true;
  const { low, high } = figureOf(cell, measure);
  return low !== null && high !== null;
}

function written(cell: HeatCell, measure: Measure, say: Saying): string {
  if (measure === "n") return say.count(cell.n);
  if (measure === "within") return say.share(cell.within?.share ?? null).replace("%", "");
  const { value } = figureOf(cell, measure);
  if (value === null) return "…";
  return value < 100 ? String(Math.ceil(value)) : `${Math.ceil(value / 60)}′`;
}

function pieces(
  measure: Measure,
  cells: readonly HeatCell[],
  targets: readonly PolicyTarget[],
  say: Saying,
  p: Palette,
): Piece[] {
  const blue = (part: number) => tint(p.main, p.paper, part);
  const [amber, red] = [tint(p.late, p.paper, 0.42), tint(p.emergency, p.paper, 0.5)];
  if (measure === "n") return amountPieces(Math.max(1, ...cells.map((cell) => cell.n)), blue, say);
  const first = targets[0] ?? { within_seconds: 60, share: 0.975 };
  if (measure === "within") return sharePieces(first.share, [red, amber, blue(0.4), blue(0.15)], say);
  const last = targets[1]?.within_seconds ?? first.within_seconds * 3;
  const ends = [first.within_seconds / 4, first.within_seconds / 2, first.within_seconds, last];
  const colours = [blue(0.12), blue(0.28), blue(0.46), amber, red];
  return colours.map((color, index) => {
    const [from, to] = [ends[index - 1], ends[index]];
    const label =
      to === undefined
        ? say.t("reports.heat.above", { from: say.promised(from ?? 0) })
        : say.t("reports.heat.upTo", { to: say.promised(to) });
    return { color, label, ...(from === undefined ? {} : { gt: from }), ...(to === undefined ? {} : { lte: to }) };
  });
}

function sharePieces(target: number, colours: readonly string[], say: Saying): Piece[] {
  const ends = [0.8, 0.9, target];
  return colours.map((color, index) => {
    const [from, to] = [ends[index - 1], ends[index]];
    const label =
      to === undefined
        ? say.t("reports.heat.atLeast", { from: say.share(from ?? 0) })
        : say.t("reports.heat.below", { to: say.share(to) });
    return { color, label, ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) };
  });
}

function amountPieces(most: number, blue: (part: number) => string, say: Saying): Piece[] {
  const step = Math.ceil(most / 4);
  return [0, 1, 2, 3].map((index) => ({
    gt: index * step,
    lte: (index + 1) * step,
    color: blue(0.1 + index * 0.15),
    label:
      index === 3
        ? say.t("reports.heat.above", { from: say.count(3 * step) })
        : say.t("reports.heat.upTo", { to: say.count((index + 1) * step) }),
  }));
}

function tell(cell: HeatCell | undefined, say: Saying): string {
  if (!cell) return "";
  const figure = (measure: "p50" | "p90") => {
    const one = figureOf(cell, measure);
    return `${say.t(`reports.heat.${measure}`)} ${say.withInterval(one, cell.n)}`;
  };
  const { within } = cell;
  return [
    `${say.t(`reports.weekday.${cell.weekday}`)} ${String(cell.hour).padStart(2, "0")}:00`,
    figure("p50"),
    figure("p90"),
    ...(within
      ? [
          `${say.t("reports.heat.within", { limit: say.promised(within.within_seconds) })} ${say.shareWithInterval(within.share, within.low, within.high)}`,
        ]
      : []),
    `${say.t("reports.n", { n: say.count(cell.n) })}${cell.open ? ` · ${say.t("reports.open", { n: cell.open })}` : ""}`,
  ].join("\n");
}
