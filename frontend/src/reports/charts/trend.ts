/** The trend: median and P90 (or the share within a target) with their intervals, and how many calls lie behind them. */

import type { EChartsOption, LineSeriesOption } from "echarts";
import type { Figure, Group, TargetResult, TimedSpan } from "@/reports/answers";
import { amounts, categories, frame, legend, tooltips, type Palette } from "@/reports/charts/look";
import { whiskers } from "@/reports/charts/whiskers";
import { axisFloor, axisTop, timeStep } from "@/reports/figures";
import type { Saying } from "@/reports/saying";

/** One place on the axis; without a row nobody called. */
export interface Place {
  label: string;
  /** The same where there is little room. */
  short: string;
  row: Group | null;
}

/** The promises of the policy for a span: answer for every call, arrival for emergencies. */
export function promises(row: Group, span: TimedSpan): readonly TargetResult[] {
  if (span === "answer") return row.attainment.answer;
  return span === "response" ? row.attainment.arrival : [];
}

/** What one line of the chart shows at one place; null where there is nothing to show. */
type Shows = (row: Group) => Figure | null;

export function timeTrend(
  places: readonly Place[],
  span: TimedSpan,
  limits: readonly number[],
  say: Saying,
  p: Palette,
): EChartsOption {
  const lines = [
    { name: say.t("reports.figures.p50"), of: (row: Group) => row[span].p50, colour: p.main, symbol: "circle" },
    { name: say.t("reports.figures.p90"), of: (row: Group) => row[span].p90, colour: p.second, symbol: "diamond" },
  ];
  const all = places.flatMap(({ row }) => (row ? lines.map((line) => line.of(row)) : []));
  const top = axisTop(present(all.map((f) => f.value)), present(all.map((f) => f.high)), limits);
  return trend(places, lines, say, p, {
    edge: { bottom: 0, top },
    step: timeStep(top),
    write: (seconds) => say.duration(seconds),
    tell: (row, line) => `${line.name} ${say.withInterval(line.of(row) ?? NOTHING, row[span].n)}`,
    limits: limits
      .filter((limit) => limit <= top)
      .map((limit) => ({ at: limit, text: say.t("reports.trend.target", { limit: say.promised(limit) }) })),
    n: (row) => row[span].n,
  });
}

export function shareTrend(
  places: readonly Place[],
  span: TimedSpan,
  within: number,
  say: Saying,
  p: Palette,
): EChartsOption {
  const held = (row: Group) => promises(row, span).find((one) => one.within_seconds === within) ?? null;
  const of: Shows = (row) => {
    const result = held(row);
    return result && result.share !== null ? { value: result.share, low: result.low, high: result.high } : null;
  };
  const name = say.t("reports.trend.within", { limit: say.promised(within) });
  const results = places.flatMap(({ row }) => (row ? [held(row)] : []));
  const bottom = axisFloor(present(results.map((result) => result?.share ?? null)));
  const target = results.find((result) => result !== null)?.target;
  return trend(places, [{ name, of, colour: p.main, symbol: "circle" }], say, p, {
    edge: { bottom, top: 1 },
    step: bottom >= 0.8 ? 0.05 : bottom >= 0.5 ? 0.1 : 0.2,
    write: (part) => say.share(part),
    tell(row) {
      const figure = of(row);
      return figure ? `${name} ${say.shareWithInterval(figure.value, figure.low ?? 0, figure.high ?? 1)}` : name;
    },
    limits:
      target === undefined
        ? []
        : [{ at: target, text: say.t("reports.attained.target", { share: say.share(target) }) }],
    n: (row) => held(row)?.n ?? 0,
  });
}

const NOTHING: Figure = { value: null, low: null, high: null };
const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

interface Line {
  name: string;
  of: Shows;
  colour: string;
  symbol: string;
}

interface Scale {
  edge: { bottom: number; top: number };
  step: number;
  write: (value: number) => string;
  tell: (row: Group, line: Line) => string;
  limits: readonly { at: number; text: string }[];
  n: (row: Group) => number;
}

/** Room for the longest mark of the upper axis; the same for both, or the bars would stand beside their points. */
const MARGIN = 80;

function trend(places: readonly Place[], lines: readonly Line[], say: Saying, p: Palette, scale: Scale): EChartsOption {
  const labels = places.map((place) => place.short);
  return {
    ...frame(p),
    legend: { ...legend(p), data: lines.map((line) => line.name) },
    grid: [
      { left: MARGIN, right: 16, top: 34, bottom: 84, outerBoundsMode: "none" },
      { left: MARGIN, right: 16, height: 40, bottom: 22, outerBoundsMode: "none" },
    ],
    xAxis: [
      { ...categories(p), data: labels, axisLabel: { show: false } },
      { ...categories(p), data: labels, gridIndex: 1 },
    ],
    yAxis: [
      {
        ...amounts(p),
        min: scale.edge.bottom,
        max: scale.edge.top,
        interval: scale.step,
        axisLabel: { color: p.quiet, formatter: scale.write },
      },
      {
        ...amounts(p),
        gridIndex: 1,
        axisLabel: { show: false },
        splitLine: { show: false },
        name: say.t("reports.trend.calls"),
        nameTextStyle: { color: p.quiet, align: "left" },
        nameGap: 4,
      },
    ],
    tooltip: {
      ...tooltips(p),
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: p.quiet } },
      formatter: (hovered) =>
        tooltip(places[(Array.isArray(hovered) ? hovered[0] : hovered)?.dataIndex ?? -1], lines, say, scale),
    },
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    series: [
      ...lines.map((line, index) => drawn(places, line, p, index === 0 ? scale.limits : [])),
      ...lines.map((line) => whiskers(intervals(places, line), line.colour, scale.edge)),
      {
        type: "bar",
        name: say.t("reports.trend.calls"),
        xAxisIndex: 1,
        yAxisIndex: 1,
        barMaxWidth: 22,
        itemStyle: { color: p.line, decal: { symbol: "none" } },
        data: places.map(({ row }) => (row ? scale.n(row) : 0)),
      },
    ],
  };
}

function drawn(places: readonly Place[], line: Line, p: Palette, limits: Scale["limits"]): LineSeriesOption {
  return {
    type: "line",
    name: line.name,
    data: places.map(({ row }) => (row ? (line.of(row)?.value ?? null) : null)),
    symbol: line.symbol,
    symbolSize: 7,
    showAllSymbol: true,
    z: 3,
    itemStyle: { color: line.colour },
    lineStyle: { color: line.colour, width: 2 },
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      lineStyle: { color: p.late, type: "dashed", width: 1.2 },
      data: limits.map(({ at, text }) => ({
        yAxis: at,
        label: { formatter: text, position: "insideEndTop", color: p.late, fontFamily: p.font },
      })),
    },
  };
}

function intervals(places: readonly Place[], line: Line) {
  return places.flatMap(({ row }, at) => {
    const figure = row ? line.of(row) : null;
    return figure && figure.value !== null ? [{ at, value: figure.value, low: figure.low, high: figure.high }] : [];
  });
}

function tooltip(place: Place | undefined, lines: readonly Line[], say: Saying, scale: Scale): string {
  if (!place) return "";
  const { row } = place;
  if (!row) return `${place.label}\n${say.t("reports.n", { n: 0 })}`;
  return [
    place.label,
    ...lines.map((line) => scale.tell(row, line)),
    say.t("reports.n", { n: say.count(scale.n(row)) }),
  ].join("\n");
}
