/** The distribution: one bar for each stretch of time, the promises as lines between the bars. */

import type { CustomSeriesOption, EChartsOption } from "echarts";
import type { Distribution } from "@/reports/answers";
import { amounts, categories, frame, legend, tooltips, type Palette } from "@/reports/charts/look";
import type { Saying } from "@/reports/saying";
import { stretch } from "@/reports/stretch";

export function distributionChart(told: Distribution, say: Saying, p: Palette): EChartsOption {
  const units = { second: say.t("reports.unit.second"), minute: say.t("reports.unit.minute") };
  const bar = { type: "bar" as const, stack: "calls", barCategoryGap: "14%" };
  const beyond = told.never > 0 ? [told.never] : [];
  const none = beyond.map(() => 0);
  return {
    ...frame(p),
    legend: { ...legend(p), data: [say.t("reports.distribution.ended"), say.t("reports.distribution.open")] },
    grid: { left: 8, right: 16, top: 64, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      ...categories(p),
      data: [...told.bins.map((bin) => stretch(bin, units)), ...beyond.map(() => say.t("reports.distribution.never"))],
      axisLabel: { color: p.quiet, rotate: 45, interval: 0, fontSize: 11 },
    },
    yAxis: { ...amounts(p), minInterval: 1 },
    tooltip: { ...tooltips(p), trigger: "axis", axisPointer: { type: "shadow" } },
    series: [
      {
        ...bar,
        name: say.t("reports.distribution.ended"),
        data: [...told.bins.map((bin) => bin.ended), ...none],
        itemStyle: { color: p.main, decal: { symbol: "none" } },
      },
      {
        ...bar,
        name: say.t("reports.distribution.open"),
        data: [...told.bins.map((bin) => bin.open), ...none],
        itemStyle: {
          color: p.paper,
          borderColor: p.main,
          decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4, color: p.main },
        },
      },
      ...(beyond.length
        ? [
            {
              ...bar,
              name: say.t("reports.distribution.never"),
              data: [...told.bins.map(() => 0), ...beyond],
              itemStyle: { color: p.emergency, decal: { symbol: "none" } },
            },
          ]
        : []),
      limits(told, say, p),
    ],
  };
}

function limits(told: Distribution, say: Saying, p: Palette): CustomSeriesOption {
  const places = told.targets.flatMap((target) => {
    const at = told.bins.findIndex((bin) => bin.to_seconds === target.within_seconds);
    return at < 0 ? [] : [{ at, text: say.promised(target.within_seconds) }];
  });
  // Neighbouring limits would write over each other in one line.
  const rise = (index: number): number => (index % 2 === 0 ? 6 : 20);
  return {
    type: "custom",
    silent: true,
    z: 5,
    tooltip: { show: false },
    data: places.map(({ at }) => [at, 0]),
    renderItem(params, api) {
      const place = places[params.dataIndex];
      if (!place) return null;
      const [middle] = api.coord([place.at, 0]) as [number, number];
      const size = api.size?.([1, 0]);
      const x = middle + (Array.isArray(size) ? (size[0] ?? 0) : (size ?? 0)) / 2;
      const area = params.coordSys as unknown as { y: number; height: number };
      return {
        type: "group",
        children: [
          {
            type: "line",
            shape: { x1: x, y1: area.y - rise(params.dataIndex), x2: x, y2: area.y + area.height },
            style: { stroke: p.late, lineWidth: 1.4, lineDash: [5, 4] },
          },
          {
            type: "text",
            style: {
              x,
              y: area.y - rise(params.dataIndex) - 2,
              text: place.text,
              fill: p.late,
              align: "center",
              verticalAlign: "bottom",
              font: `600 11px ${p.font}`,
            },
          },
        ],
      };
    },
  };
}
